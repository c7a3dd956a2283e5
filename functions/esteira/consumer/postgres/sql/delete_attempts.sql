DELETE FROM attempt_outbox WHERE attempt_id = ANY(%(attempt_ids)b::text[]);
