"""A function's LoggingConfig, as LocalStack has it."""

from localstack.aws.api.lambda_ import LogFormat
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion

from localstack_process_executor.json_log import JsonLog
from localstack_process_executor.log_level import LogLevel
from localstack_process_executor.platform_log import PlatformLog
from localstack_process_executor.text_log import TextLog


def platform_log(function_version: FunctionVersion, *, initialization_type: str) -> PlatformLog:
    """Return the log of a function version in its format. Levels exist in the format JSON only."""
    function, version = function_version.config, function_version.id
    logging_config = function.logging_config
    if logging_config.get("LogFormat") != LogFormat.JSON:
        return TextLog(version=version.qualifier)
    return JsonLog(
        function_name=version.function_name,
        version=version.qualifier,
        runtime=str(function.runtime),
        memory_size_mb=function.memory_size,
        initialization_type=initialization_type,
        system_level=LogLevel[logging_config["SystemLogLevel"]],
        application_level=LogLevel[logging_config["ApplicationLogLevel"]],
    )
