-- One callback, in one round trip: whether it is new, and if not, whether it says the same as the first time. A copy that
-- is committed while this statement runs is found all the same: DO UPDATE waits for it, where DO NOTHING and a SELECT
-- beside it would see neither.
INSERT INTO callbacks AS kept (provider, event_id, source, source_id, state, amount, occurred_at)
VALUES (
    %(provider)s, %(event_id)s, %(source)s, %(source_id)s, %(state)s::payment_state, %(amount)s, %(occurred_at)s
)
ON CONFLICT (provider, event_id) DO UPDATE SET copies = kept.copies
RETURNING
    xmax = 0 AS is_new,
    (source, source_id, state, amount, occurred_at)
        = (%(source)s, %(source_id)s, %(state)s::payment_state, %(amount)s, %(occurred_at)s) AS is_same
