-- The version stays: it counts the changes of the owner.
UPDATE lookups SET next_due_at = %(next_due_at)s WHERE id = %(id)s
