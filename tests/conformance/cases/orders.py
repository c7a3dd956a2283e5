"""Orders from a source to the target: each once, failed ones again after the delay, and dead after five receives."""

import json
from collections import Counter
from itertools import pairwise
from uuid import uuid4

from esteira.core.messages import MAX_RECEIVES

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack, Letter
from tests.conformance.sample import arrived, sample_of
from tests.harness.waiting import wait_for

QUEUES_OWN_SECONDS = 190
"""After the queue's own visibility timeout a message comes back that nobody gave another one."""

MOVED_WITHIN_SECONDS = 60
LETTERS_WITHIN_SECONDS = 120
MOST_IN_A_RECEIVE = 10


def _arrive_once(stack: DeployedStack) -> object:
    sample = sample_of(stack)
    counts = Counter(arrived(stack, sample.accepted))
    return {"missing": len(set(sample.accepted) - counts.keys()), "more than once": sum(counts.values()) - len(counts)}


def _receives_of_refused(stack: DeployedStack) -> object:
    sample = sample_of(stack)
    return sorted({len(times) for times in stack.attempts(sample.refused).values()})


def _receives_of_good_ones(stack: DeployedStack) -> object:
    sample = sample_of(stack)
    return sorted({len(times) for times in stack.attempts(sample.succeed_at_once).values()})


def _gaps(stack: DeployedStack) -> object:
    sample = sample_of(stack)
    delay = _retry_delay(stack)
    gaps = [
        (later - earlier).total_seconds()
        for times in stack.attempts(sample.refused).values()
        for earlier, later in pairwise(times)
    ]
    return {
        "too early": sum(gap < delay for gap in gaps),
        "by the queue": sum(gap >= QUEUES_OWN_SECONDS for gap in gaps),
    }


def _retry_delay(stack: DeployedStack) -> float:
    found = stack.client("lambda").get_function_configuration(FunctionName=stack.resources["OrdersConsumer"])
    return float(found["Environment"]["Variables"]["ESTEIRA_RETRY_DELAY_SECONDS"])


def _largest_batch(stack: DeployedStack) -> object:
    sample_of(stack)
    lines = wait_for("batches are logged", lambda: _batches(stack), every_seconds=1)
    return max(lines) > MOST_IN_A_RECEIVE


def _batches(stack: DeployedStack) -> list[int]:
    return [line["count"] for line in stack.logged_lines("OrdersConsumer") if line.get("message") == "batch processed"]


def _dead_letters(stack: DeployedStack) -> object:
    sample = sample_of(stack)
    found = _collect(stack, len(sample.refused))
    bodies = [json.loads(letter.body) for letter in found.values() if letter.body.startswith("{")]
    dead = {body["source_id"] for body in bodies if body.get("source") == stack.source}
    return {
        "missing": len(set(sample.refused) - dead),
        "received less than five times": sum(letter.receives < MAX_RECEIVES for letter in found.values()),
    }


def _collect(stack: DeployedStack, least: int) -> dict[str, Letter]:
    found: dict[str, Letter] = {}

    def enough() -> bool:
        found.update({letter.sqs_message_id: letter for letter in stack.letters("OrdersDlq")})
        return len(found) >= least

    wait_for("the dead letters are found", enough, within_seconds=LETTERS_WITHIN_SECONDS)
    return found


def _unparseable(stack: DeployedStack) -> object:
    body = f"no order, but {uuid4()}"
    stack.client("sqs").send_message(QueueUrl=stack.resources["OrdersQueue"], MessageBody=body)

    def dead() -> list[Letter]:
        return [letter for letter in stack.letters("OrdersDlq") if letter.body == body]

    (letter,) = wait_for("it is dead", dead, every_seconds=1)
    return letter.receives >= MAX_RECEIVES


def _redelivered(stack: DeployedStack) -> object:
    (id_, *_) = sample_of(stack).succeed_at_once
    again = {"first_id": id_, "last_id": id_, "which": "all", "expected": 1}
    stack.http.post(f"/sources/{stack.source}/handover", json=again).raise_for_status()
    wait_for("it is received again", lambda: len(stack.attempts([id_])[id_]) > 1, every_seconds=0.5)
    return arrived(stack, [id_]).count(id_)


def _moved_back(stack: DeployedStack) -> object:
    sqs, arn = stack.client("sqs"), stack.attributes("OrdersDlq")["QueueArn"]
    sqs.start_message_move_task(SourceArn=arn)

    def task() -> str:
        (last, *_) = sqs.list_message_move_tasks(SourceArn=arn)["Results"]
        return "" if last["Status"] == "RUNNING" else str(last["Status"])

    return wait_for("the task ends", task, within_seconds=MOVED_WITHIN_SECONDS, every_seconds=0.5)


CASES = (
    Case(
        name="every accepted order arrives exactly once",
        area="pipeline",
        expected={"missing": 0, "more than once": 0},
        observe=_arrive_once,
    ),
    Case(
        name="a refused order is received five times",
        area="SQS",
        expected=[MAX_RECEIVES],
        observe=_receives_of_refused,
    ),
    Case(
        name="an order that succeeds is not received again because others of its batch fail",
        area="Lambda",
        expected=[1],
        observe=_receives_of_good_ones,
    ),
    Case(
        name="a failed order comes back after the delay that the function gave it",
        area="Lambda",
        expected={"too early": 0, "by the queue": 0},
        observe=_gaps,
    ),
    Case(name="a batch has more than ten messages", area="Lambda", expected=True, observe=_largest_batch),
    Case(
        name="every refused order is a dead letter",
        area="SQS",
        expected={"missing": 0, "received less than five times": 0},
        observe=_dead_letters,
    ),
    Case(
        name="a message that is no order is dead after five receives, unchanged",
        area="pipeline",
        expected=True,
        observe=_unparseable,
    ),
    Case(
        name="an order that is delivered twice is in the target once", area="pipeline", expected=1, observe=_redelivered
    ),
)
"""In the order of a stack's life: the letters are moved back last."""

LAST = (Case(name="SQS moves dead letters back by itself", area="SQS", expected="COMPLETED", observe=_moved_back),)
