-- The stored callbacks, locked in key order until the transaction ends.
SELECT c.provider, c.event_id, c.source, c.source_id, c.state::text, c.amount,
       c.processed_at IS NOT NULL AS processed, o.source IS NOT NULL AS order_known
FROM callbacks c
LEFT JOIN orders o ON o.source = c.source AND o.source_id = c.source_id
WHERE (c.provider, c.event_id) IN (SELECT * FROM unnest(%(provider)b::text[], %(event_id)b::text[]))
ORDER BY c.provider, c.event_id
FOR UPDATE OF c
