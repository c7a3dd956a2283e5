"""What the run costs: amounts that were counted, times a dated price list.

Counting is LocalStack's plug-in's; here is the calculation. Imports `core`.
"""
