"""An API from a template, with a limit for its one method and an answer of its own for what is above."""

import json
from typing import Any

import boto3

from tests.integration.infra.executor.deployment import DeployedFunction, credentials
from tests.integration.infra.executor.http_door import INVOKE

BURST = 2
REFUSED = {"error": "too_many_requests"}
RETRY_AFTER = "7"


def limited_api(function: DeployedFunction) -> str:
    """Deploy `POST /doors/{name}` with CloudFormation and return its URL.

    It takes `BURST` requests, then none for hours.
    """
    endpoint = function.client.meta.endpoint_url
    cloud = boto3.client("cloudformation", **credentials(endpoint))
    cloud.create_stack(StackName=function.name, TemplateBody=json.dumps(_template(_arn(function))))
    cloud.get_waiter("stack_create_complete").wait(StackName=function.name, WaiterConfig={"Delay": 1})
    api = cloud.describe_stack_resource(StackName=function.name, LogicalResourceId="Api")
    return f"{endpoint}/_aws/execute-api/{api['StackResourceDetail']['PhysicalResourceId']}/live/doors/front"


def _arn(function: DeployedFunction) -> str:
    return function.client.get_function_configuration(FunctionName=function.name)["FunctionArn"]


def _template(arn: str) -> dict[str, Any]:
    setting = {
        "ResourcePath": "/~1doors~1{name}",
        "HttpMethod": "POST",
        "ThrottlingRateLimit": 0.0001,
        "ThrottlingBurstLimit": BURST,
    }
    stage = {"RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "live"}
    return {
        "Resources": {
            "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "limited", "Body": _document(arn)}},
            "Deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}},
            "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {**stage, "MethodSettings": [setting]}},
        }
    }


def _document(arn: str) -> dict[str, Any]:
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": INVOKE.format(arn=arn)}
    return {
        "swagger": "2.0",
        "info": {"title": "limited", "version": "1"},
        "paths": {"/doors/{name}": {"post": {"x-amazon-apigateway-integration": integration}}},
        "x-amazon-apigateway-gateway-responses": {
            "THROTTLED": {
                "statusCode": 429,
                "responseParameters": {"gatewayresponse.header.Retry-After": f"'{RETRY_AFTER}'"},
                "responseTemplates": {"application/json": json.dumps(REFUSED)},
            }
        },
    }
