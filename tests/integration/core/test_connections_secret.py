"""A function whose connection strings are in Secrets Manager, on LocalStack."""

import json
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from esteira.core.errors import BadSettings, TargetUnavailable
from esteira.core.settings import ProducerSettings, read
from esteira.tokens.manage_tokens import list_tokens
from esteira.tokens.wiring import tokens

from infra.local.aws import aws_client
from tests.harness.environment import aws_variables, environment
from tests.harness.ports import free_port

KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU="

Put = Callable[..., None]


@pytest.fixture
def put(localstack: str) -> Iterator[Put]:
    """Writes the secret whose ARN this process has, as an operator would."""
    client = aws_client("secretsmanager", localstack)
    arn = client.create_secret(Name=f"test/{uuid4().hex}", SecretString="{}")["ARN"]
    variables = {"ESTEIRA_CONNECTIONS_SECRET_ARN": arn, "ESTEIRA_TARGET_DSN": "dbname=variable"}
    with environment(aws_variables(localstack) | variables, tokens):
        yield lambda **values: client.put_secret_value(SecretId=arn, SecretString=json.dumps(values))


def test_the_settings_of_a_secret_replace_the_variables(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESTEIRA_SOURCES", '{"variable": {"dsn": "dbname=variable"}}')
    monkeypatch.setenv("ESTEIRA_ORDERS_QUEUE_URL", "http://x/orders")
    put(sources={"shop": {"dsn": "dbname=shop"}}, target_dsn="dbname=secret", redis_url="redis://secret")

    settings = read(ProducerSettings)

    assert (list(settings.sources), settings.target_dsn.get_secret_value()) == (["shop"], "dbname=secret")
    assert settings.orders_queue_url == "http://x/orders"


def test_a_function_goes_on_with_a_rotated_connection_string_after_one_failure(put: Put, target_dsn: str) -> None:
    put(target_dsn=f"host=127.0.0.1 port={free_port()} dbname=gone", secrets_key=KEY)
    with pytest.raises(TargetUnavailable):
        list_tokens(tokens().token_service)

    put(target_dsn=target_dsn, secrets_key=KEY)

    assert list_tokens(tokens().token_service) == []
    tokens().close()


def test_a_secret_that_is_not_there_is_named_by_its_variable(localstack: str) -> None:
    arn = f"arn:aws:secretsmanager:us-east-1:000000000000:secret:{uuid4().hex}"
    variables = {"ESTEIRA_CONNECTIONS_SECRET_ARN": arn}

    with (
        environment(aws_variables(localstack) | variables),
        pytest.raises(BadSettings, match=r"ESTEIRA_CONNECTIONS_SECRET_ARN.*ResourceNotFoundException"),
    ):
        read(ProducerSettings)
