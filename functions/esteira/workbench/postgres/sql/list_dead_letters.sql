-- A page of dead letters from behind a place, the last that died first.
SELECT lane, sqs_message_id, message_id, key, source, error, fingerprint, attempt, died_at, filed_at, body
FROM dead_letters
WHERE (%(lane)s::text IS NULL OR lane = %(lane)s)
  AND (%(source)s::text IS NULL OR source = %(source)s)
  AND (%(fingerprint)s::text IS NULL OR fingerprint = %(fingerprint)s)
  AND (%(attempt)s::int IS NULL OR attempt = %(attempt)s)
  AND (%(since)s::timestamptz IS NULL OR died_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR died_at < %(until)s)
  AND (%(text)s::text IS NULL OR strpos(lower(readable), lower(%(text)s)) > 0)
  AND (%(fields)s::jsonb IS NULL OR fields @> %(fields)s::jsonb)
  AND (
      %(after_died_at)s::timestamptz IS NULL
      OR (died_at, lane, sqs_message_id) < (%(after_died_at)s, %(after_lane)s::text, %(after_id)s::text)
  )
ORDER BY died_at DESC, lane DESC, sqs_message_id DESC
LIMIT %(limit)s
