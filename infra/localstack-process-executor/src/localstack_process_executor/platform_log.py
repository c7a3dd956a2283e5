"""The log lines that Lambda itself writes around those of a function. A function's LoggingConfig chooses the format."""

from typing import Protocol

from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.usage import InitReport, InvocationReport


class PlatformLog(Protocol):
    """Each method returns whole lines, or nothing if this format or level has none for the occasion."""

    def init_start(self, phase: str) -> str:
        """What precedes the output of an init."""

    def init_end(self, report: InitReport) -> str:
        """What follows the output of an init."""

    def start(self, invocation: PendingInvocation) -> str:
        """What precedes the output of an invocation."""

    def output(self, text: str) -> str:
        """The function's own lines that go to the log."""

    def end(self, report: InvocationReport) -> str:
        """What follows the output of an invocation."""
