"""The live feed: what is known now, who listens, and what each listener is told. Protocol: docs/feed.md."""
