"""Cursors and leases in Redis. All of it can be lost: the checkpoint in the target brings it back (R13)."""

import math
import secrets
from importlib import resources

from redis import Redis

from esteira.core.errors import CursorUnavailable
from esteira.core.redis import redis_errors
from esteira.producer.cursor import Cursor, Position
from esteira.producer.evidence import Evidence
from esteira.producer.ports import Advance, Lease


class RedisCursors:
    """Keys `esteira:cursor:{source}`, `esteira:fence:{source}`, `esteira:lock:{source}`, braces and all (one slot)."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._acquire = client.register_script(_script("acquire_lease"))
        self._release = client.register_script(_script("release_lease"))
        self._advance = client.register_script(_script("advance_cursor"))

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        """A lease, or None while another producer holds one."""
        token = secrets.token_hex(16)
        with redis_errors(CursorUnavailable):
            fence = self._acquire(
                keys=[_key("lock", source), _key("fence", source)], args=[token, _milliseconds(seconds)]
            )
        return Lease(source=source, token=token, fence=fence, seconds=seconds) if fence else None

    def release(self, lease: Lease) -> None:
        """Gives the lease back, if it is still this one that counts."""
        with redis_errors(CursorUnavailable):
            self._release(keys=[_key("lock", lease.source)], args=[lease.token])

    def load(self, source: str) -> Cursor | None:
        """The cursor, or None where there is none."""
        with redis_errors(CursorUnavailable):
            epoch, x, id_, evidence = self._client.hmget(_key("cursor", source), ["epoch", "x", "id", "evidence"])
        if epoch is None or x is None or id_ is None:
            return None
        position = Position(x=int(x), id=int(id_))
        return Cursor(epoch=str(epoch), position=position, evidence=Evidence.from_text(str(evidence or "")))

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        """Compare and set, in one script."""
        keys = [_key(kind, lease.source) for kind in ("cursor", "fence", "lock")]
        with redis_errors(CursorUnavailable):
            answer = self._advance(
                keys=keys,
                args=[
                    *(lease.fence, lease.token, _milliseconds(lease.seconds)),
                    *_fields(old),
                    *_fields(new),
                    new.evidence.as_text() if new.evidence else "",
                ],
            )
        return Advance(answer)


def _key(kind: str, source: str) -> str:
    return f"esteira:{kind}:{{{source}}}"


def _fields(cursor: Cursor | None) -> tuple[str, str, str]:
    return (cursor.epoch, str(cursor.position.x), str(cursor.position.id)) if cursor else ("", "", "")


def _milliseconds(seconds: float) -> int:
    return math.ceil(seconds * 1000)


def _script(name: str) -> str:
    return resources.files(__package__).joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
