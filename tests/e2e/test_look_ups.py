"""A person's day with look-ups on the deployed stack: booked, looked up, mailed, counted in the digest."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.e2e.installation import Installation
from tests.e2e.people import Person
from tests.harness.waiting import wait_for

BOOKED = (
    {"cnpj": "19131243000197", "priority": "low"},
    {"cnpj": "NO.TFO.UND/0001-91"},
    {"cnpj": "12.abc.345/01de-35", "priority": "high"},
)
ENDED = {"succeeded", "not_found", "dead"}


def ends(person: Person, lookup_ids: list[str]) -> dict[str, Any] | None:
    """Return the runs by CNPJ when all of them have ended."""
    lookups = [person.http.get(f"/lookups/{one}").raise_for_status().json() for one in lookup_ids]
    runs = {lookup["cnpj"]: lookup["tasks"][0] for lookup in lookups}
    return runs if all(run["state"] in ENDED for run in runs.values()) else None


def test_a_person_books_look_ups_and_reads_what_was_found(stack: Installation, person: Callable[[str], Person]) -> None:
    lia = person("lia@example.com")
    lia.sign_up()
    lia.sign_in()
    stack.esteira("pause", "lookups", "--wait")
    previewed = lia.post("/lookups/preview", **BOOKED[2]).raise_for_status().json()
    booked = [lia.post("/lookups", **one).raise_for_status().json()["id"] for one in BOOKED]
    stack.esteira("resume", "lookups")

    runs = wait_for("every look-up ends", lambda: ends(lia, booked), every_seconds=0.5) or {}

    assert {cnpj: run["state"] for cnpj, run in runs.items()} == {
        "19131243000197": "succeeded",
        "12ABC34501DE35": "succeeded",
        "NOTFOUND000191": "not_found",
    }
    assert runs["12ABC34501DE35"]["company"]["qsa"]
    assert runs["12ABC34501DE35"]["started_at"] <= runs["19131243000197"]["started_at"]
    assert previewed
    wait_for("six mails are sent", lambda: len(about_look_ups(lia)) == 6, every_seconds=0.5)
    assert Counter(mail["kind"] for mail in about_look_ups(lia)) == {
        "lookup_started": 3,
        "lookup_succeeded": 2,
        "lookup_failed": 1,
    }
    digest = stack.esteira("digest", "--now", "--dry-run").output
    assert "GUARANI ENGENHARIA LTDA" in digest


def test_nobody_sees_the_look_ups_of_somebody_else(person: Callable[[str], Person]) -> None:
    caio, dora = person("caio@example.com"), person("dora@example.com")
    for one in (caio, dora):
        one.sign_up()
        one.sign_in()
    booked = caio.post("/lookups", cnpj="19131243000197").raise_for_status().json()["id"]

    assert dora.http.get(f"/lookups/{booked}").status_code == 404
    assert dora.http.get("/lookups").json()["lookups"] == []


def about_look_ups(person: Person) -> list[dict[str, Any]]:
    """Return the sent mails about look-ups."""
    mails = person.http.get("/mails").raise_for_status().json()["mails"]
    return [mail for mail in mails if mail["kind"].startswith("lookup") and mail["state"] == "sent"]
