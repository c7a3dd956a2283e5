"""`python -m esteira.wiring.isolated_payments`: applies poison candidates of the lane `payments` (R9)."""

from esteira.adapters.postgres.payment_target import PostgresPaymentTarget
from esteira.adapters.process.serve_effect import serve_effect
from esteira.domain.messages import PaymentMessage
from esteira.settings import TargetSettings, read
from esteira.wiring.target import target_database

if __name__ == "__main__":
    serve_effect(PaymentMessage, PostgresPaymentTarget(target_database(read(TargetSettings))))
