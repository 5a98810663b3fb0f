"""How it is counted: for each table of the site, of which records its figures are made, and by which arithmetic."""

from __future__ import annotations

from collections.abc import Mapping

from textcrm.site.facts import Facts
from textcrm.site.waiting import promise


def how(facts: Facts) -> Mapping[str, str]:
    """What the page of data says of each table, by the table's name."""
    return {
        **_of_the_quarter(facts),
        **_of_open_deals(facts),
        **_of_closed_deals(facts),
        **_of_leads(facts),
        **_of_people(facts),
        **_of_records(facts),
    }


def _of_the_quarter(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    parts = _(
        "Won are the deals closed as won on a day of it, at their final amount; the others are open deals that should "
        "close in it, by the category their owner gave them, else that of their stage."
    )
    omitted = _("Omitted deals are in no sum.")
    weighted = _(
        "Weighted is the amount of each open deal that is not omitted times its chance, rounded for each deal, then "
        "added up."
    )
    return {
        "quarter": _("The fiscal quarter that the day lies in. %(parts)s %(omitted)s", parts=parts, omitted=omitted),
        "won-so-far": _(
            "For each day on which something was won, everything won in its quarter up to then, at the final amounts."
        ),
        "last-days": _(
            "Deals that ended, went to another stage or were new in the last seven days, the day itself included. A "
            "deal is there once, with what weighs most."
        ),
        "deals-that-decide": _(
            "Open deals in commit or best case that should close by the end of the quarter, late ones included (where "
            "there are none, all that should), and the two largest that should close later or do not say when."
        ),
        "forecast-by-month": _("The calendar month in which a deal closed or should close. %(parts)s", parts=parts),
        "forecast-by-quarter": _("The same by fiscal quarter. %(weighted)s", weighted=weighted),
        "forecast-by-owner": _(
            "This quarter, by who owns the deal at the end of the day. Won of target is what is won divided by the "
            "target that the settings give the person for the quarter."
        ),
        "forecast-by-category": _(
            "This quarter. %(parts)s Up to here adds the rows from the top. %(omitted)s", parts=parts, omitted=omitted
        ),
        "forecast-guesses": _(
            "Won plus commit, the same with best case, and won plus weighted are sums of this quarter. Pace is what "
            "is won so far, and for each day that is left as much as was won a day in the last 90 days."
        ),
    }


def _of_open_deals(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    return {
        "needs-attention": _(
            "Open deals that are late, quiet or slow: an expected close or a next step in the past, no next step, no "
            "contact for longer than the stage allows, in the stage for longer than its limit, a critical step passed "
            "over, put off too often, or a planned activity whose day has passed. The limits are in the settings."
        ),
        "pipeline-by-stage": _(
            "All open deals by the stage they are in at the end of the day, whenever they should close. Weighted is "
            "the amount of each deal times its chance, its own or its stage's, rounded for each deal, then added up."
        ),
        "open-deals": _("All open deals as they stand at the end of the day, folded from their histories."),
        "stages-now": _(
            "Days in the stage are counted from the day the deal last entered it. Too long is longer than the slow "
            "days of the stage. Quiet is no activity with the customer, no move and no step done for longer than "
            "its rotten days. Steps left out are of stages the deal has gone past, those to do are of the stage it is "
            "in."
        ),
        "stage-moves": _(
            "Each time a deal went from one stage to another, or from a stage to its end, on the day its history "
            "says. Back is to an earlier stage of the same pipeline."
        ),
        "steps-undone": _(
            "Critical steps of open deals that are neither done nor skipped with a reason: of stages gone past, and "
            "of the stage a deal is in. A step that the settings ask for only since a later day is not asked."
        ),
    }


def _of_closed_deals(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    likely = _("The likely range holds the true rate four times out of five (Wilson's interval at 80%%).")
    once = _(
        "A deal counts once, by its last closing: won at its final amount, the others at the last amount they had "
        "while open. Reasons that do not count (a duplicate, say) leave it out."
    )
    return {
        "outcomes": _("All closed deals by how they ended. %(once)s", once=once),
        "outcomes-by-quarter": _(
            "By the fiscal quarter of the closing. Rate is won divided by all that were closed. %(likely)s",
            likely=likely,
        ),
        "outcomes-rates": _(
            "Of all closed: won divided by won, lost, abandoned and cancelled. Against competitors: won divided by "
            "won and lost to a competitor. By value: the same of the amounts that are known. %(likely)s",
            likely=likely,
        ),
        "outcomes-reasons": _(
            "The reason that the last closing gives; shares are of the deals that ended the same way."
        ),
        "outcomes-competitors": _(
            "Lost to is whom the closing names; won and open are deals that name the company among their competitors. "
            "A deal with several competitors is in several rows."
        ),
        "outcomes-cycle": _(
            "Whole days from creation to the last closing, of the deals won whose day of creation is known. Half took "
            "no more than the median; open deals, which may yet take longer, are not among them."
        ),
        "outcomes-deals": _("All closed deals, the latest first. %(once)s", once=once),
    }


def _of_leads(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    deals = _("Deals are those that name the lead or that it was converted to; each counts once.")
    return {
        "leads-unanswered": _(
            "Leads that are new or being qualified and that nobody has answered yet. %(promise)s. An answer is the "
            "first activity with the lead that goes out; giving it an owner is none.",
            promise=promise(facts),
        ),
        "leads-waiting": _(
            "Open leads that wait for somebody: those that are new or being qualified and that nobody has answered, "
            "and those to be contacted again whose day has come."
        ),
        "leads-by-source": _(
            "Leads by where they came from, but for those given up for a reason that does not count; a lead without "
            "a source has its campaign's. Rate is converted divided by all, so young leads make it too low. %(deals)s",
            deals=deals,
        ),
        "leads-by-campaign": _(
            "Each campaign over its whole life: its cost, divided by its leads and by the deals won. %(deals)s",
            deals=deals,
        ),
        "leads-first-answer": _(
            "From when a lead came in to the first activity with it that goes out. Hours only where both have a time "
            "of day; who still waits counts as not answered in time."
        ),
        "leads-disqualified": _("Leads given up, by the reason that their history gives last."),
        "leads-known": _(
            "Leads that are neither converted nor disqualified: by status, and how many have what the settings ask of "
            "a qualified lead."
        ),
        "leads-deals": deals,
        "leads": _("All leads as they stand at the end of the day, the latest first."),
    }


def _of_people(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    return {
        "team-targets": _(
            "What each person won in the period, of the deals they owned at the closing, against the target that the "
            "settings give them. The period is the quarter, or the month or the year where only that has targets."
        ),
        "team-open-work": _(
            "Open deals by owner. Late is a next step whose day has passed. Quiet is a deal without contact, step or "
            "move for longer than its stage allows."
        ),
        "team-win-rates": _(
            "Deals won divided by deals closed, by who owned them at the closing, those who left the team included. "
            "Under five closed deals only the counts are shown."
        ),
        "team-activities-by-week": _("Activities that took place in the last eight weeks, from Monday to Sunday."),
        "team-activities-by-type": _("The same activities by what they were."),
        "team-activities": _("Each of them, the latest first. What is only planned is not among them."),
        "team": _("Everybody in the folder of the team, those who left included."),
        "agenda": _(
            "Next steps of open deals and deals without one, expected closes of the next seven days or past, critical "
            "steps not done, deals without contact for too long or too long in a stage, planned activities, leads "
            "that nobody has answered, and those to be contacted again. A task is its own owner's, else the record's."
        ),
        "agenda-by-person": _("The same tasks, counted by who has them and how soon they are due."),
    }


def _of_records(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    return {
        "problems": _("What textcrm validate finds in the same files on the same day, but for what is ignored."),
        "companies": _("All companies: customers, prospects, partners, competitors, suppliers."),
        "contacts": _("All contacts and the companies they are at."),
    }
