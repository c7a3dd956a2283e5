INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)
VALUES (
    %(source)s, %(source_id)s, %(product)s, %(price)s, %(security_check)s, %(attempt)s, %(message_id)s,
    %(payload_hash)s
)
ON CONFLICT (source, source_id) DO NOTHING
