-- Several relays may run concurrently: each skips the rows that another has locked. Read through a cursor, which locks
-- a row only when it is fetched.
SELECT attempt_id, document, octet_length(document::text)
FROM attempt_outbox
ORDER BY stored_at
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED;
