"""A lane's queue: sending in batches, receiving, changing visibility, and its depth.

Owns the SQS clients. The only place that calls SQS.
"""
