"""Calls of the API: kinds, tails, limits, refusals."""

import re
from typing import Any

from conformance.case import Case
from conformance.cloud import Cloud
from conformance.reply import REQUEST_ID, refusal
from conformance.sources import ALIASES, INVOKE, MARSHALLER, QUOTAS, TOO_LARGE, recorded

MEBIBYTES_6 = 6 << 20
UNPARSABLE = "Could not parse request body into json: Could not parse payload into json: "
UNNAMED_SOURCE = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"


def _dry_run_then_count(cloud: Cloud) -> object:
    function = cloud.own_function()
    dry = function.send(b'{"do": "count"}', InvocationType="DryRun")
    return [dry.status, dry.text, function.do("count").payload]


def _synchronous(cloud: Cloud) -> object:
    reply = cloud.probe.do("count")
    return [reply.status, reply.version, reply.error]


def _asynchronous(cloud: Cloud) -> object:
    reply = cloud.probe.send(b'{"do": "count"}', InvocationType="Event")
    return [reply.status, reply.text, reply.version, reply.log]


def _refused(payload: bytes, **options: Any) -> Any:
    return lambda cloud: refusal(lambda: cloud.probe.send(payload, **options))


def _missing_function(cloud: Cloud) -> object:
    status, code, message = refusal(lambda: cloud.functions.invoke(FunctionName="does-not-exist"))
    return [status, code, re.sub(r"\d{12}|[a-z]+-[a-z]+-\d", "_", message)]


def _missing_version(cloud: Cloud) -> object:
    name = cloud.probe.name
    status, code, message = refusal(lambda: cloud.functions.invoke(FunctionName=name, Qualifier="99"))
    return [status, code, message.endswith(f":function:{name}:99")]


def _padded(size: int) -> bytes:
    frame = b'{"do": "count", "filler": ""}'
    return frame[:-2] + b"x" * (size - len(frame)) + frame[-2:]


def _large_request(cloud: Cloud) -> object:
    reply = cloud.function(MemorySize=512).send(_padded(MEBIBYTES_6))
    return [reply.status, reply.error]


def _large_event(cloud: Cloud) -> object:
    return cloud.function(MemorySize=512).send(_padded(1 << 20), InvocationType="Event").status


def _tail(cloud: Cloud) -> object:
    log = cloud.probe.do("many lines", count=2000).log or ""
    return [len(log.encode()), "REPORT RequestId" in log, "START RequestId" in log]


def _context_id(cloud: Cloud) -> object:
    reply = cloud.probe.do("context", name="aws_request_id")
    return [reply.payload == reply.request_id, bool(REQUEST_ID.fullmatch(reply.request_id))]


def _by(reference: str) -> Any:
    def call(cloud: Cloud) -> object:
        function = cloud.probe
        account = function.arn.split(":")[4]
        named = {
            "arn": function.arn,
            "partial": f"{account}:function:{function.name}",
            "qualified": f"{function.name}:$LATEST",
        }
        return function.invoke({"do": "return", "name": "accent"}, FunctionName=named[reference]).payload

    return call


def _echoed(payload: bytes) -> Any:
    return lambda cloud: cloud.function("probe.echo").send(payload).text


def _passed_trace(cloud: Cloud) -> object:
    return cloud.probe.do("environment", name="_X_AMZN_TRACE_ID").payload


CASES = [
    Case(
        name="A synchronous invocation answers 200 and the version that ran",
        aws=[200, "$LATEST", None],
        source=recorded("TestLambdaFeatures::test_invocation_type_request_response[python3.10]"),
        observe=_synchronous,
    ),
    Case(
        name="An asynchronous invocation answers 202, an empty payload, no version and no log",
        aws=[202, "", None, None],
        source=recorded("TestLambdaFeatures::test_invocation_type_event[python3.10]"),
        observe=_asynchronous,
    ),
    Case(
        name="A dry run answers 204 and runs nothing",
        aws=[204, "", 1],
        source=recorded("TestLambdaFeatures::test_invocation_type_dry_run[python3.10]"),
        observe=_dry_run_then_count,
    ),
    Case(
        name="There is no log tail unless it is asked for",
        aws=None,
        source=INVOKE,
        observe=lambda cloud: cloud.probe.send(b'{"do": "say", "text": "hello"}').log,
    ),
    Case(name="The log tail is the last 4 KB", aws=[4096, True, False], source=INVOKE, observe=_tail),
    Case(
        name="A function that does not exist is not found",
        aws=[
            404,
            "ResourceNotFoundException",
            re.compile(r"Function not found: arn:aws:lambda:_:_:function:does-not-exist(:\$LATEST)?"),
        ],
        source=recorded("TestLambdaFeatures::test_invoke_exceptions"),
        observe=_missing_function,
    ),
    Case(
        name="A version that does not exist is not found, and named",
        aws=[404, "ResourceNotFoundException", True],
        source=recorded("TestLambdaFeatures::test_invoke_exceptions"),
        observe=_missing_version,
    ),
    *(
        Case(
            name=f"A payload of {label} reaches the handler as it is",
            aws=payload.decode(),
            source=MARSHALLER,
            observe=_echoed(payload),
        )
        for label, payload in {
            "null": b"null",
            "a text": b'"text"',
            "a number": b"42",
            "a list": b"[1, 2]",
            "true": b"true",
            "an integer of 30 digits": b"123456789012345678901234567890",
            "an escaped surrogate": b'"\\ud800"',
        }.items()
    ),
    Case(
        name="A number of more digits than a float holds is rounded by the runtime",
        aws="1.2345678901234568e+16",
        source=MARSHALLER,
        observe=_echoed(b"12345678901234567.89"),
    ),
    Case(
        name="Characters beyond ASCII reach the handler, and Python 3.11 answers them escaped",
        aws='"ol\\u00e1 \\ud83d\\ude00"',
        source=MARSHALLER,
        observe=_echoed('"olá 😀"'.encode()),
    ),
    Case(
        name="An invocation without a payload gets an empty object",
        aws="{}",
        source=recorded("TestLambdaFeatures::test_invocation_with_logs[python3.10]"),
        observe=_echoed(b""),
    ),
    Case(
        name="An integer of more than 4,300 digits is the function's error",
        aws=re.compile("Unable to unmarshal input: Exceeds the limit .*"),
        source=MARSHALLER,
        observe=lambda cloud: cloud.function("probe.echo").send(b"1" * 4301).payload["errorMessage"],
    ),
    Case(
        name="What is not JSON is refused with 400",
        aws=[400, "InvalidRequestContentException", re.compile(f"{UNPARSABLE}.+", re.DOTALL)],
        source=recorded(
            "TestLambdaErrors::test_lambda_invoke_payload_encoding_error[body-n\\x87r\\x9e\\xe9\\xb5\\xd7I\\xee\\x9bmt]"
        ),
        observe=_refused(b"{'do': 'count'}"),
    ),
    Case(
        name="What is not JSON is refused for an asynchronous invocation, too",
        aws=[400, "InvalidRequestContentException", re.compile(f"{UNPARSABLE}.+", re.DOTALL)],
        source=INVOKE,
        observe=_refused(b"{not json", InvocationType="Event"),
    ),
    *(
        Case(
            name=f"A payload that is not UTF-8 from its {place} byte on is refused in the words of AWS's parser",
            aws=[400, "InvalidRequestContentException", f"{UNPARSABLE}{message}"],
            source=recorded(f"TestLambdaErrors::test_lambda_invoke_payload_encoding_error[{label}]"),
            observe=_refused(payload),
        )
        for place, label, payload, message in [
            (
                "second",
                "body",
                b"n\x87r\x9e\xe9\xb5\xd7I\xee\x9bmt",
                f"Invalid UTF-8 start byte 0x87\n at [Source: {UNNAMED_SOURCE}; line: 1, column: 3]",
            ),
            (
                "first",
                "message",
                b"\x99\xeb,j\x07\xa1zYh",
                "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, Number, Array,"
                f" Object or token 'null', 'true' or 'false')\n at [Source: {UNNAMED_SOURCE}; line: 1, column: 1]",
            ),
        ]
    ),
    Case(
        name="Broken JSON is refused in the words of AWS's parser",
        aws=[
            400,
            "InvalidRequestContentException",
            re.compile(f"{UNPARSABLE}.*{re.escape(UNNAMED_SOURCE)}.*", re.DOTALL),
        ],
        source=recorded("TestLambdaErrors::test_lambda_invoke_payload_encoding_error[body]"),
        observe=_refused(b'{"a": 1'),
    ),
    Case(
        name="A request of 6 MB is run",
        aws=[200, None],
        source=QUOTAS,
        observe=_large_request,
    ),
    Case(
        name="A request of one byte more than 6 MB is refused with 413",
        aws=[
            413,
            "RequestTooLargeException",
            "6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)",
        ],
        source=TOO_LARGE,
        observe=_refused(_padded(MEBIBYTES_6 + 1)),
    ),
    Case(name="An asynchronous event of 1 MB is accepted", aws=202, source=QUOTAS, observe=_large_event),
    Case(
        name="An asynchronous event of one byte more than 1 MB is refused with 413",
        aws=[
            413,
            "RequestTooLargeException",
            "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
        ],
        source=TOO_LARGE,
        observe=_refused(_padded((1 << 20) + 1), InvocationType="Event"),
    ),
    Case(
        name="The request id of the answer is the context's",
        aws=[True, True],
        source=recorded("TestRequestIdHandling::test_request_id_invoke"),
        observe=_context_id,
    ),
    *(
        Case(name=f"A function is found by its {label}", aws="olá", source=source, observe=_by(reference))
        for label, reference, source in [
            ("ARN", "arn", INVOKE),
            ("partial ARN", "partial", INVOKE),
            ("name with a qualifier", "qualified", ALIASES),
        ]
    ),
    Case(
        name="The trace id in the environment has root, parent and sampled",
        aws=re.compile(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01](;Lineage=.+)?"),
        source=recorded("TestLambdaRuntimesCommon::test_introspection_invoke[python3.11]", file="test_lambda_common"),
        observe=_passed_trace,
    ),
]
