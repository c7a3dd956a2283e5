"""The deployed functions and schedules as operators see them: figures, logs, invoking, and what runs when.

Owns nothing: it reads and calls CloudFormation, Lambda, EventBridge and CloudWatch Logs. Imports `core`.
"""
