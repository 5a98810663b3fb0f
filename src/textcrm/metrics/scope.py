"""Scope: the part of a book that one owner or one pipeline has, to be measured like a whole one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.leads import LeadState, leads_on
from textcrm.model.book import Book


def narrowed(book: Book, as_of: date, *, owner: str | None = None, pipeline: str | None = None) -> Book:
    """The book with only the deals, leads and activities of this owner, and only the deals in this pipeline.

    Owner and pipeline are those of the end of the day, of a closed deal the owner at its closing; a pipeline may be
    given by a former id. The team and the settings stay as they are.
    """
    known = book.settings.pipeline(pipeline) if pipeline else None
    line = known.id if known else pipeline

    def is_in(deal: Deal) -> bool:
        return owner in (None, deal.owner) and line in (None, deal.pipeline)

    def is_theirs(lead: LeadState) -> bool:
        return owner in (None, lead.owner)

    return replace(
        book,
        opportunities={deal.id: deal.record for deal in deals_on(book, as_of).all if is_in(deal)},
        leads={lead.id: lead.record for lead in leads_on(book, as_of).all if is_theirs(lead)},
        activities=tuple(one for one in book.activities if owner in (None, one.member)),
    )
