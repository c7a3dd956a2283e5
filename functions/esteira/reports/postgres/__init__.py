"""The jobs and the rows of reports in the target."""
