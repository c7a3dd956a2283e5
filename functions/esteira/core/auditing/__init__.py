"""What doors tell the audit log. The log itself is the feature `audit`."""
