"""One case: what AWS answers, and how that is observed."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.conformance.deployed_stack import DeployedStack


@dataclass(frozen=True, kw_only=True)
class Case:
    """`observe` makes the thing happen on a deployed stack and returns what was seen; `expected` is what AWS answers.

    `area` is the part of AWS that it is about. Cases are run in their order, and may rely on what earlier ones left.
    """

    name: str
    area: str
    expected: object
    observe: Callable[[DeployedStack], object]
