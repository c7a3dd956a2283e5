UPDATE lookups
SET cnpj = %(cnpj)s, priority = %(priority)s, recurrence = %(recurrence)s, time_zone = %(time_zone)s,
    misfire = %(misfire)s, grace_seconds = %(grace_seconds)s, notify = %(notify)s, next_due_at = %(next_due_at)s,
    changed_at = %(changed_at)s, version = version + 1
WHERE id = %(id)s AND owner_id = %(owner_id)s AND version = %(expected_version)s
RETURNING id
