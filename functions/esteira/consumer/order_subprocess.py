"""`python -m esteira.consumer.order_subprocess`: the child for poison candidates of the lane `orders` (R9)."""

from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.consumer.subprocess.serve_target import serve_target
from esteira.core.messages import OrderMessage
from esteira.core.postgres.target import target_database
from esteira.core.settings import TargetSettings, read

if __name__ == "__main__":
    serve_target(OrderMessage, PostgresOrderTarget(target_database(read(TargetSettings))))
