"""What every feature uses: settings, errors, clock, log, message contracts, clients and connection pools.

Owns no table. Imports no feature; every feature may import it.
"""
