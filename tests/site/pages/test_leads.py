"""The Leads page: who waits comes first, and no figure without the leads behind it."""

from __future__ import annotations

from typing import Any

from tests.metrics.records import did, lead, lost, on, won
from tests.site.sites import facts, facts_of, grids, sample, texts
from tests.small_book import CRM
from textcrm.model.records import Conversion, Qualification
from textcrm.model.settings import LeadSettings
from textcrm.reports import REPORTS, Asked
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid
from textcrm.site.page import Page
from textcrm.site.pages.leads import Leads, pages

OF, NB = "\u00a0of\u00a0", "\u00a0"


def page(known: Facts) -> Page:
    return next(pages(known))


def shown(known: Facts) -> Leads:
    value = page(known).value
    assert isinstance(value, Leads)
    return value


def table(known: Facts, id: str) -> Grid:
    return next(grid for grid in grids(shown(known)) if grid.id == id)


def new(id: str, day: str = "2026-11-20 09:00", **fields: Any) -> Any:
    return lead(id, on(day[:10], status="new"), created=day, **fields)


def converted(id: str, deal: str | None = None, **fields: Any) -> Any:
    became = Conversion(opportunity=deal)
    opened = on("2026-03-01", status="new"), on("2026-03-10", status="converted")
    return lead(id, *opened, created="2026-03-01", converted=became, **fields)


def given_up(id: str, reason: str, **fields: Any) -> Any:
    ended = on("2026-03-10", status="disqualified", reason=reason)
    return lead(id, on("2026-03-01", status="new"), ended, created="2026-03-01", **fields)


def test_no_lead_is_said_and_every_section_keeps_its_heading() -> None:
    found = shown(facts(base={"crm.yaml": CRM}))
    assert found.sentence == "<b>There is no lead yet.</b>"
    heads = [one.head.title for one in found.sections]
    assert heads[:3] == ["Who waits", "By source", "By campaign"]
    assert all(part.grid.empty for one in found.sections for part in one.parts if not part.grid.rows)


def test_who_waits_stands_first_the_longest_wait_above() -> None:
    known = facts_of(
        new("ana", source="website", owner="joana"),
        new("bia", "2026-11-23 23:30"),
        lead("caio", on("2026-03-01", status="nurturing", recontact_on="2026-11-18"), created="2026-03-01"),
        leads=LeadSettings(response_hours=4),
    )
    found = shown(known)
    assert found.sections[0].head.title == "Who waits"
    assert found.sections[0].head.says == "A first answer is due within 4 hours."
    assert found.sections[0].head.of == "3 of 3 open leads"
    assert texts(table(known, "unanswered")) == [
        ["Lead ana", "No first answer", "Website", "Joana Prado", f"3{NB}d 15{NB}h"],
        ["Lead bia", "No first answer", "–", "nobody", "since 23:30"],
        ["Lead caio", "To be contacted again on 18\u00a0Nov", "–", "nobody", f"5{NB}d"],
    ]
    looks = [row.cells[-1].look for row in table(known, "unanswered").rows]
    assert looks == ["late", "", "late"]
    assert str(found.sentence).startswith(
        "<b>2 leads wait for a first answer.</b> <b>1 is to be contacted again by now.</b> 0" + OF + "3 leads"
    )


def test_nobody_waiting_is_good_news_with_who_is_next() -> None:
    later = lead("caio", on("2026-03-01", status="nurturing", recontact_on="2026-12-14"), created="2026-03-01")
    known = facts_of(new("ana"), did("2026-11-20 10:00", lead="ana"), later)
    assert table(known, "unanswered").empty == (
        "Every new lead was answered, and none is to be contacted again by now. Next: Lead caio on 14\u00a0Dec."
    )
    assert str(shown(known).sentence).startswith("<b>No lead waits.</b>")


def test_a_lead_that_waits_since_an_unknown_day_is_there_too() -> None:
    known = facts_of(lead("ana", status="new"))
    assert [row.cells[-1].text for row in table(known, "unanswered").rows] == ["–"]
    assert [row.cells[0].text for row in table(known, "left-out").rows] == ["Lead ana"]


def test_sources_have_what_became_of_their_leads_and_what_was_won() -> None:
    leads = [converted(f"w{number}", f"deal-{number}", source="web") for number in range(4)]
    deals = [won("deal-0", "2026-05-01", 900), lost("deal-1", "2026-05-02", 50)]
    known = facts_of(*leads, given_up("w5", "no-need", source="website"), new("t", source="trade-fair"), *deals)
    grid = table(known, "by-source")
    assert texts(grid) == [
        ["Website", "5", "", f"4{OF}5", "", "80%", "51–94%", "1", "900"],
        ["Trade fair", "1", "", f"0{OF}1", "fewer than 5: counts only", "–", "–", "0", "–"],
    ]
    assert grid.total is not None
    assert [grid.total.cells[place].text for place in (1, 3, 5)] == ["6", f"4{OF}6", "67%"]
    assert [cell.href for cell in grid.rows[0].cells if cell.href] == [
        "leads.html?source=website#leads",
        "leads.html?source=website&status=converted#leads",
        "leads.html?source=website&outcome=won#deals",
        "leads.html?source=website&outcome=won#deals",
    ]
    assert "1 deal was won from a lead, R$\u00a0900." in str(shown(known).sentence)


def test_what_was_won_without_an_amount_is_not_nothing() -> None:
    grid = table(facts_of(converted("w", "deal", source="web"), won("deal", "2026-05-01")), "by-source")
    assert texts(grid)[0][-2:] == ["1", "no amount"]


def test_a_source_is_said_to_convert_better_only_if_the_ranges_lie_apart() -> None:
    good = [converted(f"g{number}", source="website") for number in range(9)]
    bad = [given_up(f"b{number}", "no-need", source="trade-fair") for number in range(9)]
    says = shown(facts_of(*good, *bad)).sections[1].head.says
    assert says == f"Website: 9{OF}9 converted. Trade fair: 0{OF}9."
    mixed = [
        converted("m", source="trade-fair"),
        *bad[:4],
        *good[:3],
        *(given_up(f"x{n}", "no-need", source="web") for n in "ab"),
    ]
    assert shown(facts_of(*mixed)).sections[1].head.says == (
        "The ranges overlap: no source is shown to convert better."
    )
    assert shown(facts_of(*good)).sections[1].head.says == ""


def test_campaigns_have_their_cost_and_what_they_brought() -> None:
    known = facts_of(
        converted("ana", "deal", campaign="fair"), won("deal", "2026-07-01", 5000), new("bia", campaign="fair-2026")
    )
    fair, letter = table(known, "by-campaign").rows
    assert [cell.text for cell in fair.cells] == ["Fair 2026", "900", "2", "1", "1", "1", "5,000", "450", "900"]
    assert fair.cells[0].note == "running: cost and results are unfinished"
    assert [cell.text for cell in letter.cells] == ["Letter 2026", "not known", "0", "0", "0", "0", "–", "–", "–"]
    assert shown(known).sections[2].head.says == "Fair 2026 brought most: R$\u00a05k won for R$\u00a0900."


def test_first_answers_in_time_and_by_days() -> None:
    known = facts_of(
        *(new(f"l{number}") for number in range(6)),
        *(did("2026-11-20 09:30", lead=f"l{number}") for number in range(3)),
        did("2026-11-20 12:00", lead="l3"),
        did("2026-11-25", lead="l4"),
        did("2026-11-21", lead="l5"),
        leads=LeadSettings(response_hours=4),
    )
    assert texts(table(known, "in-time")) == [
        ["Within the hour", f"3{OF}5", "", "60%", "33–82%"],
        ["Within 4 hours", f"4{OF}5", "", "80%", "51–94%"],
    ]
    assert [row[::2] for row in texts(table(known, "answer-days"))] == [
        ["The same day", "4"],
        ["The next day", "1"],
        ["Within a week", "0"],
        ["Later", "0"],
        ["Still waiting", "1"],
        ["Ended unanswered", "0"],
    ]
    says = shown(known).sections[3].head.says
    assert says == f"Half of the 5 known to the minute are answered within 30{NB}min. 1 was not answered."


def test_without_times_of_day_no_rate_is_made_up() -> None:
    known = facts_of(new("ana", "2026-11-20"), did("2026-11-20", lead="ana"))
    assert table(known, "in-time").rows == ()
    assert table(known, "in-time").empty.startswith("Needs leads whose coming in")
    assert shown(known).sections[3].head.says == ""


def test_reasons_lead_to_the_leads_also_those_that_no_rate_counts() -> None:
    known = facts_of(given_up("ana", "no-need"), given_up("bia", "no-need"), given_up("caio", "spam"))
    rows = table(known, "disqualified").rows
    assert [(row.cells[0].text, row.cells[0].note, row.cells[2].text, row.cells[2].href) for row in rows] == [
        ("No need", "", "2", "leads.html?status=disqualified%3Ano-need#leads"),
        ("Spam", "in no rate", "1", "leads.html?status=disqualified%3Aspam#left-out"),
    ]
    assert shown(known).sections[-1].head.title == "Left out"
    assert shown(known).sections[-1].head.of == "1 lead for a reason that does not count"


def test_what_is_known_and_missing_leads_to_the_leads_that_have_and_lack_it() -> None:
    known = facts_of(
        new("ana", qualification=Qualification(need="An oven")),
        new("bia"),
        leads=LeadSettings(qualified_needs=("need", "budget")),
    )
    assert [row[2:] for row in texts(table(known, "known"))] == [["1", "1"], ["0", "2"]]
    assert table(known, "known").rows[0].cells[2].href == "leads.html?status=open&has=need#leads"
    assert table(known, "known").rows[1].cells[3].href == "leads.html?status=open&lacks=budget#leads"
    assert shown(known).sections[5].head.says == "Most often missing: Budget (2 leads)"


def test_many_leads_go_on_further_pages() -> None:
    known = facts_of(*(new(f"l{number}") for number in range(2001)))
    assert [one.path for one in pages(known)] == ["leads.html", "leads-leads-2.html"]


def test_the_figures_are_those_of_the_report() -> None:
    known = sample()
    report = REPORTS["leads"](known.book, Asked(known.as_of)).data
    tables = {one.name: one for one in page(known).tables}
    sources: Any = report["sources"]
    assert [(row[0], *row[2:4], row[7], *row[8:11]) for row in tables["leads-by-source"].rows] == [
        (
            one["source"],
            one["leads"],
            one["converted"],
            one["disqualified"],
            one["open"],
            one["deals"],
            one["won_count"],
        )
        for one in sources
    ]
    campaigns: Any = report["campaigns"]
    assert [f"{row[13]:.2f}" if row[13] else None for row in tables["leads-by-campaign"].rows] == [
        one["won_amount"] if one["won_amount"] != "0.00" else None for one in campaigns
    ]
    reasons: Any = report["reasons"]
    assert [row[2] for row in tables["leads-disqualified"].rows] == [one["count"] for one in reasons]
    total: Any = report["total"]
    assert f"{total['converted']}{OF}{total['leads']} leads were converted (39%, 31–47%)." in str(shown(known).sentence)
