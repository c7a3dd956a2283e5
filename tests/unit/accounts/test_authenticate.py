"""Who presents a token, also while MongoDB is away."""

import pytest
from esteira.accounts.administer_users import ChangeUser, change_user
from esteira.accounts.end_sessions import end_current_session
from esteira.accounts.machine_token import MachineToken, is_worth_looking_up, new_machine_token
from esteira.accounts.manage_machine_tokens import (
    CreateMachineToken,
    MachineTokenDeps,
    create_machine_token,
    keep_machine_token,
    revoke_machine_token,
)
from esteira.accounts.memory.secrets import MemoryMachineTokenRepository
from esteira.core.errors import AccountsUnavailable, Conflict, NotFound, Unauthorized
from esteira.core.principal import Principal, Role
from pydantic import SecretStr, ValidationError

from tests.fixtures.accounts import AccountsOnTwins

ADMIN = Principal(id="machine:tests", kind="machine", role=Role.ADMIN, name="tests")


class Unreliable(MemoryMachineTokenRepository):
    """A store that can be away. `asked` counts the questions."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.asked = 0

    def by_digest(self, digest: str) -> MachineToken | None:
        self.asked += 1
        if self.away:
            raise AccountsUnavailable
        return super().by_digest(digest)


@pytest.fixture
def machines(room: AccountsOnTwins) -> Unreliable:
    room.machines = Unreliable()
    return room.machines


@pytest.fixture
def deps(room: AccountsOnTwins, machines: Unreliable) -> MachineTokenDeps:
    return MachineTokenDeps(machine_token_repository=machines, clock=room.clock)


def created(deps: MachineTokenDeps, **fields: object) -> str:
    command = CreateMachineToken.model_validate({"name": "ci", "role": "operator"} | fields)
    return create_machine_token(deps, command, "tests")[1].get_secret_value()


def test_a_machine_is_known_by_its_token_with_its_role(room: AccountsOnTwins, deps: MachineTokenDeps) -> None:
    principal = room.authenticator()(created(deps))

    assert (principal.id, principal.role, principal.session) == ("machine:ci", Role.OPERATOR, None)


def test_a_token_is_kept_as_a_digest_and_a_name_is_given_once(deps: MachineTokenDeps, machines: Unreliable) -> None:
    token = created(deps)

    assert token not in repr(machines.all())
    with pytest.raises(Conflict):
        created(deps)


def test_a_revoked_token_is_refused_within_ten_seconds(room: AccountsOnTwins, deps: MachineTokenDeps) -> None:
    token, warm = created(deps), room.authenticator()
    warm(token)
    revoke_machine_token(deps, "ci", "tests")
    room.clock.forward(10.1)

    with pytest.raises(Unauthorized):
        warm(token)
    with pytest.raises(NotFound):
        revoke_machine_token(deps, "ci", "tests")


def test_an_expired_token_is_refused(room: AccountsOnTwins, deps: MachineTokenDeps) -> None:
    token = created(deps, expires_days=1)
    room.clock.forward(24 * 3600)

    with pytest.raises(Unauthorized):
        room.authenticator()(token)


def test_a_chosen_token_counts_and_replaces_the_one_before(room: AccountsOnTwins, deps: MachineTokenDeps) -> None:
    local = CreateMachineToken(name="local", role=Role.ADMIN)
    for text in ("an-older-chosen-token", "a-newly-chosen-token"):
        keep_machine_token(deps, local, SecretStr(text), "tests")

    assert room.authenticator()("a-newly-chosen-token").role is Role.ADMIN
    with pytest.raises(Unauthorized):
        room.authenticator()("an-older-chosen-token")


def test_a_token_with_wrong_check_digits_is_not_looked_up(room: AccountsOnTwins, machines: Unreliable) -> None:
    token = new_machine_token()
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")

    for text in (wrong, "est_short", "short", "x" * 201):
        with pytest.raises(Unauthorized):
            room.authenticator()(text)

    assert is_worth_looking_up(token)
    assert machines.asked == 0


def test_the_store_is_asked_once_in_ten_seconds_also_for_unknown_tokens(
    room: AccountsOnTwins, deps: MachineTokenDeps, machines: Unreliable
) -> None:
    token, warm, unknown = created(deps), room.authenticator(), new_machine_token()
    for _ in range(50):
        warm(token)
        with pytest.raises(Unauthorized):
            warm(unknown)

    assert machines.asked == 2


def test_what_was_known_counts_for_ten_minutes_while_the_store_is_away(
    room: AccountsOnTwins, deps: MachineTokenDeps, machines: Unreliable
) -> None:
    token, warm = created(deps), room.authenticator()
    warm(token)
    machines.away = True
    room.clock.forward(599)
    assert warm(token).name == "ci"

    room.clock.forward(2)

    with pytest.raises(AccountsUnavailable):
        warm(token)
    with pytest.raises(AccountsUnavailable):
        room.authenticator()(token)


def test_what_is_kept_of_tokens_is_bounded(room: AccountsOnTwins, machines: Unreliable) -> None:
    warm = room.authenticator()
    for number in range(1_100):
        with pytest.raises(Unauthorized):
            warm(f"an-unknown-token-{number}")

    with pytest.raises(Unauthorized):
        warm("an-unknown-token-0")
    assert machines.asked == 1_101


def test_a_role_a_disabling_and_a_sign_out_count_within_ten_seconds(room: AccountsOnTwins) -> None:
    account = room.sign_up()
    first, second, warm = room.sign_in(), room.sign_in(), room.authenticator()
    end_current_session(room.deps, warm(first.access_token))
    change_user(room.deps, ADMIN, account.id, ChangeUser(role=Role.OPERATOR))
    room.clock.forward(10.1)
    assert warm(second.access_token).role is Role.OPERATOR
    with pytest.raises(Unauthorized):
        warm(first.access_token)

    change_user(room.deps, ADMIN, account.id, ChangeUser(disabled=True))
    room.clock.forward(10.1)

    with pytest.raises(Unauthorized):
        warm(second.access_token)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "a b"), ("role", "root"), ("role", None), ("expires_days", 0), ("expires_days", 1.5)],
)
def test_a_wrong_field_of_a_machine_token_is_refused(deps: MachineTokenDeps, field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        created(deps, **{field: value})
