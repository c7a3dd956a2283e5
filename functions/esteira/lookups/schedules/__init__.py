"""When look-ups are due: recurrence, local times, and times that were missed. Pure: no database, no clock."""
