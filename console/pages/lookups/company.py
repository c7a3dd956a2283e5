"""What a look-up found, as facts. Only its owner is shown them, partners included."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.elements.facts import Fact
from console.pages.lookups.words import LookupsWords


def company_facts(company: Mapping[str, Any], words: LookupsWords) -> list[Fact]:
    """Return what is known of a company, from the result that is kept with a run."""
    activity, address, provenance = (company.get(name) or {} for name in ("main_activity", "address", "provenance"))
    return [
        Fact(words.company, company.get("name")),
        Fact(words.status, company.get("status")),
        Fact(words.opened, company.get("opened_on")),
        Fact(words.activity, " ".join(filter(None, (activity.get("code"), activity.get("description"))))),
        Fact(words.place, ", ".join(filter(None, (address.get("city"), address.get("state"))))),
        Fact(words.partners, "; ".join(_partner(partner) for partner in company.get("qsa") or ())),
        Fact(words.provider, provenance.get("provider")),
        Fact(words.asked, _time(provenance.get("asked_at"))),
    ]


def _partner(partner: Mapping[str, Any]) -> str:
    return f"{partner['name']} ({partner['role']})"


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
