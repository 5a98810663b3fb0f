"""Facts: all that the pages of a site may ask, gathered once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from textcrm.files import Files
from textcrm.findings import Finding, Report
from textcrm.locale.words import Words, words_for
from textcrm.metrics.ageing import Age, ageing
from textcrm.metrics.agenda import Agenda, When, agenda
from textcrm.metrics.deals import Deal, Deals, deals_on
from textcrm.metrics.deciding import Deciding, deciding
from textcrm.metrics.guesses import Guesses, guesses
from textcrm.metrics.leaderboard import Performance, leaderboard
from textcrm.metrics.leads import Leads, LeadState, leads_on
from textcrm.metrics.pipeline import PipelineByStage, pipeline_by_stage
from textcrm.metrics.quota import Quota, quota
from textcrm.metrics.response_times import Response, response_times
from textcrm.metrics.rotting import Quiet, rotting
from textcrm.metrics.steps import UndoneStep, undone_steps
from textcrm.model.book import Book
from textcrm.model.history import pushes
from textcrm.model.periods import EVER, Period, period_on
from textcrm.model.records import CLOSED, RECORDS
from textcrm.model.settings import Settings
from textcrm.site.attention import Concern, concerns_of, pressing_of
from textcrm.site.filters import Say, say_in
from textcrm.site.links import Links, links_from, outside
from textcrm.site.related import Related

#: The folders of records.
_KINDS: Final = frozenset({*(one.kind for one in RECORDS), "activities", "forecasts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the records come from: a commit, `None` without git, and whether files were changed since."""

    commit: str | None = None
    is_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A book on a day, what was found in it, and where it comes from.

    `paths` has the file of each ref, `files` the texts; `missing` names what is there and did not load, a whole
    folder with `/` at its end.
    """

    book: Book
    as_of: date
    report: Report
    paths: Mapping[str, str] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    origin: Origin = Origin()
    missing: tuple[str, ...] = ()

    @property
    def settings(self) -> Settings:
        """The company's settings."""
        return self.book.settings

    @property
    def currency(self) -> str:
        """The company's currency, in which all sums are."""
        return self.settings.currency

    @cached_property
    def words(self) -> Words:
        """The words of the site's language."""
        return words_for(self.settings.locale)

    @cached_property
    def say(self) -> Say:
        """How values are written."""
        return say_in(self.settings, self.words, self.as_of)

    @cached_property
    def deals(self) -> Deals:
        """The deals as they stood at the end of the day."""
        return deals_on(self.book, self.as_of)

    @cached_property
    def leads(self) -> Leads:
        """The leads as they stood at the end of the day."""
        return leads_on(self.book, self.as_of)

    def may_miss(self, kind: str) -> bool:
        """Whether any record of that kind (`opportunities`) may be among those that could not be read."""
        return any(kind in parts or parts.isdisjoint(_KINDS) for parts in self._missing_parts)

    @cached_property
    def _missing_parts(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(one.split("/")) for one in self.missing)

    def is_unread(self, kind: str) -> bool:
        """Whether there may be records of that kind (`opportunities` or `leads`) and none of them could be read."""
        known = self.leads.counted if kind == "leads" else self.deals.counted
        return not known and self.may_miss(kind)

    @cached_property
    def period(self) -> Period:
        """The fiscal quarter that the day lies in, of which the site speaks where it speaks of a period."""
        return period_on(self.as_of, "quarter", self.settings.fiscal_year_start)

    @cached_property
    def open(self) -> Mapping[str, Deal]:
        """The open deals by id."""
        return {deal.id: deal for deal in self.deals.open}

    @cached_property
    def deciding(self) -> Deciding:
        """The open deals that the quarter hangs on."""
        return deciding(self.book, self.as_of, self.period)

    @cached_property
    def agenda(self) -> Agenda:
        """What is to be done by everybody."""
        return agenda(self.book, self.as_of)

    @cached_property
    def ages(self) -> Mapping[str, Age]:
        """How long each open deal has been in its stage and in the pipeline, by id."""
        return {age.deal: age for age in ageing(self.book, self.as_of)}

    @cached_property
    def quiet(self) -> Mapping[str, Quiet]:
        """How long nobody has touched each open deal, by id."""
        return {quiet.deal: quiet for quiet in rotting(self.book, self.as_of)}

    @cached_property
    def pushes(self) -> Mapping[str, int]:
        """How often the expected close of each open deal was pushed, by id."""
        return {deal.id: pushes(deal.record, self.as_of) for deal in self.deals.open}

    @cached_property
    def concerns(self) -> Mapping[str, tuple[Concern, ...]]:
        """What is the matter with the open deals, by id, the most pressing first; none where all is well."""
        return concerns_of(self)

    @cached_property
    def pressing(self) -> Mapping[str, tuple[Concern, ...]]:
        """The same without what somebody accepted, with a reason."""
        return pressing_of(self)

    @cached_property
    def lead(self) -> Mapping[str, LeadState]:
        """The leads that count, by id."""
        return {lead.id: lead for lead in self.leads.counted}

    @cached_property
    def responses(self) -> Mapping[str, Response]:
        """How long each lead that came in on a known day waited for its first answer, by id."""
        return {one.lead: one for one in response_times(self.book, self.as_of, EVER).responses}

    @cached_property
    def steps(self) -> tuple[UndoneStep, ...]:
        """The critical steps of open deals that are not done."""
        return undone_steps(self.book, self.as_of)

    @cached_property
    def by_stage(self) -> PipelineByStage:
        """The open deals by stage."""
        return pipeline_by_stage(self.book, self.as_of)

    @cached_property
    def leaderboard(self) -> tuple[Performance, ...]:
        """What each member of the team won in the quarter, and has open; `None` are the deals of nobody."""
        return self.leaderboard_in(self.period)

    def leaderboard_in(self, period: Period) -> tuple[Performance, ...]:
        """The same of any period; in it is also who closed a deal at any time, or has a task that is overdue."""
        closed = {deal.owner for deal in self.deals.closed}
        late = {task.owner for task in self.agenda.at(When.OVERDUE)}
        return leaderboard(self.book, self.as_of, period, also={*closed, *late})

    @cached_property
    def quotas(self) -> Mapping[str | None, Quota]:
        """What each of them was asked for in the quarter, against what is won and open."""
        return {one.member: quota(self.book, self.as_of, self.period, one.member) for one in self.leaderboard}

    @cached_property
    def guesses(self) -> Guesses:
        """What the quarter may come to; with what is won, committed and asked for in it (`quota`)."""
        return guesses(self.book, self.as_of, self.period)

    @cached_property
    def related(self) -> Related:
        """What belongs to each record."""
        return Related(self.book, self.deals, self.leads)

    @cached_property
    def findings_of(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings about each record, by ref."""
        groups: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            if finding.record:
                groups[finding.record].append(finding)
        return {ref: tuple(found) for ref, found in groups.items()}

    @cached_property
    def accepted(self) -> Mapping[str, frozenset[str]]:
        """The rules whose findings about each record are ignored with a reason, by ref."""
        groups: dict[str, set[str]] = defaultdict(set)
        for one in self.report.ignored:
            groups[one.finding.record or ""].add(one.finding.code)
        return {ref: frozenset(codes) for ref, codes in groups.items()}

    @cached_property
    def _repository(self) -> str | None:
        """Where files are shown in a browser, as GitHub and GitLab have it, at the tip of the usual branch."""
        address = outside(self.settings.repository_url)
        if not address or address.startswith("mailto:"):
            return None
        between = "/-/blob/HEAD/" if "gitlab" in address else "/blob/HEAD/"
        return f"{address.rstrip('/').removesuffix('.git')}{between}"

    def links(self, path: str) -> Links:
        """The addresses as seen from the page at that path."""
        return links_from(path, self.book, self.paths, self._repository)

    def label(self, kind: str, id: str | None) -> str:
        """What people call a record: its name, of a nameless lead its company's; the id where there is none."""
        if not id:
            return ""
        record = self.book.all(kind).get(id)
        name = getattr(record, "name", None) or getattr(record, "company_name", None)
        return name or id

    def stage_label(self, pipeline: str | None, stage: str | None) -> str:
        """The name of a stage; the id of one that the settings do not know, empty where none is known."""
        known = self.settings.stage(pipeline, stage)
        return known.label if known else stage or ""

    @cached_property
    def shared_stages(self) -> frozenset[str]:
        """The ids and names of stages that several pipelines have."""
        lines = self.settings.pipelines
        names = Counter(
            name for line in lines for name in {one for stage in line.stages for one in (stage.id, stage.label)}
        )
        return frozenset(name for name, count in names.items() if count > 1)

    @cached_property
    def _stage_ranks(self) -> Mapping[tuple[str, str | None], int]:
        places = [(line.id, stage.id) for line in self.settings.pipelines for stage in line.stages]
        return {place: rank for rank, place in enumerate((*places, *(("", outcome) for outcome in CLOSED)))}

    def stage_rank(self, pipeline: str | None, stage: str | None) -> str:
        """What sorting compares of a stage: its place in the settings; then come outcomes, then what nobody knows."""
        line, known = self.settings.pipeline(pipeline), self.settings.stage(pipeline, stage)
        place = (line.id, known.id) if line and known else ("", stage)
        return str(self._stage_ranks.get(place, len(self._stage_ranks))) if stage else ""

    def entry_label(self, key: str, id: str | None) -> str:
        """The name of an entry of a list of the settings (`sources`, `campaigns`, `activity_types`, …), else its id."""
        known = self.settings.legal[key].get(id or "")
        return known.label if known else id or ""

    def reason_label(self, status: str, id: str | None) -> str:
        """The name of a reason for closing with that status (`won` …, `disqualified`), else its id."""
        known = self.settings.reason_by_id[status].get(id or "")
        return known.label if known else id or ""
