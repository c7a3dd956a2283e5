"""A stack that was created once is created again from its transformed template, as long as nothing has changed."""

from pathlib import Path

import pytest

from infra.errors import StackFailed
from infra.local.stack.template import Json
from infra.local.stack.transformed_template import TransformedTemplate

TEMPLATE: Json = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Api": {"Type": "AWS::Serverless::Api"}}}
TRANSFORMED: Json = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}
VALUES = {"TargetDsn": "postgresql://here/target"}
RELEASE = "4.12"


class Deployments:
    """Creates stacks from one file of a home, and notes from which template."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.fails = False
        self.created: list[Json] = []

    def create(self, template: Json = TEMPLATE, values: dict[str, str] = VALUES, release: str | None = RELEASE) -> Json:
        TransformedTemplate(self._file, release).create(template, values, self._create, lambda: TRANSFORMED)
        return self.created[-1]

    def _create(self, template: Json) -> None:
        self.created.append(template)
        if self.fails:
            raise StackFailed


@pytest.fixture
def deployments(tmp_path: Path) -> Deployments:
    return Deployments(tmp_path / "transformed.json")


def test_the_first_one_is_transformed_and_those_after_it_are_not(deployments: Deployments) -> None:
    assert [deployments.create() for _ in range(3)] == [TEMPLATE, TRANSFORMED, TRANSFORMED]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"template": TEMPLATE | {"Description": "of another commit"}}, id="template"),
        pytest.param({"values": VALUES | {"TargetDsn": "postgresql://there/target"}}, id="value of a parameter"),
        pytest.param({"values": VALUES | {"MailFrom": "a@b.example"}}, id="one parameter more"),
        pytest.param({"release": "4.13"}, id="release of the emulator"),
    ],
)
def test_a_change_has_it_transformed_anew(deployments: Deployments, changed: Json) -> None:
    deployments.create()

    assert "Transform" in deployments.create(**changed)


def test_after_a_failure_it_is_transformed_anew(deployments: Deployments) -> None:
    deployments.create()
    deployments.fails = True
    with pytest.raises(StackFailed):
        deployments.create()
    deployments.fails = False

    assert [deployments.create(), deployments.create()] == [TEMPLATE, TRANSFORMED]


def test_an_emulator_of_unknown_release_always_transforms(deployments: Deployments) -> None:
    assert [deployments.create(release=None) for _ in range(2)] == [TEMPLATE, TEMPLATE]


def test_what_is_kept_is_for_the_owner_only(deployments: Deployments, tmp_path: Path) -> None:
    deployments.create()

    assert (tmp_path / "transformed.json").stat().st_mode & 0o777 == 0o600
