"""Errors of the executor itself. Errors of the function are in `faults`."""


class ProcessExecutorError(Exception):
    """The process executor cannot do what LocalStack asks."""


class BadSetting(ProcessExecutorError):
    """One of the executor's environment variables has an invalid value."""


class UnsupportedFunction(ProcessExecutorError):
    """Only zipped Python functions can run as processes."""


class UnusableInterpreter(ProcessExecutorError):
    """The interpreter named by LAMBDA_PROCESS_PYTHON cannot run functions."""


class SandboxStopped(ProcessExecutorError):
    """The execution environment was stopped, by an update, a deletion or the end of LocalStack."""


class PatienceExhausted(ProcessExecutorError):
    """No execution environment became free for as long as an invocation may wait."""


class UnexpectedLocalStack(ProcessExecutorError):
    """This LocalStack is built differently from version 4.12, for which this package is made."""

    def __str__(self) -> str:
        return f"{self.__doc__} ({super().__str__()})"
