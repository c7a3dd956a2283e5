"""`python -m esteira.wiring.isolated LANE`: the process in which a suspect of a lane takes effect (R9)."""

import sys

from esteira.adapters.postgres.order_target import PostgresOrderTarget
from esteira.adapters.postgres.payment_target import PostgresPaymentTarget
from esteira.adapters.process.serve_effect import serve_effect
from esteira.domain.messages import OrderMessage, PaymentMessage
from esteira.settings import TargetSettings, read
from esteira.wiring.target import target_database


def main(lane: str) -> None:
    """Serves the effect of a lane until the parent closes the pipe."""
    database = target_database(read(TargetSettings))
    if lane == "orders":
        serve_effect(OrderMessage, PostgresOrderTarget(database))
    else:
        serve_effect(PaymentMessage, PostgresPaymentTarget(database))


if __name__ == "__main__":
    main(sys.argv[1])
