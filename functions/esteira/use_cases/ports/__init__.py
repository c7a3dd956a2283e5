"""What the use cases ask of the world: small protocols, each with a twin in memory that passes the same contract."""
