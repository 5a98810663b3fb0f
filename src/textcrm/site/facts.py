"""Facts: all that the pages of a site may ask, gathered once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from textcrm.files import Files
from textcrm.findings import Finding, Report
from textcrm.locale.words import Words, words_for
from textcrm.metrics.deals import Deals, deals_on
from textcrm.metrics.leads import Leads, leads_on
from textcrm.model.book import Book
from textcrm.model.periods import Period, period_on
from textcrm.model.settings import Settings
from textcrm.site.filters import Say, say_in
from textcrm.site.links import Links, links_from, outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the records come from: a commit, `None` without git, and whether files were changed since."""

    commit: str | None = None
    is_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A book on a day, what was found in it, and where it comes from.

    `paths` has the file of each ref, `files` the texts; `missing` names what is there and did not load.
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

    @cached_property
    def period(self) -> Period:
        """The fiscal quarter that the day lies in, of which the site speaks where it speaks of a period."""
        return period_on(self.as_of, "quarter", self.settings.fiscal_year_start)

    @cached_property
    def findings_of(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings about each record, by ref."""
        groups: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            if finding.record:
                groups[finding.record].append(finding)
        return {ref: tuple(found) for ref, found in groups.items()}

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

    def entry_label(self, key: str, id: str | None) -> str:
        """The name of an entry of a list of the settings (`sources`, `campaigns`, `activity_types`, …), else its id."""
        known = self.settings.legal[key].get(id or "")
        return known.label if known else id or ""

    def reason_label(self, status: str, id: str | None) -> str:
        """The name of a reason for closing with that status (`won` …, `disqualified`), else its id."""
        known = self.settings.reason_by_id[status].get(id or "")
        return known.label if known else id or ""
