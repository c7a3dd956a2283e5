"""Files of reports by signed addresses, and mails."""

from datetime import timedelta
from uuid import uuid4

import httpx
from botocore.exceptions import ClientError
from esteira.reports.s3 import S3Files

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack
from tests.harness.waiting import wait_for

CONTENT = b"id;price\n1;1.50\n"
LIFE = timedelta(minutes=5)
PASSWORD = "uma senha muito boa"


def _link(stack: DeployedStack, key: str) -> str:
    """The address of a file that was written in parts, as the reports are."""
    files = S3Files(stack.client("s3"), stack.resources["ReportsBucket"])
    upload = files.begin(key, media_type="text/csv")
    upload.write(CONTENT)
    upload.complete()
    return files.link(key, file_name="orders.csv", life=LIFE)


def _download(stack: DeployedStack) -> object:
    reply = httpx.get(_link(stack, f"reports/{uuid4()}"))
    return [reply.content == CONTENT, reply.headers.get("content-disposition"), reply.headers.get("content-type")]


def _wrong_signature(stack: DeployedStack) -> object:
    address, _, signature = _link(stack, f"reports/{uuid4()}").rpartition("X-Amz-Signature=")
    return httpx.get(f"{address}X-Amz-Signature={signature[::-1]}").status_code


def _mail_of_sign_up(stack: DeployedStack) -> object:
    before = _sent(stack)
    body = {"email": stack.place.mail_to, "password": PASSWORD, "name": "Maria", "language": "en"}
    stack.stranger.post("/accounts", json=body).raise_for_status()
    return wait_for("SES has sent a mail", lambda: _sent(stack) > before, every_seconds=1)


def _sent(stack: DeployedStack) -> float:
    return float(stack.client("ses").get_send_quota()["SentLast24Hours"])


def _unverified_sender(stack: DeployedStack) -> object:
    try:
        stack.client("ses").send_email(
            Source="stranger@unverified.example",
            Destination={"ToAddresses": [stack.place.mail_to]},
            Message={"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}},
        )
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "taken"


CASES = (
    Case(
        name="a report is downloaded by its signed address",
        area="S3",
        expected=[True, 'attachment; filename="orders.csv"', "text/csv"],
        observe=_download,
    ),
    Case(name="a wrong signature downloads nothing", area="S3", expected=403, observe=_wrong_signature),
    Case(name="a sign-up sends a mail", area="SES", expected=True, observe=_mail_of_sign_up),
    Case(
        name="a mail from an address that is not verified is refused",
        area="SES",
        expected="MessageRejected",
        observe=_unverified_sender,
    ),
)
