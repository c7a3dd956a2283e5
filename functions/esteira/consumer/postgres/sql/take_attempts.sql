-- Several relays may run concurrently: each skips the rows that another has locked.
DELETE FROM attempt_outbox
WHERE attempt_id IN (
    SELECT attempt_id FROM attempt_outbox ORDER BY stored_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING document
