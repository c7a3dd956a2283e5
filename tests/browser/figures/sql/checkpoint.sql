SELECT x || ':' || id AS position FROM producer_checkpoint
