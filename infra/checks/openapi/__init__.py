"""The OpenAPI document of all HTTP functions, made from their routes, policies, models and errors."""
