"""The last answer for each company, in the table `companies` of the target."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from esteira.core.log import logger
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.lookups.company import REVEALED, Company


class PostgresCompanyCache:
    """The port `CompanyCache`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, cnpj: str, since: datetime) -> Company | None:
        """See `CompanyCache.get`. A company of another release that cannot be parsed counts as none."""
        with self._database.transaction() as connection:
            rows = connection.execute(statement("lookups/read_company"), {"cnpj": cnpj, "since": since}).fetchall()
        return _company(*rows[0]) if rows else None

    def put(self, company: Company) -> None:
        """See `CompanyCache.put`."""
        row = {
            "cnpj": company.cnpj,
            "provider": company.provenance.provider,
            "asked_at": company.provenance.asked_at,
            "company": company.model_dump_json(exclude={"raw"}, context=REVEALED),
            "raw": company.raw.get_secret_value(),
        }
        with self._database.transaction() as connection:
            connection.execute(statement("lookups/keep_company"), row)


def _company(company: dict[str, Any], raw: str) -> Company | None:
    try:
        return Company.model_validate({**company, "raw": raw})
    except ValidationError as error:
        faults = [fault["loc"] for fault in error.errors(include_input=False, include_context=False)]
        logger.warning("cached company not parsed", action="read_company", error=str(faults))
        return None
