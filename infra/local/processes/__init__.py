"""Runs programs under one supervisor per installation, and ends what a killed supervisor left behind.

Owns the supervisor's configuration and socket, the logs, the locks, and the marker that identifies a process as ours.
It may import the modules of `infra.local`, but neither `services` nor `stack`.
"""
