SELECT sealed_secret FROM integration_tokens WHERE name = %(name)s
