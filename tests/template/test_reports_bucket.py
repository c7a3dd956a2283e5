"""The bucket of reports: nobody else reads it, and nothing stays in it longer than it can be downloaded."""

from typing import Any

from esteira.reports.report import FILE_LIFE

from tests.template.reading import template

BUCKET: Any = template()["Resources"]["ReportsBucket"]["Properties"]


def test_the_bucket_is_closed_to_the_public() -> None:
    assert all(BUCKET["PublicAccessBlockConfiguration"].values())
    assert len(BUCKET["PublicAccessBlockConfiguration"]) == 4


def test_the_bucket_refuses_who_does_not_use_tls() -> None:
    (statement,) = template()["Resources"]["ReportsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_files_and_uploads_that_were_never_completed_are_removed() -> None:
    (rule,) = BUCKET["LifecycleConfiguration"]["Rules"]

    assert (rule["Status"], rule["Prefix"]) == ("Enabled", "reports/")
    assert rule["ExpirationInDays"] == FILE_LIFE.days
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
