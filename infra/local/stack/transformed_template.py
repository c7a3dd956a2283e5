"""The template as SAM's transform left it, so that the same stack is created again without a transform.

LocalStack forgets its stacks when it ends, and each start creates the same one: the transform is a fifth of that.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from infra.local.stack.deployed_template import DeployedTemplate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from infra.local.stack.template import Json


class TransformedTemplate:
    """One template in a file, by a digest of all that the transform's result depends on.

    `translator` says which release of the emulator transforms. None: that is not known, and nothing is kept.
    """

    def __init__(self, file: Path, translator: str | None) -> None:
        self._record = DeployedTemplate(file)
        self._translator = translator

    def create(
        self, template: Json, values: Mapping[str, str], create: Callable[[Json], None], transformed: Callable[[], Json]
    ) -> None:
        """Calls `create` with the transformed template if it is kept, else with `template`, and keeps `transformed()`.

        After a `create` that raises nothing is kept: the next one begins with `template`.
        """
        if self._translator is None:
            create(template)
            return
        key = _digest(template, values, self._translator)
        kept = self._record.of(key)
        self._record.forget()
        create(kept or template)
        self._record.write(key, kept or transformed())


def _digest(template: Json, values: Mapping[str, str], translator: str) -> str:
    parts = json.dumps([template, dict(values), translator], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()
