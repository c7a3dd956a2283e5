"""What `make check` proves beyond the linters."""
