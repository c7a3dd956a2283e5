"""The digest: at 19:00 of each user's clock the look-ups since 19:00 of the day before, once a day.

`digest` decides, `mail_digests` acts, `postgres` and `memory` keep, `wiring` puts them together.
"""
