"""The product on one machine: every part as a plain process, nothing in containers."""
