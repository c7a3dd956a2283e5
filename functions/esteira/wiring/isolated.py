"""`python -m esteira.wiring.isolated`: applies poison candidates of the lane `orders` (R9)."""

from esteira.adapters.postgres.order_target import PostgresOrderTarget
from esteira.adapters.process.serve_effect import serve_effect
from esteira.domain.messages import OrderMessage
from esteira.settings import TargetSettings, read
from esteira.wiring.target import target_database

if __name__ == "__main__":
    serve_effect(OrderMessage, PostgresOrderTarget(target_database(read(TargetSettings))))
