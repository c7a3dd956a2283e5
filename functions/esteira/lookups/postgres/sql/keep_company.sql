INSERT INTO companies (cnpj, provider, asked_at, company, raw)
VALUES (%(cnpj)s, %(provider)s, %(asked_at)s, %(company)s, %(raw)s)
ON CONFLICT (cnpj) DO UPDATE
SET provider = excluded.provider, asked_at = excluded.asked_at, company = excluded.company, raw = excluded.raw
WHERE companies.asked_at <= excluded.asked_at
