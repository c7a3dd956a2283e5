SELECT 'other contents' AS kind, failed_at AS since, attempt, error, body FROM order_conflicts WHERE source_id = %(id)s
UNION ALL
SELECT 'dead letter', failed_at, attempt, error, NULL FROM order_failures WHERE source_id = %(id)s AND attempt >= 5
