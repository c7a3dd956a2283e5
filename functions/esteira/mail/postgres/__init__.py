"""The outbox in the table `mails` of the target."""
