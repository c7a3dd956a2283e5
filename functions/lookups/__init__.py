"""Functions of mails: their list, and their delivery."""
