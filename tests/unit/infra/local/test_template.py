"""Reading a SAM template as CloudFormation does."""

from pathlib import Path

import pytest

from infra.local.stack.template import Json, read_template, with_code

SHORT_FORMS = """
Globals:
  Function: {Runtime: python3.13, CodeUri: functions/}
Resources:
  Own:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.b, CodeUri: elsewhere/, Role: !GetAtt Role.Arn}
  Plain:
    Type: AWS::SQS::Queue
    Properties: {QueueName: !Sub "${AWS::StackName}-x", Tags: !If [InVpc, !Ref A, !Ref AWS::NoValue]}
"""


@pytest.fixture
def template(tmp_path: Path) -> Json:
    file = tmp_path / "template.yaml"
    file.write_text(SHORT_FORMS)
    return read_template(file)


def test_short_forms_become_long_ones(template: Json) -> None:
    properties = template["Resources"]["Plain"]["Properties"]

    assert properties["QueueName"] == {"Fn::Sub": "${AWS::StackName}-x"}
    assert properties["Tags"] == {"Fn::If": ["InVpc", {"Ref": "A"}, {"Ref": "AWS::NoValue"}]}
    assert template["Resources"]["Own"]["Properties"]["Role"] == {"Fn::GetAtt": ["Role", "Arn"]}


def test_one_artifact_takes_the_place_of_every_code_folder(template: Json) -> None:
    artifact = {"Bucket": "hot-reload", "Key": "/bundle"}

    changed = with_code(template, artifact)

    assert changed["Globals"]["Function"] == {"Runtime": "python3.13", "CodeUri": artifact}
    assert "CodeUri" not in changed["Resources"]["Own"]["Properties"]
    assert changed["Resources"]["Plain"] == template["Resources"]["Plain"]


def test_the_template_as_read_stays_as_it_was(template: Json) -> None:
    with_code(template, "elsewhere")

    assert template["Globals"]["Function"]["CodeUri"] == "functions/"
