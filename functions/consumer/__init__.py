"""The consumer functions: one per lane, with the same core (`esteira.consumer.process_batch`)."""
