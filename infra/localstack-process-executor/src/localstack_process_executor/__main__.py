"""`python -m localstack_process_executor`: LocalStack, with Python's garbage collector told how large it is.

LocalStack imports a million objects that live as long as it does. By default Python looks through them again and again
while more are made: a fifth of the processor time of its start and of the creation of a stack.
"""

import gc

ALLOCATIONS = 50_000
"""Between two looks through what is new; Python's default is 700. Garbage in cycles waits that long for its end."""

YOUNG_LOOKS = 20
OLD_LOOKS = 100
"""A look through everything there is, after so many looks through what has outlived the first."""


def main() -> None:
    """Returns when LocalStack has ended."""
    # Before the import, which makes most of the objects.
    gc.set_threshold(ALLOCATIONS, YOUNG_LOOKS, OLD_LOOKS)
    from localstack.runtime.main import main as run_localstack

    run_localstack()


if __name__ == "__main__":
    main()
