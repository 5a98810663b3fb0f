"""A report as a small company might get it: every kind of line a reporter has to word."""

from __future__ import annotations

from dataclasses import replace

from textcrm.findings import Finding, Ignored, Report, Severity
from textcrm.reporters import RuleText

DEAL = "crm_data/opportunities/hotel-serra-pizza-ovens.yaml"
LEAD = "crm_data/leads/ana-souza.yaml"
SOURCES = {
    DEAL: (
        "name: Two pizza ovens for the new wing of Hotel Serra\n"
        "stage: proposal\r\n"
        "owner: joanna\n"
        "next: 株式会社 パン 🍕 asks for a visit\tafter the fair, and for a price list with all delivery dates\n"
        "history:\n"
        "  - {date: 2026-09-01, stage: qualified, note: first call, liked the demo}\n"
    ),
    LEAD: "\ufeffname: Ana Souza\nstatus: new\nnotes: the card says ghp_"
    + "a1B2" * 9
    + "\n"
    + "# \n" * 1200
    + "x: \x1b[2J\n",
    "crm_data/crm.yaml": "company: {name: Fornos do Vale}\n",
}
_RECORD = "opportunities/hotel-serra-pizza-ovens"
_NO_STEP = Finding("HYG001", "no-next-step", Severity.WARNING, "no next step", DEAL, 1, 1, _RECORD, "", "")
_ERROR = replace(_NO_STEP, severity=Severity.ERROR)
_LEAD = replace(_NO_STEP, path=LEAD, record="leads/ana-souza")
_FILE = replace(_NO_STEP, path="crm_data/leads/jo.yml", line=None, column=None, record=None)

#: Errors, warnings and ignored findings; places with and without line and column.
REPORT = Report(
    (
        replace(
            _ERROR,
            code="OPP003",
            name="stage-demands-unmet",
            message="stage `proposal` needs `amount`, which is missing",
            line=2,
            column=8,
            field="stage",
            help="add the amount, or go back to the stage before:\namount: 120000.00\ncurrency: BRL",
        ),
        replace(
            _ERROR,
            code="REF001",
            name="unknown-member",
            message="`joanna` is nobody on the team; did you mean `joana`?",
            line=3,
            column=8,
            field="owner",
            help="owner: joana",
        ),
        replace(
            _NO_STEP,
            code="YML021",
            name="invisible-character",
            message="a sign that some editors do not show",
            line=4,
            column=15,
            field="next",
        ),
        replace(
            _ERROR,
            code="SCH016",
            name="not-one-line",
            message="“next” must be one line of text",
            line=4,
            column=83,
            field="next",
        ),
        replace(
            _ERROR,
            code="SCH011",
            name="cut-by-comma",
            message="`liked the demo` has no value: the comma inside {…} ended the note. Text with commas inside "
            "braces must be quoted, or the entry be written over several lines",
            line=6,
            column=58,
            field="history[0].liked the demo",
            help='quote it:\n- {date: 2026-09-01, stage: qualified, note: "first call, liked the demo"}',
        ),
        replace(
            _LEAD,
            code="HYG006",
            name="lead-unanswered",
            message="nobody has answered for 12 days; the limit is 24 hours",
            help="Log the call once it is made, or give the lead to someone who has the time to make it this week.",
        ),
        replace(
            _LEAD,
            code="HYG018",
            name="secret-in-text",
            message="this looks like a key to GitHub",
            line=3,
            column=8,
            field="notes",
        ),
        replace(
            _LEAD,
            code="SCH002",
            name="unknown-key",
            severity=Severity.ERROR,
            message="`x: \x1b[2J\n::error::owned ##[error]` is no key \u202eyldnirf",
            line=1204,
            column=4,
            field="x",
        ),
        replace(
            _FILE,
            code="YML010",
            name="wrong-extension",
            message="this file is read by nobody",
            help="git mv crm_data/leads/jo.yml crm_data/leads/jo.yaml",
        ),
        replace(
            _FILE,
            code="YML020",
            name="lone-carriage-return",
            message="a lone carriage return",
            path="crm_data/crm.yaml",
            line=1,
            record="crm",
        ),
    ),
    (
        Ignored(_NO_STEP, "Tender, dates set by the hotel"),
        Ignored(replace(_NO_STEP, path="crm_data/opportunities/tender.yaml"), "Tender, dates set by the hotel"),
        Ignored(_LEAD, "on holiday"),
    ),
    412,
)
CLEAN = Report((), (), 412)

RULES = (
    RuleText(
        "OPP003",
        "stage-demands-unmet",
        "An open deal has what its stage demands.",
        "What it checks\n\nWhy\n\n    stage: proposal\n",
        Severity.ERROR,
    ),
    RuleText("HYG004", "rotting", "A deal is not left alone.", "", Severity.WARNING),
)
