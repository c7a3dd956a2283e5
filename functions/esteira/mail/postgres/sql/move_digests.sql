UPDATE mail_recipients r
SET digest_day = greatest(r.digest_day, moved.day), digest_due_at = moved.due_at
FROM unnest(%(recipient_ids)s::text[], %(days)s::date[], %(due_ats)s::timestamptz[]) AS moved (recipient_id, day, due_at)
WHERE r.recipient_id = moved.recipient_id
