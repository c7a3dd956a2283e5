-- depends: 0017.standing-conflicts
-- The last answer of a provider for each company, so that nobody is asked twice within the cache's age. `company` is
-- what was read from `raw`, the whole answer; both hold names of partners, which are personal data.
CREATE TABLE companies (
    cnpj text PRIMARY KEY CHECK (cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'),
    provider text NOT NULL,
    asked_at timestamptz NOT NULL,
    company jsonb NOT NULL,
    raw text NOT NULL
);
