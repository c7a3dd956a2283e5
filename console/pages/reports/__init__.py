"""Reports: start one, see how far it is, cancel it, download it. Everybody sees their own."""
