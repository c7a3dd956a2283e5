"""Lets invocations that began before an update of their function end with its old code, as on AWS.

LocalStack interrupts them, and removes the old code while processes still run or start with it.
"""

import threading
from typing import Any

from localstack.aws.api.lambda_ import State
from localstack.services.lambda_.invocation import lambda_service
from localstack.services.lambda_.invocation.lambda_models import Function, Invocation, InvocationResult, VersionState
from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager

from localstack_process_executor.expected_shape import refuse, refuse_other_parameters
from localstack_process_executor.gate import Gate
from localstack_process_executor.succession import Succession

remove_code = lambda_service.destroy_code_if_not_used

EXPECTED_PARAMETERS = {
    LambdaVersionManager.start: ["self"],
    LambdaVersionManager.stop: ["self"],
    LambdaVersionManager.invoke: ["self", "invocation"],
    remove_code: ["code", "function"],
}
"""What is overridden or called below, as it is in LocalStack 4.12."""

SUCCESSION: "Succession[DrainingVersionManager]" = Succession(remove_code)


class DrainingVersionManager(LambdaVersionManager):  # type: ignore[misc] # LocalStack is not typed
    """Manages one function version. After an update it ends with the last invocation that it runs."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.gate = Gate()

    @property
    def code(self) -> object:
        """The code that its processes run."""
        return self.function_version.config.code

    def start(self) -> VersionState:
        """Prepare the version. If that succeeds it takes the place of its predecessor."""
        state = super().start()
        if state.state == State.Active:
            SUCCESSION.add(self)
        return state

    def invoke(self, *, invocation: Invocation) -> InvocationResult:
        """Run the invocation here, or if this version has ended meanwhile in the one that took its place."""
        with self.gate.entered() as admitted:
            successor = None if admitted else SUCCESSION.successor_of(self)
            if successor is None:
                return super().invoke(invocation=invocation)
        return successor.invoke(invocation=invocation)

    def stop(self) -> None:
        """End: after an update as soon as nothing runs here, otherwise at once (deletion, the end of LocalStack)."""
        if SUCCESSION.successor_of(self):
            threading.Thread(target=self._drain, name="lambda-version-drain", daemon=True).start()
            return
        for predecessor in SUCCESSION.predecessors_of(self):
            predecessor.gate.close()
        self._end()

    def _drain(self) -> None:
        self.gate.close_when_empty()
        self._end()

    def _end(self) -> None:
        self.gate.close()
        try:
            super().stop()
        finally:
            SUCCESSION.remove(self)


def remove_code_when_unused(code: object, function: Function) -> None:
    """Remove the code of an old version when nothing runs it any more."""
    if not lambda_service.is_code_used(code, function):
        SUCCESSION.remove_code(code, function)


def install() -> None:
    """Let the Lambda service use these managers. UnexpectedLocalStack if what they replace is not as expected."""
    refuse_other_parameters(EXPECTED_PARAMETERS)
    if lambda_service.LambdaVersionManager is not LambdaVersionManager:
        refuse(["lambda_service.LambdaVersionManager is not LocalStack's"])
    lambda_service.LambdaVersionManager = DrainingVersionManager
    lambda_service.destroy_code_if_not_used = remove_code_when_unused
