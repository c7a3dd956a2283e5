"""How a handler is named, found and called."""

import re
from typing import Any

from conformance.case import Case
from conformance.cloud import Cloud
from conformance.sources import BOOTSTRAP, MARSHALLER, PYTHON_HANDLER, recorded

SHADOWING = ("types", "enum", "logging", "json", "typing", "queue")


def _answer(handler: str) -> Any:
    return lambda cloud: cloud.function(handler).invoke().payload


def _failure(handler: str) -> Any:
    return lambda cloud: cloud.function(handler).invoke().failure


def _unloadable(handler: str) -> Any:
    """The function is alone: an init that fails must not use up another case's."""
    return lambda cloud: cloud.own_function(handler).invoke().failure


def _import_trace(cloud: Cloud) -> object:
    payload = cloud.own_function("broken_import.handle").invoke().payload
    return [payload["requestId"], bool(payload["stackTrace"]), payload["stackTrace"][-1].split("\n")[1]]


def _shadowed(module: str) -> Any:
    files = {f"{module}.py": "", "app.py": "def handle(event, context):\n    return 'answered'\n"}
    return lambda cloud: cloud.own_function("app.handle", files=files).invoke().payload


def _data_file(cloud: Cloud) -> object:
    return cloud.probe.do("read", path="package/__init__.py").payload


UNLOADABLE: list[tuple[str, str, list[Any], str]] = [
    (
        "in a missing module",
        "nowhere.handle",
        ["Runtime.ImportModuleError", "Unable to import module 'nowhere': No module named 'nowhere'"],
        BOOTSTRAP,
    ),
    (
        "whose module misses another",
        "missing_import.handle",
        [
            "Runtime.ImportModuleError",
            "Unable to import module 'missing_import': No module named 'a_module_nobody_has'",
        ],
        BOOTSTRAP,
    ),
    (
        "missing on its module",
        "probe.nothing",
        ["Runtime.HandlerNotFound", "Handler 'nothing' missing on module 'probe'"],
        BOOTSTRAP,
    ),
    (
        "without a dot",
        "probe",
        [
            "Runtime.MalformedHandlerName",
            "Bad handler 'probe': not enough values to unpack (expected 2, got 1)",
        ],
        BOOTSTRAP,
    ),
    (
        "in a built-in module",
        "sys.exit",
        ["Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module"],
        BOOTSTRAP,
    ),
    (
        "in a module with a syntax error",
        "syntax_error.handle",
        [
            "Runtime.UserCodeSyntaxError",
            re.compile(r"Syntax error in module 'syntax_error': .* \(syntax_error.py, line 1\)"),
        ],
        BOOTSTRAP,
    ),
    (
        "whose module raises",
        "broken_import.handle",
        ["RuntimeError", "no luck at import"],
        recorded("TestLambdaErrors::test_lambda_runtime_error"),
    ),
    (
        "whose module exits with 0",
        "exits_with_0.handle",
        ["Runtime.ExitError", "RequestId: ID Error: Runtime exited without providing a reason"],
        recorded("TestLambdaErrors::test_lambda_runtime_exit"),
    ),
    (
        "whose module exits with 3",
        "exits_with_3.handle",
        ["Runtime.ExitError", "RequestId: ID Error: Runtime exited with error: exit status 3"],
        recorded("TestLambdaErrors::test_lambda_runtime_wrapper_not_found"),
    ),
]

CASES = [
    *(
        Case(name=f"A handler may be {form}", aws=answer, source=source, observe=_answer(handler))
        for form, handler, answer, source in [
            ("in a package, named with dots", "package.module.handle", ["package.module", "neighbour"], PYTHON_HANDLER),
            (
                "in a package, named with slashes",
                "package/module.handle",
                ["package.module", "neighbour"],
                recorded("TestPythonRuntimes::test_handler_in_submodule[python3.11]", file="test_lambda_runtimes"),
            ),
            ("two packages down", "package/deeper/neighbour.handle", "package.deeper.neighbour", BOOTSTRAP),
            ("an object that can be called", "probe.an_object", "from an object", BOOTSTRAP),
            ("a partial function", "probe.a_partial", "from a partial", BOOTSTRAP),
            ("a lambda expression", "probe.a_lambda", "from a lambda", BOOTSTRAP),
        ]
    ),
    *(
        Case(
            name=f"A handler that is {form} is an error",
            aws=["Unhandled", *failure],
            source=source,
            observe=_failure(handler),
        )
        for form, handler, failure, source in [
            ("not callable", "probe.not_callable", ["TypeError", "'int' object is not callable"], BOOTSTRAP),
            (
                "called with the wrong arguments",
                "probe.takes_nothing",
                ["TypeError", "takes_nothing() takes 0 positional arguments but 2 were given"],
                BOOTSTRAP,
            ),
            (
                "a coroutine",
                "probe.waits",
                [
                    "Runtime.MarshalError",
                    "Unable to marshal response: Object of type coroutine is not JSON serializable",
                ],
                MARSHALLER,
            ),
            (
                "a generator",
                "probe.yields",
                [
                    "Runtime.MarshalError",
                    "Unable to marshal response: Object of type generator is not JSON serializable",
                ],
                MARSHALLER,
            ),
        ]
    ),
    *(
        Case(
            name=f"A handler {form} cannot be loaded",
            aws=["Unhandled", kind, message],
            source=source,
            observe=_unloadable(handler),
        )
        for form, handler, (kind, message), source in UNLOADABLE
    ),
    Case(
        name="An exception at import is answered with its trace and without a request id",
        aws=["", True, '    raise RuntimeError("no luck at import")'],
        source=recorded("TestLambdaErrors::test_lambda_runtime_error"),
        observe=_import_trace,
    ),
    *(
        Case(
            name=f"A bundle may have a module {module}.py at its top",
            aws="answered",
            source=BOOTSTRAP,
            observe=_shadowed(module),
        )
        for module in SHADOWING
    ),
    Case(
        name="A bundle's files are read through LAMBDA_TASK_ROOT",
        aws='"""A package of the bundle."""\n',
        source=PYTHON_HANDLER,
        observe=_data_file,
    ),
    Case(
        name="A handler knows its module's name, and the context its class",
        aws=["looks", "LambdaContext"],
        source=BOOTSTRAP,
        observe=lambda cloud: cloud.probe.do("names").payload[:2],
    ),
]
