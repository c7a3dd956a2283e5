"""Connection strings from AWS Secrets Manager, instead of variables in the clear."""

VARIABLE = "ESTEIRA_CONNECTIONS_SECRET_ARN"
