"""LEA: leads whose status lacks what it demands, or whose history cannot be, and leads that look like one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from textcrm.findings import FieldPath, Problem, Severity
from textcrm.model.book import Book
from textcrm.model.history import differences, ordered
from textcrm.model.process import LEAD_MOVES
from textcrm.model.records import OPEN_LEAD, Contact, Lead, LeadEntry
from textcrm.model.settings import LeadSettings, Reason, Settings
from textcrm.model.values import shown
from textcrm.rules.likenesses import entry_of_contact, entry_of_lead
from textcrm.rules.paste import in_days
from textcrm.rules.rule import Case, rule

#: The day proposed for getting in touch again lies so many days ahead.
_RECONTACT = 90


@rule("LEA001", "status-demands-unmet")
def status_demands_unmet(case: Case) -> Iterator[Problem]:
    """A lead has what its status demands.

    What it checks: A qualified lead has the answers that `leads.qualified_needs` in `crm.yaml` asks for, and an
    e-mail or phone verified as `leads.qualified_verified` says. A converted lead has them too, and the day under
    `converted`. One that is being nurtured has `recontact_on`. A disqualified one says under `disqualified` on
    which day and for which reason, with a note where the reason needs one.

    Why: Sales works on qualified leads only. A lead that is qualified without a budget costs a visit to find out
    that there is none; one that is nurtured without a day is forgotten.

    Bad:
        status: nurturing

    Good:
        status: nurturing
        recontact_on: 2027-02-01

    How to fix: Fill in what is missing, or go back to the status that is true, `qualifying` as a rule.
    """
    for lead in case.book.leads.values():
        if lead.status in ("qualified", "converted"):
            yield from _unqualified(lead, case.book.settings.leads)
        if lead.status == "converted":
            yield from _conversion_unsaid(lead, case)
        elif lead.status == "disqualified":
            yield from _disqualification_unsaid(lead, case.book.settings, case.day)
        elif lead.status == "nurturing" and lead.recontact_on is None:
            help = f"Say when to get in touch again:\nrecontact_on: {in_days(case.day, _RECONTACT)}"
            yield Problem("a lead that is being nurtured has no `recontact_on`", lead.ref, ("recontact_on",), help)


@rule("LEA002", "converted-to-nothing")
def converted_to_nothing(case: Case) -> Iterator[Problem]:
    """A converted lead became a contact, or at least a company.

    What it checks: `converted` names a contact or a company. A deal alone is not enough: it is sold to somebody.

    Why: Conversion turns a lead into somebody you sell to. Without a contact or a company, the name and the
    telephone number stay behind in a lead that nobody opens any more.

    Bad:
        converted: {date: 2026-10-20}

    Good:
        converted: {date: 2026-10-20, contact: marta-oliveira, company: padaria-estrela}

    How to fix: Create the contact or the company, name it under `converted`, and write `lead: …` into the contact.
    """
    for lead in case.book.leads.values():
        done = lead.converted
        if done and not (done.contact or done.company):
            message = "the lead was converted, but neither a contact nor a company is named"
            help = f"Name what it became under `converted`:\ncontact: {_contact_of(lead, case.book)}"
            yield Problem(message, lead.ref, ("converted",), help)


@rule("LEA003", "illegal-path")
def illegal_path(case: Case) -> Iterator[Problem]:
    """A lead goes from status to status as the process allows.

    What it checks: Every change of status in the history is one that the life of a lead knows: nothing is converted
    before it was qualified, a disqualified lead comes back as `qualifying`, and `converted` is the end. The first
    entry, and entries with `observed: true`, are not judged.

    Why: A skipped step is a step not counted. How many leads qualify, and how long it takes, would be wrong.

    Bad:
        - {date: 2026-10-20, status: converted}

    Good:
        - {date: 2026-10-15, status: qualified}
        - {date: 2026-10-20, status: converted}

    How to fix: Add the entry that is missing, with its day. If the entry came from an import and only says what was
    seen that day, add `observed: true` to it.
    """
    for lead in case.book.leads.values():
        status: str | None = None
        for index, entry in _dated(lead):
            before, status = status, entry.get("status", status)
            if before is None or status is None or status == before or entry.get("observed"):
                continue
            if status not in LEAD_MOVES[before]:
                message = f"a lead that is {shown(before)} cannot become {shown(status)}"
                yield Problem(message, lead.ref, ("history", index, "status"), _ways(before, status))


@rule("LEA004", "history-unsorted")
def history_unsorted(case: Case) -> Iterator[Problem]:
    """The history of a lead runs from the oldest entry to the newest.

    What it checks: No entry of the history is dated before the entry above it, and none before the lead was
    `created`. Entries of the same day may stand in any order.

    Why: The entries are read from top to bottom. One in the wrong place undoes the later ones that stand above it.

    Bad:
        - {date: 2026-10-15, status: qualified}
        - {date: 2026-10-06, status: qualifying}

    Good:
        - {date: 2026-10-06, status: qualifying}
        - {date: 2026-10-15, status: qualified}

    How to fix: Move the entry up to its place. If only its date is mistyped, correct the date. If the lead is older
    than its file, set `created` back.
    """
    for lead in case.book.leads.values():
        yield from _before_created(lead)
        for index in range(1, len(lead.history)):
            day, above = lead.history[index]["date"], lead.history[index - 1]["date"]
            if day < above:
                message = f"the entry of {shown(day)} stands below one of {shown(above)}"
                yield Problem(message, lead.ref, ("history", index, "date"), "Move the entry up to its place.")


@rule("LEA005", "history-disagrees")
def history_disagrees(case: Case) -> Iterator[Problem]:
    """What a lead says of itself is what its history ends with.

    What it checks: Status, owner, rating and `recontact_on` are those of the last entry that mentions them;
    `converted` and `disqualified` have the day, and the reason, of the last such entry. What the history never
    mentions may have any value. `converted` and `disqualified` stand only in a lead that is, or was, in that status.

    Why: Lists read the fields, reports of last month read the history. Where they disagree, two people argue over
    two numbers.

    Bad:
        - {date: 2026-10-06, status: qualifying}

    Good:
        - {date: 2026-10-06, status: qualifying}
        - {date: 2026-11-23, status: nurturing}

    How to fix: Append the line shown to the history if the field is right; change the day in it if it happened
    earlier. If the history is right, correct the field.
    """
    for lead in case.book.leads.values():
        if lead.history or lead.converted or lead.disqualified:
            yield from _disagreements(lead, case)


@rule("LEA006", "lead-unreachable")
def lead_unreachable(case: Case) -> Iterator[Problem]:
    """A lead has a name and a way to reach it.

    What it checks: There is a `name` or a `company_name`, and there is an `email`, a `phone` or a `website`.

    Why: A lead that cannot be named or reached cannot be worked on. It only makes the funnel look wider than it is.

    Bad:
        company_name: Pizzaria Brasa

    Good:
        company_name: Pizzaria Brasa
        phone: +55 31 99876-1234

    How to fix: Add what you have. If there is nothing, the lead is none: delete the file.
    """
    for lead in case.book.leads.values():
        if not (lead.name or lead.company_name):
            message = "the lead has neither a `name` nor a `company_name`"
            yield Problem(message, lead.ref, ("name",), "Add the name of the person or of the company:\nname: …")
        if not (lead.email or lead.phone or lead.website):
            message = "there is no way to reach the lead: no `email`, `phone` or `website`"
            yield Problem(message, lead.ref, ("email",), "Add at least one way to reach it:\nphone: …")


@rule("LEA007", "in-the-future")
def in_the_future(case: Case) -> Iterator[Problem]:
    """Nothing of a lead's past lies in the future.

    What it checks: `created`, the dates in the history, and the days under `converted` and `disqualified` are not
    after today (or after the day that `--as-of` names). `recontact_on` may be.

    Why: It is a slip of the finger, most often the wrong year or month, and every number that counts days is wrong
    with it.

    Bad:
        created: 2027-11-20

    Good:
        created: 2026-11-20

    How to fix: Correct the date. What is planned goes into `recontact_on`, or into an activity with `planned:
    true`.
    """
    for lead in case.book.leads.values():
        for field, day in _days(lead):
            if day > case.day:
                message = f"{shown(day)} is in the future; it is {case.day} now"
                yield Problem(
                    message, lead.ref, field, "Correct the date. Plans go into `recontact_on` or a planned activity."
                )


@rule("LEA008", "looks-like-another-lead", Severity.WARNING)
def looks_like_another_lead(case: Case) -> Iterator[Problem]:
    """Two leads are two people.

    What it checks: Leads that share an e-mail or a telephone number, or have names that are the same or nearly the
    same at the same company. Capitals, accents, legal forms and the way a number is written do not count.
    Disqualified leads are left out, and so are two that are both converted.

    Why: Two people of yours call the same person with two prices, and the funnel counts one customer twice.

    Bad:
        # leads/ana-souza.yaml
        email: ana@pizzariabrasa.example
        # leads/pizzaria-brasa.yaml
        email: Ana@PizzariaBrasa.example
        status: qualified

    Good:
        # leads/pizzaria-brasa.yaml
        email: Ana@PizzariaBrasa.example
        status: disqualified
        disqualified: {date: 2026-11-21, reason: duplicate}

    How to fix: Keep the lead that knows more, move what the other one knows to it, and disqualify the other as a
    duplicate. If they are two people, say so with a comment at the head of one of the files: `# textcrm:
    ignore[LEA008] mother and daughter`.
    """
    from textcrm.likeness.candidates import pairs  # loads a library

    leads = {lead.id: lead for lead in case.book.leads.values() if lead.status != "disqualified"}
    for pair in pairs([entry_of_lead(lead) for lead in leads.values()]):
        first, second = leads[pair.first], leads[pair.second]
        if second.status == "converted":
            first, second = second, first
        if second.status != "converted":
            yield _like(second, first, pair.why, "LEA008", case)


@rule("LEA009", "already-a-contact", Severity.WARNING)
def already_a_contact(case: Case) -> Iterator[Problem]:
    """A lead is somebody new.

    What it checks: Leads, neither converted nor disqualified, that share an e-mail or a telephone number with a
    contact, or have the same or nearly the same name at the same company. A contact that was made from the lead is
    left out.

    Why: It is a customer who asks again. Whoever knows the customer should answer, and a deal with the contact says
    more than a new lead.

    Bad:
        # contacts/marta-oliveira.yaml
        email: marta@padariaestrela.example
        # leads/marta.yaml
        email: marta@padariaestrela.example
        status: qualified

    Good:
        # leads/marta.yaml
        email: marta@padariaestrela.example
        status: disqualified
        disqualified: {date: 2026-11-21, reason: duplicate}

    How to fix: Open a deal with the contact, whose `lead` this lead may be, and disqualify the lead as a duplicate
    or convert it to the contact that is there. If they are two people, say so with a comment at the head of the
    file: `# textcrm: ignore[LEA009] father and son`.
    """
    from textcrm.likeness.candidates import between  # loads a library

    book = case.book
    ours = [entry_of_lead(lead) for lead in book.leads.values() if lead.status in OPEN_LEAD]
    theirs = [entry_of_contact(contact, book) for contact in book.contacts.values()] if ours else []
    for pair in between(ours, theirs):
        lead, contact = book.leads[pair.first], book.contacts[pair.second]
        if contact.lead != lead.id:
            yield _like(lead, contact, pair.why, "LEA009", case)


def _unqualified(lead: Lead, wanted: LeadSettings) -> Iterator[Problem]:
    """What a qualified lead must have and this one lacks."""
    for need in wanted.qualified_needs:
        if getattr(lead.qualification, need) is None:
            message = f"a {lead.status} lead has no answer to `{need}`"
            help = f"Add what you know under `qualification`:\n{need}: …"
            yield Problem(message, lead.ref, ("qualification", need), help)
    for ways in _unverified(lead, wanted.qualified_verified):
        message = f"neither e-mail nor phone of a {lead.status} lead is verified"
        if len(ways) == 1:
            message = f"the {'e-mail' if ways[0] == 'email' else 'phone'} of a {lead.status} lead is not verified"
        help = f"Once you have checked it:\nverified: [{', '.join(dict.fromkeys((*lead.verified, ways[0])))}]"
        yield Problem(message, lead.ref, ("verified",), help)


def _unverified(lead: Lead, wanted: str) -> Iterator[tuple[str, ...]]:
    """Each verification that is missing: the ways of which one would do."""
    if wanted == "any" and not lead.verified:
        yield ("email", "phone") if lead.email or not lead.phone else ("phone", "email")
    for way in {"both": ("email", "phone"), "email": ("email",), "phone": ("phone",)}.get(wanted, ()):
        if way not in lead.verified:
            yield (way,)


def _conversion_unsaid(lead: Lead, case: Case) -> Iterator[Problem]:
    day = _last_day(lead, "converted") or case.day
    if lead.converted is None:
        help = f"Say when, and what it became:\nconverted: {{date: {day}, contact: {_contact_of(lead, case.book)}}}"
        yield Problem("a converted lead does not say what it became", lead.ref, ("converted",), help)
    elif lead.converted.date is None:
        message = "a converted lead does not say when it was converted"
        yield Problem(message, lead.ref, ("converted", "date"), f"Add under `converted`:\ndate: {day}")


def _contact_of(lead: Lead, book: Book) -> str:
    """The contact that the lead probably became: one of the same id, if there is one."""
    return lead.id if lead.id in book.contacts else "…"


def _disqualification_unsaid(lead: Lead, settings: Settings, today: date) -> Iterator[Problem]:
    said = lead.disqualified
    day = _last_day(lead, "disqualified") or today
    if said is None:
        help = f"Say when and why, with {_choice(settings)}:\ndisqualified: {{date: {day}, reason: …}}"
        yield Problem("a disqualified lead does not say why", lead.ref, ("disqualified",), help)
        return
    if said.date is None:
        message = "a disqualified lead does not say when it was given up"
        yield Problem(message, lead.ref, ("disqualified", "date"), f"Add under `disqualified`:\ndate: {day}")
    if said.reason is None:
        help = f"Add under `disqualified`, with {_choice(settings)}:\nreason: …"
        yield Problem("a disqualified lead gives no reason", lead.ref, ("disqualified", "reason"), help)
    reason = settings.reason_by_id["disqualified"].get(said.reason or "")
    if reason and "note" in reason.needs and said.note is None:
        help = 'Add under `disqualified`:\nnote: "…"'
        yield Problem(f"the reason {shown(reason.id)} needs a note", lead.ref, ("disqualified", "note"), help)


def _choice(settings: Settings) -> str:
    reasons = [reason.id for reason in settings.reasons.disqualified if not reason.retired]
    return f"one of the reasons {', '.join(reasons)}" if reasons else "a reason of your own"


def _last_day(lead: Lead, status: str) -> date | None:
    """The day of the last entry with the status."""
    return next((entry["date"] for entry in reversed(ordered(lead.history)) if entry.get("status") == status), None)


def _ways(before: str, after: str) -> str:
    """What is legal after a status, and the step that was left out on the way to another one."""
    legal = LEAD_MOVES[before]
    if not legal:
        return "A converted lead stays one. If the person asks again, open a deal that names the lead."
    between = next((way for way in legal if after in LEAD_MOVES[way]), None)
    words = f"It may become {', '.join(legal[:-1])} or {legal[-1]}" if len(legal) > 1 else f"It may become {legal[0]}"
    return (
        f"{words}. Put the entry that is missing above:\n- {{date: …, status: {between}}}" if between else f"{words}."
    )


def _disagreements(lead: Lead, case: Case) -> Iterator[Problem]:
    wrong = list(differences(lead))
    for name, value, folded in wrong:
        message = f"`{name}` is {_said(value)}, but the history ends with {_said(folded)}"
        help = f"Append to `history`:\n  - {{date: {_day_of(lead, name, case.day)}, {name}: {_written(value)}}}"
        yield Problem(message, lead.ref, (name,), help)
    for status in ("converted", "disqualified"):
        if getattr(lead, status) is None or any(status in (value, folded) for _, value, folded in wrong):
            continue
        if lead.status != status and not any(entry.get("status") == status for entry in lead.history):
            message = f"`{status}` is given, but the lead is {shown(lead.status)}"
            help = f"Take `{status}` away, or, if that is what the lead is:\nstatus: {status}"
            yield Problem(message, lead.ref, (status,), help)
        elif lead.history:
            yield from _outcome(lead, status, case)


def _before_created(lead: Lead) -> Iterator[Problem]:
    """The earliest entry, if it is dated before the lead was created."""
    if lead.created and lead.history:
        begin, (place, first) = lead.created.day, _dated(lead)[0]
        if first["date"] < begin:
            message = f"the entry of {shown(first['date'])} is dated before the lead was created on {begin}"
            help = f"Correct the date, or, if the lead is older:\ncreated: {first['date']}"
            yield Problem(message, lead.ref, ("history", place, "date"), help)


def _outcome(lead: Lead, status: str, case: Case) -> Iterator[Problem]:
    """Where `converted` or `disqualified` does not repeat the last such entry of the history."""
    said: Any = getattr(lead, status)
    entries = ordered(lead.history)
    place = next((n for n in reversed(range(len(entries))) if entries[n].get("status") == status), None)
    if place is None:
        message = f"`{status}` is given, but the history does not know of it"
        help = f"Put it into `history`, at its place:\n  - {{date: {said.date or case.day}, status: {status}}}"
        yield Problem(message, lead.ref, (status,), help)
        return
    entry = entries[place]
    if said.date and (said.date > entry["date"] if entry.get("observed") else said.date != entry["date"]):
        yield _other(lead, (status, "date"), said.date, entry["date"])
    known = case.book.settings.reason_by_id["disqualified"]
    given, last = (_current(id, known) for id in (getattr(said, "reason", None), _last_reason(entries[place:])))
    if given and last and given != last:
        yield _other(lead, (status, "reason"), said.reason, last)


def _current(id: str | None, known: Mapping[str, Reason]) -> str | None:
    """The id of today for a former one."""
    return known[id].id if id and id in known else id


def _last_reason(entries: Sequence[LeadEntry]) -> str | None:
    """The reason given with the first entry, or corrected later, before the status changed."""
    reason: str | None = None
    for index, entry in enumerate(entries):
        if index and "status" in entry:
            break
        reason = entry.get("reason", reason)
    return reason


def _other(lead: Lead, field: FieldPath, value: object, folded: object) -> Problem:
    message = f"`{field[0]}` says {shown(value)}, but the history says {shown(folded)}"
    return Problem(message, lead.ref, field, f"Write what the history says:\n{field[-1]}: {folded}")


def _said(value: object) -> str:
    return "empty" if value is None else shown(value)


def _written(value: object) -> str:
    return "null" if value is None else str(value)


def _day_of(lead: Lead, name: str, today: date) -> date:
    """The day to enter: the one under `converted` or `disqualified` where that is what changed, else today."""
    said = (
        {"converted": lead.converted, "disqualified": lead.disqualified}.get(lead.status) if name == "status" else None
    )
    day = said.date if said else None
    last = max(entry["date"] for entry in lead.history)
    return day if day and day >= last else today


def _days(lead: Lead) -> Iterator[tuple[FieldPath, date]]:
    """Everything of a lead that is past by nature."""
    if lead.created:
        yield ("created",), lead.created.day
    if lead.converted and lead.converted.date:
        yield ("converted", "date"), lead.converted.date
    if lead.disqualified and lead.disqualified.date:
        yield ("disqualified", "date"), lead.disqualified.date
    for index, entry in enumerate(lead.history):
        yield ("history", index, "date"), entry["date"]


def _dated(lead: Lead) -> list[tuple[int, LeadEntry]]:
    """The entries by date, each with its place in the file."""
    return sorted(enumerate(lead.history), key=lambda pair: pair[1]["date"])


def _like(lead: Lead, other: Lead | Contact, why: str, code: str, case: Case) -> Problem:
    name = other.name if isinstance(other, Contact) else other.name or other.company_name
    field = "name" if lead.name else "company_name"
    return Problem(
        f"looks like {shown(other.ref, 120)} ({shown(name)}): {why}",
        lead.ref,
        (field,),
        f"{_as_duplicate(lead, case)}\nIf they are two people, say so:\n{field}: …  # textcrm: ignore[{code}] …",
    )


def _as_duplicate(lead: Lead, case: Case) -> str:
    """How to give a lead up that is somebody known already."""
    reason = "duplicate" if "duplicate" in case.book.settings.reason_by_id["disqualified"] else "…"
    said = f"date: {case.day}, reason: {reason}"
    entry = f"\n  - {{date: {case.day}, status: disqualified, reason: {reason}}}" if lead.history else ""
    asked = ", with the entry at the end of `history`:" if lead.history else ":"
    return (
        f"If it is the same person, disqualify this lead{asked}\nstatus: disqualified\ndisqualified: {{{said}}}{entry}"
    )
