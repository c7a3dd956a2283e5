"""Who uses the console: sign-in by account or token, sessions, and requests of other sites, which are refused."""
