"""The formats of reports, written row by row: what is written is never kept."""
