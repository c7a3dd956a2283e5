"""The ports, kept by Postgres, Redis, MongoDB and SQS, each with an in-memory twin in `memory`."""
