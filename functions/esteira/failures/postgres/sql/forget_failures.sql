-- A thousand at a time: the next run continues.
DELETE FROM failures
WHERE id IN (
    SELECT id
    FROM failures
    WHERE state NOT IN ('waiting', 'parked') AND changed_at < %(before)s
    ORDER BY changed_at
    LIMIT 1000
    FOR UPDATE SKIP LOCKED
)
RETURNING id
