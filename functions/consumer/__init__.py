"""The consumer: one function a lane, one core (`esteira.use_cases.process_batch`)."""
