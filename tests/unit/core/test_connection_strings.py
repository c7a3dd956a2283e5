"""An error about a bad connection string names the setting and never shows the password."""

import pytest
from esteira.core.errors import BadSettings, TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.redis import redis_client
from pydantic import SecretStr


@pytest.mark.parametrize("url", ["redis://:s3cr/et@127.0.0.1:6379/0", "redis://:s3cr#et@127.0.0.1:6379/0"])
def test_a_redis_url_with_an_unescaped_password_is_refused_without_it(url: str) -> None:
    with pytest.raises(BadSettings, match="ESTEIRA_REDIS_URL") as refused:
        redis_client(SecretStr(url))

    assert "s3cr" not in str(refused.value)


def test_a_postgres_url_with_an_unescaped_password_is_refused_without_it() -> None:
    with pytest.raises(BadSettings, match="%40") as refused:
        Database(SecretStr("postgresql://user:p@s3cret@127.0.0.1:1/target"), unavailable=TargetUnavailable)

    assert "s3cret" not in str(refused.value)
