"""All suites. They share the servers and tools of `tests.harness`."""
