"""A function behind API Gateway, as the doors of the product are."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import httpx

from tests.integration.infra.executor.deployment import DeployedFunction, credentials

INVOKE = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"


def http_door(function: DeployedFunction) -> str:
    """Put the function behind `POST /` and return the URL."""
    endpoint = function.client.meta.endpoint_url
    gateway = boto3.client("apigateway", **credentials(endpoint))
    api = gateway.create_rest_api(name=function.name)["id"]
    resource = gateway.get_resources(restApiId=api)["items"][0]["id"]
    method: Any = {"restApiId": api, "resourceId": resource, "httpMethod": "POST"}
    arn = function.client.get_function_configuration(FunctionName=function.name)["FunctionArn"]
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=INVOKE.format(arn=arn))
    gateway.create_deployment(restApiId=api, stageName="live")
    return f"{endpoint}/_aws/execute-api/{api}/live"


def statuses(url: str, *, at_once: int) -> "Counter[int]":
    """The statuses of this many requests at the same moment."""
    with (
        httpx.Client(timeout=120, limits=httpx.Limits(max_connections=at_once)) as http,
        ThreadPoolExecutor(at_once) as callers,
    ):
        return Counter(callers.map(lambda _: http.post(url).status_code, range(at_once)))
