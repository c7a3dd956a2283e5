"""What the pages of people have to show."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from esteira.core.clock import utc_now

from tests.browser.figures.pages_of_flow import Pages
from tests.browser.figures.reads import Reads
from tests.browser.figures.shown import Expected

ROLES = {"admin": "administrator", "operator": "operator", "viewer": "viewer"}


def me(reads: Reads) -> Pages:
    """One's own sessions, the newest of which is this one."""
    with reads.mongo() as database:
        mine = {"account_id": reads.owner.removeprefix("user:"), "ended_at": None}
        sessions = list(database["sessions"].find(mine).sort("created_at", -1))
    rows = [
        {
            "agent": session["agent"],
            "where": "elsewhere" if number else "this browser",
            "since": session["created_at"],
            "expires": session["expires_at"],
        }
        for number, session in enumerate(sessions)
    ]
    return {"/me": {"Your sessions": Expected(rows=rows)}}


def accounts(reads: Reads) -> Pages:
    """All people and all machines."""
    people = [
        {name: account[name] for name in ("email", "name")}
        | {"role": ROLES[account["role"]], "state": _state(account), "created": account["created_at"]}
        for account in _accounts(reads)
    ]
    with reads.mongo() as database:
        tokens = list(database["machine_tokens"].find().sort("_id"))
    machines = [
        {
            "name": token["_id"],
            "role": ROLES[token["role"]],
            "state": "valid" if token["expires_at"] is None or token["expires_at"] > utc_now() else "expired",
            "expires": token["expires_at"],
            "created": token["created_at"],
            "by": token["created_by"],
        }
        for token in tokens
    ]
    return {"/accounts": {"People": Expected(rows=people), "Tokens of machines": Expected(rows=machines)}}


def account(reads: Reads) -> Pages:
    """Each person."""
    return {f"/accounts/{each['_id']}": {"Account": Expected(facts=_facts(each))} for each in _accounts(reads)}


def _facts(account: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        ("State", _state(account)),
        ("E-mail address", account["email"]),
        ("Name", account["name"]),
        ("Role", ROLES[account["role"]]),
        ("Language of mails", account["language"].upper()),
        ("Time zone", account["time_zone"]),
        ("Created", account["created_at"]),
    ]


def audit(reads: Reads) -> Pages:
    """All that was done, the newest first."""
    with reads.mongo() as database:
        entries = list(database["audit_log"].find().sort("_id", -1))
    rows = [
        {
            "at": _to_the_microsecond(entry),
            "by": entry["by_name"],
            "action": entry["action"],
            "subject": entry["subject"],
            "outcome": entry["outcome"],
        }
        for entry in entries
    ]
    return {"/audit": {"What was done": Expected(rows=rows)}}


def _to_the_microsecond(entry: Mapping[str, Any]) -> datetime:
    """The time in an entry's id: MongoDB's own times have milliseconds."""
    return datetime.strptime(entry["_id"].partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def _accounts(reads: Reads) -> list[dict[str, Any]]:
    with reads.mongo() as database:
        return list(database["accounts"].find().sort("email_key"))


def _state(account: Mapping[str, Any]) -> str:
    if account["disabled"]:
        return "disabled"
    return "active" if account["confirmed"] else "not confirmed"
