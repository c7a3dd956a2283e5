INSERT INTO redrive_jobs (id, lane, by, created_at, state, canary, per_second, due_at, question, ids, repeats)
VALUES (
    %(id)s, %(lane)s, %(by)s, %(created_at)s, %(state)s, %(canary)s, %(per_second)s, %(created_at)s, %(question)s::jsonb,
    %(ids)s::text[], %(repeats)s
)
