-- A new id, locked until the transaction ends: as long as the process of the redrive lives. A lock of the transaction,
-- because a pooler would give a lock of the session to somebody else.
SELECT new.id
FROM (SELECT nextval(pg_get_serial_sequence('redrives', 'id')) AS id OFFSET 0) AS new,
     LATERAL (SELECT pg_advisory_xact_lock(hashtextextended('redrive', new.id))) AS held;
