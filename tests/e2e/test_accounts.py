"""People and machines on the deployed stack: sign-up by mail, roles, keys that rotate, tokens that are revoked."""

import re
from collections.abc import Callable

import httpx

from tests.e2e.installation import Installation
from tests.e2e.people import PASSWORD, Person
from tests.harness.waiting import wait_for


def test_a_person_signs_up_by_mail_and_may_read_but_not_change(person: Callable[[str], Person]) -> None:
    maria = person("maria@example.com")
    maria.sign_up()
    tokens = maria.sign_in()

    statuses = [
        maria.http.get("/me").status_code,
        maria.http.get("/sources").status_code,
        maria.http.post("/sources/source1/publish").status_code,
        maria.http.get("/users").status_code,
        maria.post("/sessions/refresh", refresh_token=tokens["refresh_token"]).status_code,
        maria.post("/sessions/refresh", refresh_token=tokens["refresh_token"]).status_code,
    ]

    assert statuses == [200, 200, 403, 403, 200, 401]
    assert [mail["state"] for mail in maria.http.get("/mails").json()["mails"]] == ["sent"]


def test_the_first_administrator_is_made_on_the_command_line_and_raises_others(
    stack: Installation, person: Callable[[str], Person]
) -> None:
    made = stack.esteira("admin", "create", "root@example.com", "--password-stdin", given=f"{PASSWORD}\n")
    root = person("root@example.com")
    root.sign_in()
    ana = person("ana@example.com")
    ana.sign_up()
    users = {user["email"]: user for user in root.http.get("/users").json()["users"]}

    raised = root.http.patch(f"/users/{users[ana.email]['id']}", json={"role": "operator"})
    last = root.http.patch(f"/users/{users[root.email]['id']}", json={"role": "viewer"})

    assert made.exit_code == 0, made.errors
    assert (raised.json()["role"], last.status_code, last.json()["error"]) == ("operator", 409, "last_admin")


def test_no_request_is_refused_while_keys_rotate(stack: Installation, person: Callable[[str], Person]) -> None:
    bia = person("bia@example.com")
    bia.sign_up()
    bia.sign_in()
    rotated = stack.esteira("keys", "rotate")

    statuses = [bia.http.get("/me").status_code]
    bia.sign_in()
    statuses.append(bia.http.get("/me").status_code)

    assert "signs from" in rotated.output
    assert statuses == [200, 200]


def test_a_machine_gets_a_token_with_a_role_and_loses_it(stack: Installation) -> None:
    token = stack.esteira("machine-token", "create", "ci", "--role", "viewer").output.strip()
    bearer = {"Authorization": f"Bearer {token}"}
    url = f"{stack.environment['api_url']}/sources"
    assert httpx.get(url, headers=bearer, timeout=60).status_code == 200
    listed = stack.esteira("machine-token", "list", "--json").json["machine_tokens"]
    revoked = stack.esteira("machine-token", "revoke", "ci")

    assert {one["name"]: one["role"] for one in listed} == {"ci": "viewer", "local": "admin"}
    assert revoked.exit_code == 0
    wait_for(
        "the token is refused",
        lambda: httpx.get(url, headers=bearer, timeout=60).status_code == 401,
        every_seconds=0.5,
    )


def test_a_digest_is_mailed_and_the_link_in_it_unsubscribes_by_one_click(
    stack: Installation, person: Callable[[str], Person]
) -> None:
    eva = person("eva@example.com")
    eva.sign_up()
    eva.sign_in()
    eva.post("/lookups", cnpj="12.ABC.345/01DE-35").raise_for_status()
    made = stack.esteira("digest", "--now")
    link = re.search(r"http\S+/mails/unsubscribe\?token=\S+", eva.mailed("Your look-ups of"))
    assert link, made.errors

    asked = httpx.get(link[0], timeout=60)
    wanted = eva.http.get("/me").json()["lookup_mails"]
    clicked = httpx.post(link[0], data={"List-Unsubscribe": "One-Click"}, timeout=60)
    (digest,) = [mail for mail in eva.http.get("/mails").json()["mails"] if mail["kind"] == "digest"]

    assert (asked.status_code, '<form method="post">' in asked.text, wanted) == (200, True, True)
    assert (clicked.status_code, eva.http.get("/me").json()["lookup_mails"]) == (200, False)
    assert "12.ABC.345/01DE-35" in eva.http.get(f"/mails/{digest['id']}").json()["text"]
