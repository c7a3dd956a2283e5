"""The price of one use. Pure; see docs/cost.md for the formula."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from esteira.costs.prices import RegionPrices
from esteira.costs.usage import Usage

BYTES_IN_GIB = 1 << 30
MIB_MS_IN_GIB_SECOND = 1024 * 1000

S3_WRITES = frozenset(
    {
        *("PutObject", "CopyObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"),
        *("ListObjects", "ListObjectsV2", "ListBuckets", "PostObject"),
    }
)
S3_FREE = frozenset({"DeleteObject", "DeleteObjects", "AbortMultipartUpload"})

SERVICES = {
    "sqs": "SQS",
    "lambda": "Lambda",
    "apigateway": "API Gateway",
    "logs": "CloudWatch Logs",
    "s3": "S3",
    "ses": "SES",
    "secretsmanager": "Secrets Manager",
}
"""The billed services and their names."""


def price(usage: Usage, prices: RegionPrices) -> Decimal:
    """Return the price in US$. Raises `KeyError` for a service that is not among `SERVICES`."""
    return _BY_SERVICE[usage.service](usage, prices)


def empty_price(usage: Usage, prices: RegionPrices) -> Decimal:
    """Return the part of it for receives that found nothing."""
    return usage.empty * prices.sqs_request.each


def _sqs(usage: Usage, prices: RegionPrices) -> Decimal:
    return usage.requests * prices.sqs_request.each + usage.grouped * prices.sqs_fair_request.each


def _lambda(usage: Usage, prices: RegionPrices) -> Decimal:
    second = prices.lambda_gib_second_arm64 if usage.caller == "arm64" else prices.lambda_gib_second_x86_64
    return usage.requests * prices.lambda_request.each + Decimal(usage.mib_ms) / MIB_MS_IN_GIB_SECOND * second.each


def _s3(usage: Usage, prices: RegionPrices) -> Decimal:
    if usage.operation in S3_FREE:
        return Decimal(0)
    return usage.requests * (prices.s3_write if usage.operation in S3_WRITES else prices.s3_read).each


def _apigateway(usage: Usage, prices: RegionPrices) -> Decimal:
    return usage.requests * prices.apigateway_request.each


def _logs(usage: Usage, prices: RegionPrices) -> Decimal:
    return Decimal(usage.bytes) / BYTES_IN_GIB * prices.logs_gib.each


def _ses(usage: Usage, prices: RegionPrices) -> Decimal:
    return usage.items * prices.ses_recipient.each


def _secretsmanager(usage: Usage, prices: RegionPrices) -> Decimal:
    return usage.requests * prices.secretsmanager_request.each


_BY_SERVICE: Mapping[str, Callable[[Usage, RegionPrices], Decimal]] = {
    "sqs": _sqs,
    "lambda": _lambda,
    "apigateway": _apigateway,
    "logs": _logs,
    "s3": _s3,
    "ses": _ses,
    "secretsmanager": _secretsmanager,
}
