"""The kinds of errors of a handler that Lambda reports in its log."""

import re

OF_LAMBDA = re.compile(r"(Runtime|Function)\.[A-Z][a-zA-Z]+")


def reported_error_type(header: str) -> str:
    """Return the error type that a runtime named, if it has the form of Lambda's own; else an unknown one.

    As in AWS's runtime interface emulator.
    """
    if OF_LAMBDA.search(header):
        return header
    return "Function.Unknown" if header.startswith("Function.") else "Runtime.Unknown"
