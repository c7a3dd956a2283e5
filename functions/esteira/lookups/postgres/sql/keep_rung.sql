UPDATE lookup_tasks SET rung_at = %(now)s WHERE doorbell = ANY(%(doorbells)s)
