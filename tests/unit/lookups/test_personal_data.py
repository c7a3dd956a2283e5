"""Partners and the raw answer are masked wherever a company is shown, and complete where it is stored."""

import io
import json

from esteira.core.decoding import as_json
from esteira.core.log import logger
from esteira.lookups.company import REVEALED, Company

from tests.fixtures.provider_answers import DOCUMENT, PARTNER, company

PERSONAL = (PARTNER, DOCUMENT)


def test_no_form_of_a_company_shows_its_partners(logged: io.StringIO) -> None:
    known = company()

    logger.info("company found", company=known, fields=known.model_dump(), partners=known.qsa)
    shown = [repr(known), str(known), known.model_dump_json(), json.dumps(as_json(known)), logged.getvalue()]

    assert "company found" in logged.getvalue()
    assert [text for text in shown if any(personal in text for personal in PERSONAL)] == []


def test_phones_and_mail_are_not_in_the_representation() -> None:
    assert "1123851939" not in repr(company())


def test_what_is_stored_is_complete() -> None:
    stored = company().model_dump_json(context=REVEALED)

    assert all(personal in stored for personal in PERSONAL)
    assert Company.model_validate(json.loads(stored)) == company()
