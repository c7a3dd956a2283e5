"""Integration tokens: their lives as countdowns, and what operators do to them. No page shows a secret."""
