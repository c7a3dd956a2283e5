"""The product, one package for each feature. Functions, workers, console and command line call its use cases.

The features, each of which imports only those before it: `core`; `tokens`, `scaling` and `producer`, which do not know
each other; `consumer`; `callbacks`; `reconciliation`; `metrics`.
"""
