"""A template with its parameters and globals put in; references to resources stay."""

from infra.local.stack.references import open_references, substitute
from infra.local.stack.resolved_template import resolved

TEMPLATE = {
    "Parameters": {"Delay": {"Type": "Number", "Default": 10}, "Dsn": {"Type": "String"}},
    "Globals": {"Function": {"MemorySize": 512, "Timeout": 30}},
    "Conditions": {"Far": {"Fn::Equals": [{"Ref": "Dsn"}, "far"]}},
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "${AWS::StackName}-orders"}}},
        "Consumer": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "Timeout": 60,
                "Environment": {
                    "Variables": {"DELAY": {"Ref": "Delay"}, "DSN": {"Ref": "Dsn"}, "URL": {"Ref": "Queue"}}
                },
            },
        },
    },
}


def test_parameters_defaults_and_globals_are_where_they_are_used() -> None:
    template = resolved(TEMPLATE, {"Dsn": "near"}, stack_name="shop")

    assert template["Resources"]["Queue"]["Properties"] == {"QueueName": "shop-orders"}
    assert template["Resources"]["Consumer"]["Properties"] == {
        "MemorySize": 512,
        "Timeout": 60,
        "Environment": {"Variables": {"DELAY": "10", "DSN": "near", "URL": {"Ref": "Queue"}}},
    }
    assert template["Conditions"] == {"Far": {"Fn::Equals": ["near", "far"]}}
    assert "Parameters" not in template


def test_a_text_keeps_the_references_that_are_not_known_yet() -> None:
    text = {"Fn::Sub": '{"url": "${Queue}", "in": "${Region}"}'}

    partly = substitute(text, {"Region": "us-east-1"})

    assert partly == {"Fn::Sub": '{"url": "${Queue}", "in": "us-east-1"}'}
    assert list(open_references(partly)) == ["Queue"]
    assert substitute(partly, {"Queue": "http://q"}) == '{"url": "http://q", "in": "us-east-1"}'


def test_a_value_that_looks_like_a_reference_is_not_replaced() -> None:
    assert substitute({"Ref": "Password"}, {"Password": "${Queue}", "Queue": "http://q"}) == "${Queue}"


def test_attributes_and_functions_of_cloudformation_are_named() -> None:
    value = {"Arn": {"Fn::GetAtt": ["Dlq", "Arn"]}, "Vpc": {"Fn::If": ["InVpc", {"Ref": "Subnets"}, ""]}}

    assert list(open_references(value)) == ["Dlq.Arn", "Fn::If", "Subnets"]
    assert substitute(value["Arn"], {"Dlq.Arn": "arn:dlq"}) == "arn:dlq"
