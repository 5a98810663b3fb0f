"""Whatever a record says, it is text: pages of hostile records have the elements of pages of harmless ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.site.payloads import PAYLOADS
from tests.site.sites import built, facts
from textcrm.findings import Report
from textcrm.site.facts import Facts
from textcrm.site.notes import note_markup

HARMLESS = "harmless words"
#: Attributes that may say what a record says; of all others the value must be the same as on a harmless page.
DATA = ("aria-label", "data-v", "title", "value", "content", "data-facet-tag")
#: Attributes of charts and of the marks in them.
MARKED = {
    *("class", "x", "y", "dx", "dy", "width", "height", "text-anchor", "x1", "x2", "y1", "y2", "cx", "cy", "r"),
    *("role", "aria-label", "aria-hidden", "viewbox", "preserveaspectratio", "d", "vector-effect", "paint-order"),
}


def book(text: str, notes: str | None = None) -> dict[str, str]:
    """A book with one record of each kind and this text in every field that takes one, and these notes, in Markdown."""
    said = json.dumps(text, ensure_ascii=False)
    noted = json.dumps(notes or HARMLESS, ensure_ascii=False)
    several = f"[{said}]"
    people = f"email: {several}\nphone: {several}\n"
    keys = f"external_ids: {{old: {said}, {said}: x}}\n"
    more = f"custom: {{colour: {said}, {said}: x, size: {said}}}\n{keys}notes: {noted}\n"
    chosen = f"{{type: choice, name: {said}, choices: [{said}]}}"
    field = f"{{colour: {{type: text, name: {said}}}, {said}: {{type: text}}, size: {chosen}}}"
    asked = f"requires: [company, {{id: {said}, name: {said}}}]"
    return {
        "crm.yaml": f"""\
name: {said}
repository_url: {said}
currency: BRL
timezone: America/Sao_Paulo
pipelines:
  - id: sales
    name: {said}
    stages:
      - {{id: first, name: {said}, probability: 50, steps: [{{id: looked, name: {said}}}], {asked}}}
      - {{id: second, name: {said}, probability: 70}}
sources: [{{id: fair, name: {said}}}]
campaigns: [{{id: fispal, name: {said}, source: fair, cost: 10}}]
activity_types: [{{id: call, name: {said}, touch: true}}]
roles: [{{id: buyer, name: {said}}}]
opportunity_types: [{{id: new, name: {said}}}]
products: [{{id: oven, name: {said}, price: 10}}]
reasons: {{lost: [{{id: price, name: {said}}}], disqualified: [{{id: spam, name: {said}}}]}}
custom_fields: {{company: {field}, contact: {field}, lead: {field}, opportunity: {field}, member: {field}}}
targets: {{{said}: {{team: 10}}, 2026-Q4: {{team: 10, joana: 5}}}}
rules: {{severity: {{{said}: error}}, ignore: [{{rule: HYG, reason: {said}}}, {{rule: {said}, records: {said}}}]}}
policies: [{{id: sentence, for: opportunity, when: {said}, require: {said}, message: {said}}}]
redact: {{fields: {several}}}
""",
        "team/joana.yaml": f"name: {said}\nemail: {said}\ntitle: {said}\nrole: {said}\n{more}",
        "companies/forno.yaml": f"""\
name: {said}
types: [customer]
website: {said}
industry: {said}
size: {said}
tax_id: {said}
address: {said}
city: {said}
state: {said}
country: {said}
owner: joana
tags: {several}
{people}{more}""",
        "contacts/ana.yaml": f"name: {said}\ncompany: forno\ntitle: {said}\ntags: {several}\n{people}{more}",
        "leads/rui.yaml": f"""\
status: disqualified
name: {said}
company_name: {said}
title: {said}
website: {said}
industry: {said}
city: {said}
state: {said}
country: {said}
source: fair
campaign: fispal
owner: joana
created: 2026-11-02
qualification: {{need: {said}, budget: {said}, authority: {said}, timeline: {said}, interest: {said}}}
disqualified: {{date: 2026-11-10, reason: spam, note: {said}}}
tags: {several}
history:
  - {{date: 2026-11-02, status: new, owner: joana, note: {said}}}
  - {{date: 2026-11-10, status: disqualified, reason: spam}}
{people}{more}""",
        "leads/eva.yaml": f"status: new\nname: {said}\ncreated: 2026-11-20\n",
        "opportunities/ovens.yaml": f"""\
name: {said}
status: open
company: forno
contacts: [{{contact: ana, role: buyer}}]
partners: [{{company: forno, role: {said}}}]
owner: joana
type: new
source: fair
created: 2026-11-02
stage: first
amount: 100
expected_close: 2026-12-10
next_step: {{what: {said}, due: 2026-12-01}}
steps: {{looked: {{date: 2026-11-05, skipped: {said}}}}}
items: [{{product: oven, quantity: 10, unit_price: 10}}]
competitors: [forno]
tags: {several}
history:
  - {{date: 2026-11-02, status: open, stage: first, owner: joana, amount: 100, note: {said}}}
{more}""",
        "opportunities/mixers.yaml": f"""\
name: {said}
status: lost
company: forno
created: 2026-10-02
amount: 100
closed: {{date: 2026-11-10, reason: price, note: {said}}}
history:
  - {{date: 2026-10-02, status: open, stage: first, amount: 100}}
  - {{date: 2026-11-10, status: lost, reason: price, note: {said}}}
""",
        "activities/joana/2026-11-12.yaml": f"""\
- {{date: 2026-11-12, type: call, opportunity: ovens, contacts: [ana], external_ids: {{{said}: {said}}}, note: {said}}}
- {{date: 2026-11-12, type: call, lead: eva, note: {said}}}
""",
        "forecasts/2026-Q4/joana.yaml": f"- {{date: 2026-11-03, commit: 10, note: {said}}}\n",
    }


def hostile(text: str) -> Facts:
    known = facts(book(text), base={})
    kinds = (known.book.team, known.book.companies, known.book.contacts, known.book.leads, known.book.opportunities)
    assert [len(kind) for kind in kinds] == [1, 1, 1, 2, 2]
    assert (len(known.book.activities), len(known.book.forecasts)) == (2, 1)
    return known


class Skeleton(HTMLParser):
    """The elements of a page in order, with their attributes, less what attributes may quote.

    In a chart labels stand where their texts have room: of its marks but the links only the kinds are kept, apart.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.bones: list[tuple[str, ...]] = []
        self.marks: set[tuple[str, ...]] = set()
        self._depth = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted(name if name in DATA else f"{name}={value}" for name, value in attrs)
        if tag == "svg" and (self._depth or (dict(attrs).get("class") or "").startswith("plot ")):
            self._depth += 1
        if self._depth and tag != "a":
            self.marks.add(_names((tag, *kept)))
        else:
            self.bones.append((tag, *kept))

    def handle_endtag(self, tag: str) -> None:
        if not self._depth or tag == "a":
            self.bones.append((f"/{tag}",))
        if tag == "svg" and self._depth:
            self._depth -= 1

    def handle_comment(self, data: str) -> None:
        self.bones.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.bones.append(("declaration", decl))


def skeletons(known: Facts) -> Mapping[str, list[tuple[str, ...]]]:
    pages = {path: text for path, text in built(known).items() if path.endswith(".html")}
    return {path: _checked(Skeleton(text)).bones for path, text in pages.items()}


def _checked(found: Skeleton) -> Skeleton:
    """The skeleton, if its charts have marks of ours only, with no attribute that could do anything."""
    assert {tag for tag, *_ in found.marks} <= {"svg", "g", "rect", "line", "circle", "path", "text", "title"}
    assert {attribute for _, *attributes in found.marks for attribute in attributes} <= MARKED
    return found


def quiet(known: Facts) -> Facts:
    """The facts without findings, of which there are others about other texts."""
    return replace(known, report=Report((), (), known.report.records))


@cache
def harmless() -> Mapping[str, list[tuple[str, ...]]]:
    return skeletons(quiet(hostile(HARMLESS)))


@cache
def elements() -> frozenset[tuple[str, ...]]:
    """Every element with the names of its attributes, as harmless sites with and without findings have them."""
    told = [*skeletons(hostile(HARMLESS)).values(), *skeletons(hostile("other words")).values(), *harmless().values()]
    return frozenset(_names(bone) for bones in told for bone in bones)


def _names(bone: tuple[str, ...]) -> tuple[str, ...]:
    return (bone[0], *(part.partition("=")[0] for part in bone[1:]))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.many(3)
def test_hostile_records_have_the_pages_of_harmless_ones(payload: str) -> None:
    found = skeletons(quiet(hostile(payload)))
    assert found.keys() == harmless().keys()
    for path, bones in found.items():
        assert bones == harmless()[path], path


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.many(4)
def test_what_is_found_in_hostile_records_is_text(payload: str) -> None:
    known = hostile(payload)
    for path, bones in skeletons(known).items():
        strange = {_names(bone) for bone in bones} - elements()
        assert {bone[0] for bone in strange} <= {"code", "/code", "details", "/details", "pre", "/pre", "summary"}, path


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.many(3)
def test_files_for_programs_are_well_formed(payload: str) -> None:
    files = built(hostile(payload))
    script = files["data/search.js"]
    assert script.isascii()
    names = [entry[0] for entry in json.loads(script.removeprefix("textcrmFound(").removesuffix(");\n"))]
    assert names.count(payload) == 7
    for path, text in files.items():
        if path.endswith(".json"):
            assert isinstance(json.loads(text), dict | list)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_notes_hold_harmless_elements_only(payload: str) -> None:
    allowed = {"p", "a", "code", "pre", "strong", "em", "ul", "ol", "li", "blockquote", "hr", "br", "s", "table"}
    for tag, *attributes in Skeleton(note_markup(payload)).bones:
        assert tag.removeprefix("/") in allowed
        assert all(one.startswith(("href=https:", "href=http:", "href=mailto:", "rel=")) for one in attributes)


def test_a_template_without_escaping_is_found_out() -> None:
    own = {"parts/foot.html.jinja": "{% autoescape false %}<footer>{{ frame.company }}</footer>{% endautoescape %}"}
    page = built(quiet(hostile("<script>textcrmRan()</script>")), own)["problems.html"]
    assert Skeleton(page).bones != harmless()["problems.html"]
    assert ("script",) in Skeleton(page).bones
