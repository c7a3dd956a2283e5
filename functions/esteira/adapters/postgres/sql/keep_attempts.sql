INSERT INTO attempt_outbox (attempt_id, document)
SELECT * FROM unnest(%(attempt_id)s::text[], %(document)s::jsonb[])
ON CONFLICT (attempt_id) DO NOTHING
