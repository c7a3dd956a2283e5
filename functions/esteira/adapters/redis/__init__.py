"""Redis: cursors and leases. Whatever takes two steps is a Lua script, so that no other client comes between."""
