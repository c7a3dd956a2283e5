"""The docs function: the API's OpenAPI document, and the pages that show it."""
