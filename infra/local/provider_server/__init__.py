"""A provider of company data for the local installation and for tests: `python -m infra.local.provider_server`.

It knows every valid CNPJ, answers in all shapes that look-ups can read, and fails in known ways. It must not import
`services` or `stack`.
"""
