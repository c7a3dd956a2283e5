"""Orders for the consumer's fault tests. `ORDERS` scales their number."""

from random import Random

from esteira.core.messages import OrderMessage

from tests.fixtures.messages import order
from tests.harness.load import SEED, Load

ORDERS = Load().orders
POISON = Load().poison


def orders_with_poison(count: int = ORDERS, poison: int = POISON) -> list[OrderMessage]:
    """Return orders with ids from 1 in random order. `poison` random ones failed their security check."""
    rng = Random(SEED)
    bad = set(rng.sample(range(1, count + 1), poison))
    messages = [order(n, product=f"product {n}", good=n not in bad) for n in range(1, count + 1)]
    rng.shuffle(messages)
    return messages
