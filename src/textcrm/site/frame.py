"""The frame round every page: navigation, the status line, the foot."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from textcrm.metrics.outcomes import won_in
from textcrm.metrics.totals import total
from textcrm.model.periods import EVER
from textcrm.site.facts import Facts
from textcrm.site.links import Href, Links


@dataclass(frozen=True, slots=True)
class Item:
    """A page in the navigation; `count` is a number beside its name, if there is something to see to."""

    key: str
    label: str
    href: Href
    count: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """The honest small print: what the page speaks of. Each is a phrase; empty ones have nothing to say."""

    as_of: str
    currency: str
    open: str
    learned: str
    commit: str | None
    changed: str
    missing: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same on all pages from which the top of the site is as far away, for one current item."""

    language: str
    company: str
    groups: tuple[tuple[Item, ...], ...]
    nav: str
    here: str
    home: Href
    data: Href
    status: Status
    links: Links


#: The pages in the navigation: what is now, deals, and where they come from and who sells.
_GROUPS = (
    ("index", "agenda", "problems"),
    ("pipeline", "stages", "forecast", "outcomes"),
    ("leads", "companies", "team"),
)


def frame(facts: Facts, nav: str, links: Links, there: Collection[str]) -> Frame:
    """The frame of the pages of `nav`; only pages that are `there` are led to."""
    labels = _labels(facts)
    groups = tuple(
        tuple(Item(key, labels[key], links.page(key), _count(facts, key)) for key in keys if key in there)
        for keys in _GROUPS
    )
    return Frame(
        language=facts.words.language,
        company=facts.settings.name,
        groups=tuple(group for group in groups if group),
        nav=nav,
        here=labels.get(nav, facts.words.gettext("Pages")),
        home=links.page("index"),
        data=links.page("data"),
        status=status(facts),
        links=links,
    )


def _labels(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    return {
        "index": _("Overview"),
        "agenda": _("Agenda"),
        "problems": _("Problems"),
        "pipeline": _("Pipeline"),
        "stages": _("Stages"),
        "forecast": _("Forecast"),
        "outcomes": _("Won and lost"),
        "leads": _("Leads"),
        "companies": _("Companies"),
        "team": _("Team"),
    }


def _count(facts: Facts, key: str) -> str:
    found = len(facts.report.findings) if key == "problems" else 0
    return facts.say.number(found) if found else ""


def status(facts: Facts) -> Status:
    """As of when, in which currency at which rates, of how many, from which commit."""
    _, say = facts.words.gettext, facts.say
    origin = facts.origin
    return Status(
        as_of=say.long_day(facts.as_of),
        currency=_currency(facts),
        open=_open(facts),
        learned=_learned(facts),
        commit=origin.commit[:7] if origin.commit else None,
        changed=_("and changes since") if origin.is_changed else "",
        missing="; ".join(_missing(facts)),
    )


def _learned(facts: Facts) -> str:
    """How many deals are closed, and how many of those won are in no sum."""
    _, n_, say = facts.words.gettext, facts.words.ngettext, facts.say
    count, won = len(facts.deals.closed), total(won_in(facts.deals.closed, EVER))
    if not count:
        return _("Learned from no deal") if facts.may_miss("opportunities") else _("No deal is closed yet")
    told = n_("Learned from %(num)s closed deal", "Learned from %(num)s closed deals", count, num=say.number(count))
    without = won.count - won.summed
    more = n_(
        "%(num)s won without a known amount", "%(num)s won without a known amount", without, num=say.number(without)
    )
    return f"{told}, {more}" if without else told


def _missing(facts: Facts) -> Iterator[str]:
    """How many records could not be read, and of which folders nobody knows how many."""
    folders = [one for one in facts.missing if one.endswith("/")]
    if count := len(facts.missing) - len(folders):
        yield facts.words.ngettext(
            "%(num)s record is missing, as it could not be read",
            "%(num)s records are missing, as they could not be read",
            count,
            num=facts.say.number(count),
        )
    if folders:
        yield facts.words.gettext(
            "all records in %(folders)s are missing, as they could not be read", folders=", ".join(folders)
        )


def _currency(facts: Facts) -> str:
    """The currency of all sums, and the rates by which other currencies were brought into it."""
    _, say = facts.words.gettext, facts.say
    used = {deal.state.currency for deal in facts.deals.all} - {None, facts.currency}
    if not used:
        return _("Amounts in %(sign)s", sign=say.currency)
    known = [rates for rates in facts.settings.exchange_rates if rates.day <= facts.as_of]
    if not known:
        return _("Amounts in %(sign)s; there are no exchange rates", sign=say.currency)
    latest = max(known, key=lambda rates: rates.day)
    told = [f"{code} {say.number(rate, 4)}" for code, rate in sorted(latest.rates.items()) if code in used]
    rates = ", ".join(told) or _("none")
    return _(
        "Amounts in %(sign)s; rates of %(day)s: %(rates)s", sign=say.currency, day=say.day(latest.day), rates=rates
    )


def _open(facts: Facts) -> str:
    """How many deals are open, and how many of them are in no sum."""
    _, n_, say, open_ = facts.words.gettext, facts.words.ngettext, facts.say, total(facts.deals.open)
    if not open_.count and facts.may_miss("opportunities"):
        return _("No open deal could be read")
    told = [n_("%(num)s open deal", "%(num)s open deals", open_.count, num=say.number(open_.count))]
    if open_.without_amount:
        told.append(_("%(num)s without amount", num=say.number(len(open_.without_amount))))
    if open_.without_rate:
        told.append(_("%(num)s without exchange rate", num=say.number(len(open_.without_rate))))
    return ", ".join(told)
