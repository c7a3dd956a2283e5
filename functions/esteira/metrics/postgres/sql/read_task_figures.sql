-- Each by its own partial index.
SELECT
    (SELECT min(queued_at) FROM lookup_tasks WHERE state IN ('queued', 'running', 'retrying')),
    (SELECT min(finished_at) FROM lookup_tasks WHERE state = 'dead');
