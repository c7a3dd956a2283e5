"""What all HTTP doors share, so that each of them only decodes, validates, calls and shapes."""
