"""`python -m esteira.callbacks.payment_subprocess`: apply poison candidates of the lane `payments` (R9)."""

from esteira.callbacks.postgres.payment_target import PostgresPaymentTarget
from esteira.consumer.subprocess.serve_target import serve_target
from esteira.core.messages import PaymentMessage
from esteira.core.postgres.target import target_database
from esteira.core.settings import TargetSettings, read

if __name__ == "__main__":
    serve_target(PaymentMessage, PostgresPaymentTarget(target_database(read(TargetSettings))))
