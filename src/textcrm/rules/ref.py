"""REF: references that lead nowhere, keys of other systems used twice, links that do not point back, circles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from textcrm.findings import FieldPath, Problem
from textcrm.model.book import Book
from textcrm.model.records import OPEN_LEAD, Contact, DealEntry, Lead, Opportunity
from textcrm.model.settings import SINGULAR, Entry, Pipeline, Settings
from textcrm.model.values import shown
from textcrm.rules.rule import Case, rule

#: A reference: the ref of the record that makes it, the field, and the id it gives.
Mention = tuple[str, FieldPath, str]
#: Ids that may be given; `None` is among them, since nothing is given then.
Known = frozenset[str | None]
#: Kinds of record whose fields of their own the settings declare.
_WITH_CUSTOM = ("team", "companies", "contacts", "leads", "opportunities")
#: So many comparisons a rule makes to guess what was meant: a book full of dangling ids is not worth the wait.
_COMPARISONS = 100_000
#: So many ids are listed in full where nothing near was found.
_FEW = 8
_LONGEST_CIRCLE = 200


# The rules


@rule("REF001", "unknown-member")
def unknown_member(case: Case) -> Iterator[Problem]:
    """Whoever owns, manages, or did something is a member of the team.

    What it checks: Every owner, every `by`, the owner of a next step, a member's manager, whose forecast a file
    holds, and your own fields of type `member` name somebody who has a file in `team/`.

    Why: A deal of nobody on the team is in nobody's list and nobody's total, so nobody calls the customer.

    Bad:
        owner: joanna

    Good:
        owner: joana

    How to fix: Write the id of the member, which is the name of the file in `team/` without `.yaml`. Somebody new
    gets a file of their own there. Whoever has left keeps the file: old deals need it.
    """
    yield from _dangling(case, "team", _mentions_of_members)


@rule("REF002", "unknown-company")
def unknown_company(case: Case) -> Iterator[Problem]:
    """Every company that a record names has a file.

    What it checks: The company of a contact, a deal, an activity or a converted lead, partners, competitors (also
    in the history and where a deal was lost to one), the parent of a company, and your own fields of type `company`
    name a file in `companies/`.

    Why: A deal that hangs on a company that is not there is missing from that company's page and its totals.

    Bad:
        company: padaria-estrella

    Good:
        company: padaria-estrela

    How to fix: Write the id of the company, which is the name of its file without `.yaml`, or create the file. One
    line, `name: …`, is enough.
    """
    yield from _dangling(case, "companies", _mentions_of_companies)


@rule("REF003", "unknown-contact")
def unknown_contact(case: Case) -> Iterator[Problem]:
    """Every contact that a record names has a file.

    What it checks: The contacts of deals and activities, the contact a lead became, and your own fields of type
    `contact` name a file in `contacts/`.

    Why: Who takes part in a deal is worth nothing when there is neither a name nor a telephone number behind it.

    Bad:
        contacts: [marta-olivera]

    Good:
        contacts: [marta-oliveira]

    How to fix: Write the id of the contact, which is the name of the file without `.yaml`, or create the file.
    """
    yield from _dangling(case, "contacts", _mentions_of_contacts)


@rule("REF004", "unknown-lead")
def unknown_lead(case: Case) -> Iterator[Problem]:
    """Every lead that a record names has a file.

    What it checks: The lead that a contact or a deal came from, and the lead an activity is about, name a file in
    `leads/`.

    Why: Without the lead nobody can say which campaign won the deal, and a call that answers a lead counts as
    unanswered.

    Bad:
        lead: pedro-lina

    Good:
        lead: pedro-lima

    How to fix: Write the id of the lead, which is the name of its file without `.yaml`. Leads that became customers
    keep their file.
    """
    yield from _dangling(case, "leads", _mentions_of_leads)


@rule("REF005", "unknown-opportunity")
def unknown_opportunity(case: Case) -> Iterator[Problem]:
    """Every opportunity that a record names has a file.

    What it checks: The deal an activity is about and the deal a lead was converted into name a file in
    `opportunities/`.

    Why: A call logged on a deal that is not there is lost: the real deal looks as if nobody had been in touch.

    Bad:
        opportunity: hotel-serra-oven

    Good:
        opportunity: hotel-serra-ovens

    How to fix: Write the id of the opportunity, which is the name of its file without `.yaml`. If it was renamed,
    use its new name.
    """
    yield from _dangling(case, "opportunities", _mentions_of_deals)


@rule("REF006", "unknown-product")
def unknown_product(case: Case) -> Iterator[Problem]:
    """Every product sold is in the list of products.

    What it checks: The product of each item of a deal is in `products` of `crm.yaml`, under its id or a former one.

    Why: Sales by product leave out what they do not know.

    Bad:
        - {product: deck-ofen-3, quantity: 2, unit_price: 24250.00}

    Good:
        - {product: deck-oven-3, quantity: 2, unit_price: 24250.00}

    How to fix: Write the id of the product, or add the product to `products` in `crm.yaml`. A product no longer
    sold stays in the list with `retired: true`.
    """
    deals = case.book.opportunities
    yield from _not_listed(case, "products", "product", lambda known: _listed(deals, "items", "product", known))


@rule("REF007", "unknown-stage")
def unknown_stage(case: Case) -> Iterator[Problem]:
    """Pipelines, stages and critical steps are those of the settings.

    What it checks: The pipeline of a deal is in `pipelines` of `crm.yaml`, its stage is one of that pipeline, and
    its steps belong to a pipeline it went through; the same for every entry of the history. Former ids (`aliases`)
    count.

    Why: A deal in a stage that does not exist is in no column of the board, and has neither a probability nor
    demands.

    Bad:
        - {date: 2026-09-10, stage: propsal}

    Good:
        - {date: 2026-09-10, stage: proposal}

    How to fix: Write the id of the stage as it is in `crm.yaml`. If you renamed a stage there, list its old id
    under `aliases`; if you gave it up, keep it with `retired: true`.
    """
    if "crm" not in case.book.broken:
        lines = _Lines(case.book.settings)
        for deal in case.book.opportunities.values():
            yield from lines.judge(deal)


@rule("REF008", "unknown-reason")
def unknown_reason(case: Case) -> Iterator[Problem]:
    """The reason for an outcome is one of the reasons for that outcome.

    What it checks: `closed.reason` and the reasons in a deal's history are in the list of `reasons` in `crm.yaml`
    that goes with the status (won, lost, abandoned, cancelled); the reasons of leads are in the list for
    `disqualified`.

    Why: Why deals are lost can only be counted when the same thing is always called the same.

    Bad:
        disqualified: {date: 2026-11-05, reason: too-poor}

    Good:
        disqualified: {date: 2026-11-05, reason: no-budget}

    How to fix: Choose a reason of the list, or add yours to it in `crm.yaml`. What is special about this one case
    belongs in a `note`.
    """
    if "crm" not in case.book.broken:
        reasons = _Reasons(case.book.settings)
        for deal in case.book.opportunities.values():
            yield from reasons.of_deal(deal)
        for lead in case.book.leads.values():
            yield from reasons.of_lead(lead)


@rule("REF009", "unknown-source")
def unknown_source(case: Case) -> Iterator[Problem]:
    """Sources and campaigns are those of the settings.

    What it checks: `source` of contacts, leads and deals is in `sources` of `crm.yaml`, and `campaign` of leads and
    deals is in `campaigns`, under their ids or former ones.

    Why: What a campaign cost is set against what it brought. A lead under a misspelt campaign is one that it did
    not bring.

    Bad:
        source: trade-fare

    Good:
        source: trade-fair

    How to fix: Choose from the list, or add the source or the campaign to `crm.yaml`.
    """
    yield from _not_listed(case, "sources", "source", lambda known: _sources(case.book, known))
    yield from _not_listed(case, "campaigns", "campaign", lambda known: _campaigns(case.book, known))


@rule("REF010", "unknown-list-entry")
def unknown_list_entry(case: Case) -> Iterator[Problem]:
    """Types of activities and deals, and the roles of contacts, are those of the settings.

    What it checks: The `type` of an activity is in `activity_types` of `crm.yaml`, the `role` of a contact in a
    deal in `roles`, the `type` of a deal in `opportunity_types`, under their ids or former ones.

    Why: Only a type that the settings know can say that somebody was in touch; an unknown one answers no lead and
    keeps no deal warm.

    Bad:
        type: phone

    Good:
        type: call

    How to fix: Choose from the list, or add the entry to `crm.yaml`.
    """
    deals, activities = case.book.opportunities, case.book.activities
    yield from _not_listed(case, "activity_types", "activity type", lambda known: _journals(activities, "type", known))
    yield from _not_listed(case, "roles", "role", lambda known: _listed(deals, "contacts", "role", known))
    yield from _not_listed(case, "opportunity_types", "opportunity type", lambda known: _fields(deals, "type", known))


@rule("REF011", "external-id-used-twice")
def external_id_used_twice(case: Case) -> Iterator[Problem]:
    """Two records of one kind are not the same record of another system.

    What it checks: No two companies have the same id in the same system under `external_ids`, and so for every
    other kind of record. A company and a contact may share one, since systems count them apart. Capital letters
    matter.

    Why: The next import looks records up by these ids. With two to choose from it updates the wrong one.

    Bad:
        # companies/hotel-serra.yaml
        external_ids: {salesforce: 006bm0001}
        # companies/padaria-estrela.yaml
        external_ids: {salesforce: 006bm0001}

    Good:
        # companies/padaria-estrela.yaml
        external_ids: {salesforce: 006bm0002}

    How to fix: If both files are the same customer or deal, merge them into one and delete the other. Otherwise
    look the right id up in the other system.
    """
    book = case.book
    for kind in _WITH_CUSTOM:
        known = (one for one in book.all(kind).values() if one.external_ids)
        yield from _used_twice((one.ref, one.ref, (), one.external_ids) for one in known)
    logged = (one for one in book.activities if one.external_ids)
    yield from _used_twice((one.ref, f"{one.ref}[{one.index}]", (one.index,), one.external_ids) for one in logged)


@rule("REF012", "one-way-conversion")
def one_way_conversion(case: Case) -> Iterator[Problem]:
    """A lead and what it became name each other.

    What it checks: The contact and the deal that a lead was converted into name the lead under `lead`, and a
    contact that names a lead is what that lead was converted into. Where several leads led to one deal or contact,
    it names one of them. A later deal may name the lead too. A deal does not come from a lead that is still being
    worked.

    Why: From the lead one finds the deal it became, and from the deal the campaign that brought it. With a link in
    one direction only, one of the two numbers is wrong.

    Bad:
        # leads/marta-oliveira.yaml
        converted: {date: 2026-10-20, contact: marta-oliveira, company: padaria-estrela}
        # contacts/marta-oliveira.yaml
        name: Marta Oliveira

    Good:
        # contacts/marta-oliveira.yaml
        name: Marta Oliveira
        lead: marta-oliveira

    How to fix: Add the line that is missing to the contact or the deal, or convert the lead.
    """
    book = case.book
    converted = [lead for lead in book.leads.values() if lead.converted]
    yield from _not_back(book, "contact", converted)
    yield from _not_back(book, "opportunity", converted)
    yield from _never_converted(book)


@rule("REF013", "circular-parents")
def circular_parents(case: Case) -> Iterator[Problem]:
    """No company is its own parent, and nobody is their own boss, by however many steps.

    What it checks: Following `parent` from company to company, and `manager` from member to member, never leads
    back to the start. Each circle is reported once.

    Why: Totals of a group of companies, or of a manager's team, would count everybody inside everybody else.

    Bad:
        # companies/padaria-estrela.yaml
        parent: padaria-estrela-centro
        # companies/padaria-estrela-centro.yaml
        parent: padaria-estrela

    Good:
        # companies/padaria-estrela.yaml
        parent: grupo-estrela

    How to fix: Decide who is at the top, and take the line `parent` or `manager` away there.
    """
    for kind, name in (("companies", "parent"), ("team", "manager")):
        above = {one.id: getattr(one, name) for one in case.book.all(kind).values() if getattr(one, name)}
        for circle in _circles(above):
            path = _arrows(circle)
            help = f"Take `{name}` away from the {SINGULAR[kind]} at the top."
            yield Problem(f"{name} goes round in a circle: {path}", f"{kind}/{circle[0]}", (name,), help)


# Where references stand


def _fields(records: Mapping[str, Any], name: str, known: Known) -> Iterator[Mention]:
    for record in records.values():
        value = getattr(record, name)
        if value not in known:
            yield record.ref, (name,), value


def _inside(records: Mapping[str, Any], outer: str, name: str, known: Known) -> Iterator[Mention]:
    for record in records.values():
        part = getattr(record, outer)
        if part is not None and getattr(part, name) not in known:
            yield record.ref, (outer, name), getattr(part, name)


def _listed(records: Mapping[str, Any], outer: str, name: str, known: Known) -> Iterator[Mention]:
    for record in records.values():
        for place, part in enumerate(getattr(record, outer)):
            value = getattr(part, name)
            if value not in known:
                yield record.ref, (outer, place, name), value


def _history(records: Mapping[str, Any], names: tuple[str, ...], known: Known) -> Iterator[Mention]:
    for name in names:
        # Most often all are known, and a set says so quickest.
        if {entry.get(name) for record in records.values() for entry in record.history} <= known:
            continue
        for record in records.values():
            for place, entry in enumerate(record.history):
                if entry.get(name) not in known:
                    yield record.ref, ("history", place, name), entry[name]


def _journals(entries: Iterable[Any], name: str, known: Known) -> Iterator[Mention]:
    """Of activities, or of forecasts."""
    for entry in entries:
        value = getattr(entry, name)
        if value not in known:
            yield entry.ref, (entry.index, name), value


def _custom(book: Book, type: str, known: Known) -> Iterator[Mention]:
    for kind in _WITH_CUSTOM:
        declared = getattr(book.settings.custom_fields, SINGULAR[kind])
        names = [name for name, one in declared.items() if one.type == type]
        for record in book.all(kind).values() if names else ():
            for name in names:
                value = record.custom.get(name)
                if value is not None and value not in known:
                    yield record.ref, ("custom", name), value


def _mentions_of_members(book: Book, known: Known) -> Iterator[Mention]:
    deals = book.opportunities
    for kind in ("companies", "contacts", "leads", "opportunities"):
        yield from _fields(book.all(kind), "owner", known)
    yield from _fields(book.team, "manager", known)
    yield from _inside(deals, "next_step", "owner", known)
    yield from _history(deals, ("by", "owner"), known)
    yield from _history(book.leads, ("by", "owner"), known)
    for deal in deals.values():
        for id, step in deal.steps.items():
            if step.by is not None and step.by not in known:
                yield deal.ref, ("steps", id, "by"), step.by
    yield from _journals(book.forecasts, "by", known)
    whose = {one.ref: one.whose for one in book.forecasts if one.whose != "team" and one.whose not in known}
    yield from ((ref, (), member) for ref, member in whose.items())
    yield from _custom(book, "member", known)


def _mentions_of_companies(book: Book, known: Known) -> Iterator[Mention]:
    deals = book.opportunities
    yield from _fields(book.companies, "parent", known)
    yield from _fields(book.contacts, "company", known)
    yield from _fields(deals, "company", known)
    yield from _listed(deals, "partners", "company", known)
    for deal in deals.values():
        for place, competitor in enumerate(deal.competitors):
            if competitor not in known:
                yield deal.ref, ("competitors", place), competitor
    yield from _inside(deals, "closed", "competitor", known)
    yield from _history(deals, ("competitor",), known)
    yield from _inside(book.leads, "converted", "company", known)
    yield from _journals(book.activities, "company", known)
    yield from _custom(book, "company", known)


def _mentions_of_contacts(book: Book, known: Known) -> Iterator[Mention]:
    yield from _listed(book.opportunities, "contacts", "contact", known)
    yield from _inside(book.leads, "converted", "contact", known)
    for activity in book.activities:
        for place, contact in enumerate(activity.contacts):
            if contact not in known:
                yield activity.ref, (activity.index, "contacts", place), contact
    yield from _custom(book, "contact", known)


def _mentions_of_leads(book: Book, known: Known) -> Iterator[Mention]:
    yield from _fields(book.contacts, "lead", known)
    yield from _fields(book.opportunities, "lead", known)
    yield from _journals(book.activities, "lead", known)


def _mentions_of_deals(book: Book, known: Known) -> Iterator[Mention]:
    yield from _inside(book.leads, "converted", "opportunity", known)
    yield from _journals(book.activities, "opportunity", known)


def _sources(book: Book, known: Known) -> Iterator[Mention]:
    for records in (book.contacts, book.leads, book.opportunities):
        yield from _fields(records, "source", known)


def _campaigns(book: Book, known: Known) -> Iterator[Mention]:
    for records in (book.leads, book.opportunities):
        yield from _fields(records, "campaign", known)


# What is said of them


#: A kind of record in words: what is missing, and what to do about it where nothing near was found.
_MISSING = {
    "team": "there is no member {} on the team",
    "companies": "there is no company {}",
    "contacts": "there is no contact {}",
    "leads": "there is no lead {}",
    "opportunities": "there is no opportunity {}",
}


def _dangling(case: Case, kind: str, mentions: Callable[[Book, Known], Iterator[Mention]]) -> Iterator[Problem]:
    """The problem of every reference to a record of the kind that is neither there nor broken."""
    book = case.book
    if f"{kind}/*" in book.broken:
        return
    broken = (ref.partition("/")[2] for ref in book.broken if ref.startswith(f"{kind}/"))
    choices = _Choices(book.all(kind))
    for ref, field, id in mentions(book, frozenset([None, *book.all(kind), *broken])):
        help = choices.help(id, f"create {kind}/{id}.yaml")
        yield Problem(_MISSING[kind].format(shown(id)), ref, field, help)


def _not_listed(case: Case, key: str, noun: str, mentions: Callable[[Known], Iterator[Mention]]) -> Iterator[Problem]:
    """The problem of every id that the list `key` of the settings lacks."""
    if "crm" in case.book.broken:
        return
    legal = case.book.settings.legal[key]
    choices = _Choices(_offered(legal.values()))
    for ref, field, id in mentions(frozenset([None, *legal])):
        yield Problem(f"there is no {noun} {shown(id)}", ref, field, choices.help(id, f"add {id} to {key} in crm.yaml"))


def _offered(entries: Iterable[Entry | Pipeline]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.id for entry in entries if not entry.retired))


class _Choices:
    """What may be given in a place, and what was probably meant by a word that may not."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = tuple(ids)
        self._near: dict[str, tuple[str, ...]] = {}

    def help(self, word: str, otherwise: str) -> str:
        """The nearest choices, or the few there are, and what else can be done."""
        near = self._meant(word)
        if near:
            return f"Did you mean {' or '.join(near)}? Otherwise {otherwise}"
        if 0 < len(self._ids) <= _FEW:
            return f"Choose one of {', '.join(self._ids)}, or {otherwise}"
        return f"{otherwise[0].upper()}{otherwise[1:]}, or take the line away."

    def _meant(self, word: str) -> tuple[str, ...]:
        from textcrm.likeness.spelling import closest  # only where something is wrong: it takes long to import

        if word not in self._near:
            affordable = len(self._near) * len(self._ids) <= _COMPARISONS
            self._near[word] = closest(word, self._ids, 2) if affordable else ()
        return self._near[word]


def _dated(deal: Opportunity) -> list[tuple[int, DealEntry]]:
    """The entries by date, each with its place in the file."""
    return sorted(enumerate(deal.history), key=lambda pair: pair[1]["date"])


class _Lines:
    """Judges pipelines, stages and steps by the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pipelines = _Choices(_offered(settings.pipelines))
        known = {name: settings.pipeline(name) for name in (None, *settings.pipeline_by_id)}
        lines = {name: pipeline for name, pipeline in known.items() if pipeline}
        self._places = {(name, stage) for name, line in lines.items() for stage in (None, *line.by_id)}
        self._steps = {name: _step_ids(line) for name, line in lines.items()}
        self._lines_of = _lines_of(settings.pipelines)
        # one for each pipeline and for each set of them, so that all guesses share one budget
        self._choices: dict[Hashable, _Choices] = {}

    def judge(self, deal: Opportunity) -> Iterator[Problem]:
        """The pipelines, stages and steps of a deal that the settings lack."""
        lines = {deal.pipeline, *(entry["pipeline"] for entry in deal.history if "pipeline" in entry)}
        if (deal.pipeline, deal.stage) not in self._places:
            yield from self._place(deal.ref, (), deal.pipeline, deal.pipeline, deal.stage)
        if len(lines) > 1 or any((deal.pipeline, one.get("stage")) not in self._places for one in deal.history):
            yield from self._dated_places(deal)
        if not deal.steps.keys() <= self._steps.get(deal.pipeline, deal.steps.keys()):
            yield from self._strange_steps(deal, lines)

    def _dated_places(self, deal: Opportunity) -> Iterator[Problem]:
        """The same for the history, each stage by the pipeline of its day: the default one until another is named."""
        named = any("pipeline" in entry for entry in deal.history)
        line = None if named else deal.pipeline
        for index, entry in _dated(deal):
            line = entry.get("pipeline", line)
            yield from self._place(deal.ref, ("history", index), entry.get("pipeline"), line, entry.get("stage"))

    def _place(
        self, ref: str, at: FieldPath, given: str | None, line: str | None, stage: str | None
    ) -> Iterator[Problem]:
        """What is wrong with a pipeline that is `given`, and with a stage of the pipeline in force, `line`."""
        pipeline = self._settings.pipeline(line)
        if pipeline is None:
            if given is not None:
                help = self._pipelines.help(given, f"add {given} to pipelines in crm.yaml")
                yield Problem(f"there is no pipeline {shown(given)}", ref, (*at, "pipeline"), help)
        elif stage is not None and stage not in pipeline.by_id:
            message = f"{shown(stage)} is not a stage of pipeline {shown(pipeline.id)}"
            yield Problem(message, ref, (*at, "stage"), self._other_line(pipeline, stage))

    def _other_line(self, pipeline: Pipeline, stage: str) -> str:
        other = self._lines_of.get(stage)
        if other:
            return f"It is a stage of pipeline {other}: write `pipeline: {other}` beside it, or another stage."
        if pipeline.id not in self._choices:
            self._choices[pipeline.id] = _Choices(_offered(pipeline.stages))
        return self._choices[pipeline.id].help(stage, f"add {stage} to its stages in crm.yaml")

    def _strange_steps(self, deal: Opportunity, lines: Iterable[str | None]) -> Iterator[Problem]:
        pipelines = [pipeline for pipeline in map(self._settings.pipeline, lines) if pipeline]
        legal = frozenset[str]().union(*map(_step_ids, pipelines))
        several = frozenset(pipeline.id for pipeline in pipelines)
        if several not in self._choices:
            steps = [step for pipeline in pipelines for stage in pipeline.stages for step in stage.steps]
            self._choices[several] = _Choices(_offered(steps))
        for id in deal.steps:
            if id not in legal:
                help = self._choices[several].help(id, f"add {id} to the steps of a stage in crm.yaml")
                of = shown(deal.pipeline or pipelines[0].id)
                yield Problem(f"{shown(id)} is not a critical step of pipeline {of}", deal.ref, ("steps", id), help)


def _lines_of(pipelines: Iterable[Pipeline]) -> dict[str, str]:
    """For each stage the first pipeline that has it."""
    first: dict[str, str] = {}
    for pipeline in pipelines:
        for stage in pipeline.by_id:
            first.setdefault(stage, pipeline.id)
    return first


def _step_ids(pipeline: Pipeline) -> frozenset[str]:
    """The ids and former ids of all steps of a pipeline."""
    steps = (step for stage in pipeline.stages for step in stage.steps)
    return frozenset(name for step in steps for name in (step.id, *step.aliases))


def _not_a_reason(reason: str, status: str | None) -> str:
    if status is None:
        return f"there is no reason {shown(reason)}"
    what = "to disqualify a lead" if status == "disqualified" else f"for a deal to be {status}"
    return f"{shown(reason)} is not a reason {what}"


def _status_at(deal: Opportunity, place: int) -> str | None:
    """The status of a deal once the entry at this place has happened."""
    status: str | None = None
    for index, entry in _dated(deal):
        status = entry.get("status", status)
        if index == place:
            break
    return status


class _Reasons:
    """Judges reasons by the lists of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._lists = settings.reason_by_id
        self._choices = {status: _Choices(_offered(known.values())) for status, known in self._lists.items()}

    def of_deal(self, deal: Opportunity) -> Iterator[Problem]:
        """The reasons of a deal, each judged by the status it goes with."""
        if deal.closed and deal.closed.reason and not self._fits(deal.closed.reason, deal.status):
            yield self._problem(deal.ref, ("closed", "reason"), deal.closed.reason, deal.status)
        for index, entry in enumerate(deal.history):
            reason = entry.get("reason")
            if reason:
                status = entry.get("status") or _status_at(deal, index)
                if not self._fits(reason, status):
                    yield self._problem(deal.ref, ("history", index, "reason"), reason, status)

    def of_lead(self, lead: Lead) -> Iterator[Problem]:
        """The reasons of a lead, which is only ever disqualified for one."""
        known, status = self._lists["disqualified"], "disqualified"
        if lead.disqualified and lead.disqualified.reason and lead.disqualified.reason not in known:
            yield self._problem(lead.ref, ("disqualified", "reason"), lead.disqualified.reason, status)
        for index, entry in enumerate(lead.history):
            reason = entry.get("reason")
            if reason and reason not in known:
                yield self._problem(lead.ref, ("history", index, "reason"), reason, status)

    def _fits(self, reason: str, status: str | None) -> bool:
        """A deal that is open goes with any reason for closing one: whether it may have any is another rule's."""
        if status and status in self._lists:
            return reason in self._lists[status]
        return any(reason in known for known in self._lists.values())

    def _problem(self, ref: str, field: FieldPath, reason: str, status: str | None) -> Problem:
        status = status if status in self._lists else None
        return Problem(_not_a_reason(reason, status), ref, field, self._help(reason, status))

    def _help(self, reason: str, status: str | None) -> str:
        add = f"add {reason} to reasons.{status or 'lost'} in crm.yaml"
        elsewhere = [other for other, known in self._lists.items() if reason in known]
        if elsewhere:
            return f"It is a reason for {' and '.join(elsewhere)}. Choose another, or {add}"
        return self._choices[status or "lost"].help(reason, add)


def _used_twice(records: Iterable[tuple[str, str, FieldPath, Mapping[str, str]]]) -> Iterator[Problem]:
    """The problem of every record, as ref, name, place and external ids, that shares one with an earlier record."""
    first: dict[tuple[str, str], str] = {}
    for ref, name, at, ids in records:
        for system, id in ids.items():
            owner = first.setdefault((system, id), name)
            if owner != name:
                message = f"the {shown(system, 40)} id {shown(id)} is that of {owner} already"
                help = f"Merge this record with {owner}, or give each its own id."
                yield Problem(message, ref, (*at, "external_ids", system), help)


# Links of a conversion, and circles


def _not_back(book: Book, name: str, converted: Iterable[Lead]) -> Iterator[Problem]:
    """Leads whose `contact`, or `opportunity`, names neither them nor another lead that became it."""
    kind = {"contact": "contacts", "opportunity": "opportunities"}[name]
    became = [(lead, getattr(lead.converted, name)) for lead in converted]
    pairs = {(lead.id, id) for lead, id in became}
    records: Mapping[str, Any] = book.all(kind)
    for lead, id in became:
        record = records.get(id)
        if record is None or (record.lead, id) in pairs or (record.lead and record.lead not in book.leads):
            continue
        if record.lead is None:
            message, help = f"{record.ref} does not name this lead", f"Add to {record.ref}:\nlead: {lead.id}"
        elif name == "contact":
            continue  # said of the contact: it names a lead that did not become it
        else:
            message = f"{record.ref} names the lead {shown(record.lead)} instead, which did not become it"
            help = f"Write in {record.ref}:\nlead: {lead.id}"
        yield Problem(message, lead.ref, ("converted", name), help)


def _never_converted(book: Book) -> Iterator[Problem]:
    """Contacts that their lead did not become, and deals that come from a lead which is still being worked."""
    for contact in book.contacts.values():
        lead = book.leads.get(contact.lead or "")
        if lead and not (lead.converted and lead.converted.contact == contact.id):
            yield _not_from(contact, lead)
    for deal in book.opportunities.values():
        lead = book.leads.get(deal.lead or "")
        if lead and lead.status in OPEN_LEAD and not lead.converted:
            message = f"{lead.ref} is still {shown(lead.status)}: it was not converted"
            become = f"status: converted\nconverted: {{opportunity: {deal.id}, …}}"
            help = f"Convert the lead, or take the line away here:\n{become}"
            yield Problem(message, deal.ref, ("lead",), help)


def _not_from(contact: Contact, lead: Lead) -> Problem:
    if lead.converted is None:
        message = f"{lead.ref} was not converted into this contact: it is {shown(lead.status)}"
    elif lead.converted.contact is None:
        message = f"{lead.ref} was converted without saying into which contact"
    else:
        message = f"{lead.ref} was converted into the contact {shown(lead.converted.contact)}, not into this one"
    help = f"Take the line away here, or write under `converted` in {lead.ref}:\ncontact: {contact.id}"
    return Problem(message, contact.ref, ("lead",), help)


def _circles(above: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The circles of a relation in which everybody has one above them, each from its first id on."""
    seen: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        one: str | None = start
        while one is not None and one not in seen:
            seen.add(one)
            path[one] = None
            one = above.get(one)
        if one in path:
            ids = list(path)
            circle = ids[ids.index(one) :]
            place = circle.index(min(circle))
            yield (*circle[place:], *circle[:place])


def _arrows(circle: Sequence[str]) -> str:
    """`a → b → a`; a circle too long for a line loses its middle."""
    path = " → ".join((*circle, circle[0]))
    if len(path) <= _LONGEST_CIRCLE:
        return f"`{path}`"
    ends = (circle[0], circle[1], "…", circle[-1], circle[0])
    return f"`{' → '.join(name[:40] for name in ends)}`, {len(circle):,} in all"
