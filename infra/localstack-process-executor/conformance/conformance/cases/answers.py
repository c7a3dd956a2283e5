"""What becomes of a returned value."""

from typing import Any

from conformance.case import Case
from conformance.cloud import Cloud
from conformance.sources import MARSHALLER, QUOTAS, recorded

LARGEST_ANSWER = 6_291_556
TOO_LARGE = [
    "Unhandled",
    "Function.ResponseSizeTooLarge",
    f"Response payload size exceeded maximum allowed payload size ({LARGEST_ANSWER} bytes).",
]

WRITTEN = {
    "nothing": ("none", "null"),
    "bytes, which must be JSON,": ("bytes", '{"raw":  true}'),
    "bytes within an object": ("bytes within", '{"b": "abc"}'),
    "a Decimal": ("decimal", "1.10"),
    "a Decimal that is not a number": ("decimal nan", "NaN"),
    "NaN": ("nan", "NaN"),
    "an infinite number": ("infinity", "-Infinity"),
    "a tuple": ("tuple", '[1, "two", null]'),
    "a named tuple": ("named tuple", '{"x": 1, "y": 2}'),
    "a number of an enumeration": ("enum", "1"),
    "an object with keys that are no texts": ("integer keys", '{"1": "one", "null": "none"}'),
    "a letter with an accent (Python 3.11)": ("accent", '"ol\\u00e1"'),
    "an emoji (Python 3.11)": ("emoji", '"\\ud83d\\ude00"'),
    "half of a surrogate pair (Python 3.11)": ("surrogate", '"\\ud800"'),
    "an integer of 22 digits": ("big integer", "1180591620717411303424"),
    "a float": ("small float", "0.30000000000000004"),
    "an object": ("order", '{"z": 1, "a": 2}'),
    "control characters": ("control characters", '"\\u0000\\u001f\\u2028</"'),
}

REFUSED = {
    "a set": ("set", "Object of type set is not JSON serializable"),
    "a datetime": ("datetime", "Object of type datetime is not JSON serializable"),
    "an exception": ("exception", "Object of type ValueError is not JSON serializable"),
    "any object": ("object", "Object of type object is not JSON serializable"),
    "a list that contains itself": ("circular", "Circular reference detected"),
    "an object whose keys are tuples": ("tuple keys", "keys must be str, int, float, bool or None, not tuple"),
}


def _written(value: str) -> Any:
    return lambda cloud: cloud.probe.do("return", name=value).text


def _refused(value: str) -> Any:
    return lambda cloud: cloud.probe.do("return", name=value).failure


def _size(size: int) -> Any:
    return lambda cloud: len(cloud.function(MemorySize=512).do("return long", bytes=size).body)


def _too_large(size: int) -> Any:
    return lambda cloud: cloud.function(MemorySize=512).do("return long", bytes=size).failure


def _after_too_large(cloud: Cloud) -> object:
    function = cloud.function(MemorySize=512)
    function.do("return long", bytes=LARGEST_ANSWER + 1)
    return function.do("return long", bytes=100).text


CASES = [
    *(
        Case(
            name=f"A handler that returns {label} is answered {text}",
            aws=text,
            source=MARSHALLER,
            observe=_written(value),
        )
        for label, (value, text) in WRITTEN.items()
    ),
    *(
        Case(
            name=f"A handler that returns {label} fails",
            aws=["Unhandled", "Runtime.MarshalError", f"Unable to marshal response: {message}"],
            source=MARSHALLER,
            observe=_refused(value),
        )
        for label, (value, message) in REFUSED.items()
    ),
    Case(name="An answer of 6 MB passes", aws=6 << 20, source=QUOTAS, observe=_size(6 << 20)),
    Case(
        name="An answer of 100 bytes more than 6 MB passes",
        aws=LARGEST_ANSWER,
        source=recorded("TestLambdaBaseFeatures::test_lambda_too_large_response"),
        observe=_size(LARGEST_ANSWER),
    ),
    Case(
        name="An answer of 101 bytes more than 6 MB is replaced by an error",
        aws=TOO_LARGE,
        source=recorded("TestLambdaBaseFeatures::test_lambda_too_large_response"),
        observe=_too_large(LARGEST_ANSWER + 1),
    ),
    Case(
        name="After an answer that was too large the function answers again",
        aws='"' + "x" * 98 + '"',
        source=recorded("TestLambdaBaseFeatures::test_lambda_too_large_response"),
        observe=_after_too_large,
    ),
]
