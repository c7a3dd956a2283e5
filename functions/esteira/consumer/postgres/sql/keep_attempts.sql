INSERT INTO attempt_outbox (attempt_id, document)
SELECT document ->> '_id', document FROM jsonb_array_elements(%(documents)s::jsonb) AS document
ON CONFLICT (attempt_id) DO NOTHING
