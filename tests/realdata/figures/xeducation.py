"""X Education: leads without a day, so that everything is asked of the leads as they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from tests.realdata.books import Imported
from tests.realdata.figures.deals import Figures
from tests.realdata.figures.leads import by, conversions
from textcrm.metrics.leads import LeadState, leads_on

DAY: Final = date(2026, 11, 23)
#: "Select" is a drop-down nobody touched, which is blank with us; a source has one spelling.
TOGETHER: Final = {
    ("by_city", "Select"): ("by_city", "(blank)"),
    ("by_specialization", "Select"): ("by_specialization", "(blank)"),
    ("by_lead_source", "google"): ("by_lead_source", "Google"),
}
UNMET: Final = {
    ("select_placeholders",): "of the file: a placeholder is a blank with us, and so in the counts of the blank ones",
    ("columns_with_a_single_value",): "of the file: the map leaves these columns out",
    ("empty_header_columns",): "of the file: a column without a header is not read",
}
#: The truth's name of a question, and our field that answers it.
CUSTOM: Final = {
    "by_lead_origin": "lead_origin",
    "by_last_activity": "last_activity",
    "by_lead_quality": "lead_quality",
    "by_what_is_your_current_occupation": "what_is_your_current_occupation",
    "by_specialization": "specialization",
}


def figures(imported: Imported) -> Figures:
    book = imported.book
    leads = leads_on(book, DAY).all
    keys = [lead.record.external_ids["xeducation"] for lead in leads]

    def grouped(label: Callable[[LeadState], str | None]) -> Figures:
        return by(leads, label, "leads")

    def source(lead: LeadState) -> str | None:
        return book.settings.legal["sources"][lead.source].label if lead.source else None

    return {
        "leads": conversions(leads, "leads"),
        **{name: grouped(_custom(field)) for name, field in CUSTOM.items()},
        "by_lead_source": grouped(source),
        "by_lead_source_casefolded": grouped(lambda lead: (source(lead) or "").casefold()),
        "by_tags": grouped(lambda lead: ", ".join(lead.record.tags)),
        "by_country": grouped(lambda lead: lead.record.country),
        "by_city": grouped(lambda lead: lead.record.city),
        "by_do_not_email": grouped(lambda lead: "Yes" if lead.record.custom["do_not_email"] else "No"),
        "duplicate_prospect_id": len(keys) - len(set(keys)),
        "duplicate_lead_number": sum(lead.id.count("-") > 1 for lead in leads),
    }


def _custom(field: str) -> Callable[[LeadState], str | None]:
    return lambda lead: lead.record.custom.get(field)
