"""The cache of companies in the target database."""
