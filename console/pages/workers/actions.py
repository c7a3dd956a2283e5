"""What operators do with the configuration."""

from collections.abc import Mapping, Sequence
from typing import Any

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion
from esteira.scaling.configure_scaling import ConfigureScalingDeps, change_config
from esteira.scaling.operating.compare_configs import FieldChange, VersionChanges, compare_configs
from esteira.scaling.operating.restore_version import restore_version

from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.visit import Visit
from console.pages.queues.actions import pause
from console.pages.queues.words import WORDS as QUEUES_WORDS
from console.pages.workers.edits import ConfigEdits
from console.pages.workers.rows import changes_text
from console.pages.workers.words import WorkersWords

CONFIGURATION = "configuration"


async def save(visit: Visit, words: WorkersWords, deps: ConfigureScalingDeps, edits: ConfigEdits) -> bool:
    """Save the edits. Returns whether they were saved."""
    document = {**edits.document, "version": edits.current.version}

    def work(by: str) -> Done[ConfigVersion]:
        return _done(edits.current, change_config(deps, {**document, "by": by}))

    action = Action(name="flow.changed", subject=CONFIGURATION)
    saved = await visit.actor.perform(action, work, done=lambda version: words.saved.format(version.version))
    return saved is not None


async def restore(
    visit: Visit, words: WorkersWords, deps: ConfigureScalingDeps, wanted: VersionChanges, current: ConfigVersion
) -> bool:
    """Restore a version, after a question that says what that changes. Returns whether it was restored."""
    number = wanted.version.version
    changes = compare_configs(current.configuration, wanted.version.configuration)
    sentences = restore_sentences(visit, words, changes)
    title, name = words.restore_title.format(number), words.restore.removesuffix(" …")
    if not await confirmed(visit, title, sentences, action=name):
        return False

    def work(by: str) -> Done[ConfigVersion]:
        return _done(current, restore_version(deps, number, based_on=current.version, by=by))

    action = Action(name="flow.restored", subject=f"{CONFIGURATION}/{number}")
    restored = await visit.actor.perform(action, work, done=lambda version: words.restored.format(version.version))
    return restored is not None


def restore_sentences(visit: Visit, words: WorkersWords, changes: Sequence[FieldChange]) -> list[str]:
    """Return what restoring changes."""
    said = [words.restore_sentence, words.restore_changes.format(changes_text(changes, words, visit.words))]
    return [*said, words.restore_pauses] if any(change.path[-1] == "paused" for change in changes) else said


async def pause_lane(visit: Visit, deps: ConfigureScalingDeps, lane: Lane, *, paused: bool) -> None:
    """Pause or resume a lane, as the page of queues does."""
    await pause(visit, QUEUES_WORDS[visit.preferences.language], deps, lane, paused=paused)


def _done(before: ConfigVersion, after: ConfigVersion) -> Done[ConfigVersion]:
    changes = compare_configs(before.configuration, after.configuration)
    return Done(
        value=after,
        before=_facts(before.version, {".".join(change.path): change.before for change in changes}),
        after=_facts(after.version, {".".join(change.path): change.after for change in changes}),
    )


def _facts(version: int, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"version": version, **fields}
