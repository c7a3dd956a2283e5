"""Who is inside when a gate closes."""

import threading

from localstack_process_executor.gate import Gate

from tests.harness.waiting import wait_for


def test_a_closed_gate_lets_nobody_in() -> None:
    gate = Gate()
    gate.close_when_empty()

    with gate.entered() as admitted:
        assert not admitted


def test_it_closes_when_the_last_has_left() -> None:
    gate = Gate()
    closing = threading.Thread(target=gate.close_when_empty)

    with gate.entered():
        closing.start()
        with gate.entered() as admitted:
            assert admitted
        assert closing.is_alive()

    wait_for("it is closed", lambda: not closing.is_alive(), within_seconds=10)


def test_it_can_be_closed_at_once() -> None:
    gate = Gate()
    closing = threading.Thread(target=gate.close_when_empty)

    with gate.entered():
        closing.start()
        gate.close()
        wait_for("it is closed", lambda: not closing.is_alive(), within_seconds=10)

    with gate.entered() as admitted:
        assert not admitted
