-- Until the end of the transaction: an owner's jobs are added one after the other, so that they can be counted.
SELECT pg_advisory_xact_lock(hashtextextended('report_jobs:' || %(owner_id)s::text, 0))
