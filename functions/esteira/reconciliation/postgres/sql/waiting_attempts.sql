-- The outbox is empty on ordinary days and small on others: no index.
SELECT document FROM attempt_outbox WHERE document ->> 'message_id' = %(message_id)s;
