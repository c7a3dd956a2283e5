"""What every feature uses: settings, errors, clock, log, the message contracts, clients and pools.

Owns no table. Imports nothing of any feature; every feature may import it.
"""
