"""Where AWS's answers are written or recorded."""

_API = "https://docs.aws.amazon.com/lambda/latest/api"
_GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"
_CLIENT = "https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric"
_RECORDED = "https://github.com/localstack/localstack/blob/main/tests/aws/services/lambda_"

INVOKE = f"{_API}/API_Invoke.html"
LOGGING_CONFIG = f"{_GUIDE}/monitoring-cloudwatchlogs-log-level.html"
QUOTAS = f"{_GUIDE}/gettingstarted-limits.html"
ENVIRONMENT_VARIABLES = f"{_GUIDE}/configuration-envvars.html"
EXECUTION_ENVIRONMENT = f"{_GUIDE}/lambda-runtime-environment.html"
PYTHON_HANDLER = f"{_GUIDE}/python-handler.html"
PYTHON_CONTEXT = f"{_GUIDE}/python-context.html"
PYTHON_LOGGING = f"{_GUIDE}/python-logging.html"
PYTHON_PATHS = f"{_GUIDE}/python-package.html"
LAYERS = f"{_GUIDE}/packaging-layers.html"
VERSIONS = f"{_GUIDE}/configuration-versions.html"
ALIASES = f"{_GUIDE}/configuration-aliases.html"
ALIAS_ROUTING = f"{_GUIDE}/configuring-alias-routing.html"
CONCURRENCY = f"{_GUIDE}/lambda-concurrency.html"
PROVISIONED = f"{_GUIDE}/provisioned-concurrency.html"
ASYNCHRONOUS = f"{_GUIDE}/invocation-async-error-handling.html"
DESTINATIONS = f"{_GUIDE}/invocation-async-retain-records.html"
QUEUE_EVENTS = f"{_GUIDE}/with-sqs.html"
QUEUE_ERRORS = f"{_GUIDE}/services-sqs-errorhandling.html"
QUEUE_FILTERS = f"{_GUIDE}/with-sqs-filtering.html"
WRAPPER = f"{_GUIDE}/runtimes-modify.html"

BOOTSTRAP = f"{_CLIENT}/bootstrap.py"
MARSHALLER = f"{_CLIENT}/lambda_runtime_marshaller.py"
CONTEXT = f"{_CLIENT}/lambda_context.py"
LOG_UTILITIES = f"{_CLIENT}/lambda_runtime_log_utils.py"

SEGMENTATION_FAULT = "https://github.com/aws-powertools/powertools-lambda-python/issues/4140"
OUT_OF_MEMORY = "https://repost.aws/knowledge-center/lambda-troubleshoot-invocation-error-502-500"
TOO_LARGE = "https://github.com/faultline/faultline/issues/12"


def recorded(test: str, *, file: str = "test_lambda") -> str:
    """An answer of AWS that LocalStack's own tests have recorded."""
    return f"{_RECORDED}/{file}.snapshot.json#{test}"


def recorded_of_queues(test: str) -> str:
    """The same, for event source mappings."""
    return recorded(test, file="event_source_mapping/test_lambda_integration_sqs")
