"""The conformance suite: what AWS Lambda answers, case by case with its source, and what this executor answers.

`python -m conformance` runs it against a LocalStack of its own, a running one, or AWS.
"""
