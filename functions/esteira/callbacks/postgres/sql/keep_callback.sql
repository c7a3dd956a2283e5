-- Inserts a callback in one round trip, and returns whether it is new, and if not, whether the stored one has the same
-- contents. DO UPDATE waits for a copy that is committed while this statement runs; DO NOTHING with a separate SELECT
-- could see neither row.
INSERT INTO callbacks AS kept (provider, event_id, source, source_id, state, amount, occurred_at)
VALUES (
    %(provider)s, %(event_id)s, %(source)s, %(source_id)s, %(state)s::payment_state, %(amount)s, %(occurred_at)s
)
ON CONFLICT (provider, event_id) DO UPDATE SET copies = kept.copies
RETURNING
    xmax = 0 AS is_new,
    (source, source_id, state, amount, occurred_at)
        = (%(source)s, %(source_id)s, %(state)s::payment_state, %(amount)s, %(occurred_at)s) AS is_same
