"""Payment states of an order and the one direction in which they move."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from esteira.core.numbers import StorableNumber


class PaymentState(StrEnum):
    """In the order in which a payment moves; a late event never moves it back. The target's type says the same."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    PAID = "paid"
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"


Amount = Annotated[StorableNumber, Field(ge=0)]
