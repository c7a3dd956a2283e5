"""Which version of a function took the place of which, and whose code is still in use."""

import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar


class Manager(Protocol):
    """What is asked of the manager of a function version. Versions that follow each other have the same ARN."""

    function_arn: str

    @property
    def code(self) -> object:
        """The code that its processes run."""


M = TypeVar("M", bound=Manager)


class Succession(Generic[M]):
    """The managers from their start to their end. `remove_code(code, function)` is called for code out of use."""

    def __init__(self, remove_code: Callable[[Any, Any], None]) -> None:
        self._remove_code = remove_code
        self._lock = threading.Lock()
        self._present: list[M] = []
        self._to_remove: list[tuple[object, object]] = []

    def add(self, manager: M) -> None:
        """Let a manager take the place of the present one with its ARN."""
        with self._lock:
            self._present.append(manager)

    def successor_of(self, manager: M) -> M | None:
        """Return the newest manager with its ARN, if that is another one."""
        newest = next(reversed(self._with_arn_of(manager)), None)
        return None if newest is manager else newest

    def predecessors_of(self, manager: M) -> list[M]:
        """Return the managers with its ARN that have not ended, except for itself."""
        return [other for other in self._with_arn_of(manager) if other is not manager]

    def remove(self, manager: M) -> None:
        """Forget a manager that has ended, and remove the code that it was the last to use."""
        with self._lock:
            self._present = [other for other in self._present if other is not manager]
            waiting, self._to_remove = self._to_remove, []
        for code, function in waiting:
            self.remove_code(code, function)

    def remove_code(self, code: object, function: object) -> None:
        """Remove the code as soon as no manager uses it."""
        with self._lock:
            if any(manager.code == code for manager in self._present):
                self._to_remove.append((code, function))
                return
        self._remove_code(code, function)

    def _with_arn_of(self, manager: M) -> list[M]:
        with self._lock:
            return [other for other in self._present if other.function_arn == manager.function_arn]
