"""The figures of a report are within the function's limits."""

from localstack_process_executor.usage import InvocationUsage, within_limits


def usage(duration_ms: float = 12.3, init_ms: float | None = None, max_memory_kib: int = 1024) -> InvocationUsage:
    return within_limits(
        duration_ms=duration_ms,
        init_ms=init_ms,
        max_memory_kib=max_memory_kib,
        timeout_ms=3000,
        memory_size_mb=128,
    )


def test_what_is_billed_is_rounded_up_to_the_millisecond() -> None:
    assert usage(duration_ms=12.01).billed_ms == 13


def test_init_is_billed() -> None:
    assert usage(duration_ms=1233.96, init_ms=463.512).billed_ms == 1698


def test_the_duration_is_at_most_the_time_limit() -> None:
    late = usage(duration_ms=3041.7)

    assert (late.duration_ms, late.billed_ms) == (3000, 3000)


def test_the_memory_used_is_at_most_the_memory_size() -> None:
    assert usage(max_memory_kib=100 * 1024 + 1).max_memory_mb == 101
    assert usage(max_memory_kib=160 * 1024).max_memory_mb == 128
