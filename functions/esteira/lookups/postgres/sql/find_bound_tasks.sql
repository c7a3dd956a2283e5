SELECT doorbell FROM lookup_tasks WHERE doorbell = ANY(%(doorbells)s)
