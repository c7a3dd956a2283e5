"""Versions of a function that follow each other."""

from dataclasses import dataclass, field

from localstack_process_executor.succession import Succession


@dataclass(eq=False)
class Manager:
    function_arn: str
    code: str


@dataclass
class Versions:
    """A succession that notes which code it removes."""

    removed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.succession: Succession[Manager] = Succession(lambda code, _function: self.removed.append(code))

    def start(self, code: str, arn: str = "f") -> Manager:
        manager = Manager(arn, code)
        self.succession.add(manager)
        return manager


def test_the_newest_version_is_the_successor_of_all_others() -> None:
    versions = Versions()
    first, _, third = [versions.start(code) for code in "abc"]
    versions.start("other", arn="g")

    assert versions.succession.successor_of(first) is third
    assert versions.succession.successor_of(third) is None


def test_what_has_ended_has_no_place_any_more() -> None:
    versions = Versions()
    first, second, third = [versions.start(code) for code in "abc"]

    versions.succession.remove(first)

    assert versions.succession.predecessors_of(third) == [second]


def test_code_is_removed_with_the_last_version_that_uses_it() -> None:
    versions = Versions()
    first, second = versions.start("a"), versions.start("a")
    versions.start("b")

    versions.succession.remove_code("a", "f")
    versions.succession.remove(first)
    assert versions.removed == []
    versions.succession.remove(second)

    assert versions.removed == ["a"]


def test_code_that_no_version_uses_is_removed_at_once() -> None:
    versions = Versions()
    versions.start("b")

    versions.succession.remove_code("a", "f")

    assert versions.removed == ["a"]
