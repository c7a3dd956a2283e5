"""What people do with single dead letters and with redrives."""

from esteira.core.names import LANES
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.letter import FiledLetter
from esteira.workbench.redrive_edited import Edited, redrive_edited
from esteira.workbench.redrive_job import RedriveJob
from esteira.workbench.rehearse_dead_letter import Rehearsed, rehearse_dead_letter
from esteira.workbench.start_redrive import repeat_redrive, stop_redrive
from esteira.workbench.undo_redrive import undo_redrive

from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.visit import Visit
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.rows import letter_name
from console.pages.dead_letters.sending import begun_facts
from console.pages.dead_letters.words import DeadLettersWords


async def read_queues(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps) -> None:
    """File what the dead-letter queues hold now."""

    def work(_: str) -> Done[int]:
        filed: dict[str, int] = {lane: file_dead_letters(deps.workbench, lane).letters for lane in LANES}
        return Done(value=sum(filed.values()), after=filed)

    action = Action(name="dead_letters.filed", subject="dead letters")
    await visit.actor.perform(action, work, done=lambda count: visit.words.plural(words.queues_read, count))


async def rehearse(
    visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, letter: FiledLetter, body: str | None
) -> Rehearsed | None:
    """Try a letter, or what it would be with another body, without effect."""

    def work(_: str) -> Done[Rehearsed]:
        rehearsed = rehearse_dead_letter(deps.workbench, letter, body)
        return Done(value=rehearsed, after={"edited": body is not None, "failure": rehearsed.failure})

    action = Action(name="dead_letter.rehearsed", subject=_subject(letter))
    return await visit.actor.perform(action, work, done=words.rehearsed)


async def send_edited(
    visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, letter: FiledLetter, body: str
) -> Edited | None:
    """Send a letter back with another body, after a question."""
    sentence = words.send_edited_sentence.format(letter_name(letter))
    if not await confirmed(visit, words.send_edited_title, [sentence], action=words.send_edited.removesuffix(" …")):
        return None

    def work(by: str) -> Done[Edited]:
        edited = redrive_edited(deps.workbench, letter, body, by)
        return Done(
            value=edited,
            before={change.path: change.before for change in edited.changes},
            after={change.path: change.after for change in edited.changes},
        )

    action = Action(name="dead_letter.edited", subject=_subject(letter))
    return await visit.actor.perform(action, work, done=words.sent_edited)


async def stop(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, job: RedriveJob) -> None:
    """Stop a redrive, after a question."""
    if not await confirmed(visit, words.stop_title, [words.stop_sentence], action=words.stop.removesuffix(" …")):
        return

    def work(by: str) -> Done[RedriveJob]:
        stopped = stop_redrive(deps.bulk.jobs, job.id, by)
        return Done(value=stopped, before={"state": job.state.value}, after={"state": stopped.state.value})

    await visit.actor.perform(Action(name="redrive.stopped", subject=str(job.id)), work, done=words.stopped)


async def undo(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, job: RedriveJob) -> None:
    """Have what still waits of a redrive taken back, after a question."""
    if not await confirmed(visit, words.undo_title, words.undo_sentences, action=words.undo.removesuffix(" …")):
        return

    def work(by: str) -> Done[RedriveJob]:
        undone = undo_redrive(deps.bulk, job.id, by)
        return Done(value=undone, before={"state": job.state.value}, after={"state": undone.state.value})

    await visit.actor.perform(Action(name="redrive.undone", subject=str(job.id)), work, done=words.undo_begun)


async def repeat(visit: Visit, words: DeadLettersWords, deps: DeadLettersDeps, job: RedriveJob) -> RedriveJob | None:
    """Start a redrive with the selection of another one, after a question. Returns it."""
    if not await confirmed(visit, words.repeat_title, [words.repeat_sentence], action=words.repeat.removesuffix(" …")):
        return None

    def work(by: str) -> Done[RedriveJob]:
        repeated = repeat_redrive(deps.workbench, deps.bulk.jobs, job.id, by)
        return Done(value=repeated, after=begun_facts(repeated))

    return await visit.actor.perform(Action(name="redrive.repeated", subject=str(job.id)), work, done=words.started)


def _subject(letter: FiledLetter) -> str:
    return f"{letter.lane}/{letter.sqs_message_id}"
