"""What can go wrong with the executor itself, as opposed to the function (see `faults`)."""


class ProcessExecutorError(Exception):
    """The process executor cannot do what LocalStack asks."""


class BadSetting(ProcessExecutorError):
    """One of the executor's environment variables has a value it cannot use."""


class UnsupportedFunction(ProcessExecutorError):
    """Only zipped Python functions can run as processes."""


class UnusableInterpreter(ProcessExecutorError):
    """The interpreter named by LAMBDA_PROCESS_PYTHON cannot run functions."""


class SandboxStopped(ProcessExecutorError):
    """The execution environment was stopped, by an update, a deletion or the end of LocalStack."""
