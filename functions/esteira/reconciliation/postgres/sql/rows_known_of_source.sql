-- All that the target knows of a source, by id: persisted rows with their rejects and failures, and all other rows.
-- Edited: has the hash that a dead letter was given. The body is kept as bytes, and may be no text of this database.
SELECT o.source_id AS id, o.product, o.price, o.security_check, o.payload_hash,
       r.source_id IS NOT NULL AS rejected, f.attempt,
       EXISTS (
           SELECT FROM dead_letter_edits e
           WHERE e.lane = 'orders' AND e.message_id = o.message_id
             AND substring(encode(e.after, 'escape') FROM '"payload_hash":"([0-9a-f]+)"') = o.payload_hash
       ) AS edited
FROM orders o
LEFT JOIN producer_rejects r ON r.source = o.source AND r.source_id = o.source_id
LEFT JOIN order_failures f   ON f.source = o.source AND f.source_id = o.source_id
WHERE o.source = %(source)s
UNION ALL
SELECT k.source_id, NULL, NULL, NULL, NULL, r.source_id IS NOT NULL, f.attempt, false
FROM (
    SELECT source_id FROM producer_rejects WHERE source = %(source)s
    UNION
    SELECT source_id FROM order_failures WHERE source = %(source)s
) AS k
LEFT JOIN producer_rejects r ON r.source = %(source)s AND r.source_id = k.source_id
LEFT JOIN order_failures f   ON f.source = %(source)s AND f.source_id = k.source_id
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = %(source)s AND o.source_id = k.source_id)
ORDER BY id;
