SELECT id, owner_id, owner_name, kind, format, filters, only_owner, state, requested_at, starts, started_at, heard_at,
    promised, done, finished_at, reason, object_key, size_bytes, cut_cells, replaced_cells
FROM report_jobs
WHERE owner_id = %(owner_id)s
  AND (
      %(before)s::uuid IS NULL
      OR (requested_at, id) < (
          SELECT requested_at, id FROM report_jobs WHERE id = %(before)s::uuid AND owner_id = %(owner_id)s
      )
  )
ORDER BY requested_at DESC, id DESC
LIMIT %(limit)s
