-- What became of a task of a look-up that was sent back.
SELECT CASE
    WHEN bool_or(state IN ('succeeded', 'not_found')) THEN 'arrived'
    WHEN bool_or(state = 'dead') THEN 'dead'
    ELSE 'pending'
END
FROM lookup_tasks
WHERE doorbell = %(doorbell)s
