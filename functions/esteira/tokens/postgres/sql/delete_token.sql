DELETE FROM integration_tokens WHERE name = %(name)s
