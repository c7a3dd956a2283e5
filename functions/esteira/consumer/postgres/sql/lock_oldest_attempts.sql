-- Several relays may run concurrently: each skips the rows that another has locked. Read through a cursor, which locks
-- a row only when it is fetched. The size is computed outside, since otherwise it would be for all rows before the sort.
SELECT attempt_id, document, octet_length(document::text)
FROM (
    SELECT attempt_id, document FROM attempt_outbox ORDER BY stored_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) AS oldest;
