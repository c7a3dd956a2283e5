-- What became of an order that was sent back. A conflict counts if it failed for good since then.
SELECT CASE
    WHEN EXISTS (SELECT FROM orders WHERE message_id = %(message_id)s AND payload_hash = %(payload_hash)s) THEN 'arrived'
    WHEN EXISTS (SELECT FROM order_failures WHERE message_id = %(message_id)s AND attempt >= %(dead_at)s)
        OR EXISTS (
            SELECT FROM order_conflicts
            WHERE message_id = %(message_id)s AND payload_hash = %(payload_hash)s
              AND attempt >= %(dead_at)s AND failed_at > %(since)s
        )
        THEN 'dead'
    ELSE 'pending'
END
