"""The consumer functions: one per lane, with the same core (`esteira.use_cases.process_batch`)."""
