-- Makes the letters that match items of a job. Those with a message come first, so that one of them is the canary.
-- A letter whose edit may have been sent is taken only if it is named.
INSERT INTO redrive_items (job_id, place, sqs_message_id, body)
SELECT %(job_id)s, row_number() OVER (ORDER BY message_id IS NULL, died_at, sqs_message_id), sqs_message_id, body
FROM dead_letters
WHERE (%(lane)s::text IS NULL OR lane = %(lane)s)
  AND (%(source)s::text IS NULL OR source = %(source)s)
  AND (%(fingerprint)s::text IS NULL OR fingerprint = %(fingerprint)s)
  AND (%(attempt)s::int IS NULL OR attempt = %(attempt)s)
  AND (%(since)s::timestamptz IS NULL OR died_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR died_at < %(until)s)
  AND (%(text)s::text IS NULL OR strpos(lower(readable), lower(%(text)s)) > 0)
  AND (%(fields)s::jsonb IS NULL OR fields @> %(fields)s::jsonb)
  AND (%(ids)s::text[] IS NULL OR sqs_message_id = ANY (%(ids)s::text[]))
  AND (
      %(ids)s::text[] IS NOT NULL
      OR NOT EXISTS (
          SELECT FROM dead_letter_edits e
          WHERE e.lane = dead_letters.lane AND e.sqs_message_id = dead_letters.sqs_message_id AND e.sent_at IS NULL
      )
  )
RETURNING 1
