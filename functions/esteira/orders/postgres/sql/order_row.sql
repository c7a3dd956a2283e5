SELECT product, price, security_check, attempts, payload_hash, to_jsonb(processed_at) #>> '{}', payment_state::text,
       to_jsonb(payment_changed_at) #>> '{}'
FROM orders
WHERE source = %(source)s AND source_id = %(source_id)s
