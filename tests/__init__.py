"""Every suite: unit, template, readme, integration, faults, e2e. They share the real services of `tests.services`."""
