"""The monitor function: ledger, metrics, and the history of messages."""
