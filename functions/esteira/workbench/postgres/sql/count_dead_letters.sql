-- The number of dead letters that match, by lane, and of those with an edit of which nobody knows whether it was sent.
SELECT lane, count(*), count(unfinished.sqs_message_id)
FROM dead_letters
LEFT JOIN (
    SELECT DISTINCT lane, sqs_message_id FROM dead_letter_edits WHERE sent_at IS NULL
) AS unfinished USING (lane, sqs_message_id)
WHERE (%(lane)s::text IS NULL OR lane = %(lane)s)
  AND (%(source)s::text IS NULL OR source = %(source)s)
  AND (%(fingerprint)s::text IS NULL OR fingerprint = %(fingerprint)s)
  AND (%(attempt)s::int IS NULL OR attempt = %(attempt)s)
  AND (%(since)s::timestamptz IS NULL OR died_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR died_at < %(until)s)
  AND (%(text)s::text IS NULL OR strpos(lower(readable), lower(%(text)s)) > 0)
  AND (%(fields)s::jsonb IS NULL OR fields @> %(fields)s::jsonb)
GROUP BY lane
ORDER BY lane
