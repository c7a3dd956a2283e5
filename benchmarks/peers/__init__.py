"""What people would otherwise write, plainly: the same rows, the same stores, a commit an order, acknowledged after it.

Each module is a program with two roles (`role`), run in an environment of its own (`.venv-benchmarks`).
"""
