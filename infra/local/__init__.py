"""Runs the product on one machine, every part as a plain process, without containers.

Owns one folder per installation (`ESTEIRA_HOME`): its settings, secrets, and `environment.json` for other commands.
May import the core (`esteira`) and `infra.errors`; `up` and `down` tie `stack`, `services` and `processes` together.
"""
