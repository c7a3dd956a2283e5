SELECT company, raw
FROM companies
WHERE cnpj = %(cnpj)s AND asked_at >= %(since)s
