"""What people do with pages: search, sort and choose by keyboard, keep and send an address, read without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.folders import Folder, folder
from tests.browser.looking import listening, sideways
from tests.site.sites import built, facts
from tests.site.test_site import Look
from tests.small_book import SMALL

if TYPE_CHECKING:
    from playwright.sync_api import Page

DEALS = "#deals tbody tr"
FOCUSED = "document.activeElement.textContent.trim()"
#: Whether what has the focus shows it: by a ring, in a drawing by a stroke.
RING = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  const shapes = [...one.querySelectorAll("circle, .hitbox")].map((shape) => getComputedStyle(shape));
  return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0
    || shapes.some((shape) => shape.stroke !== "none" && parseFloat(shape.strokeWidth) >= 3);
}"""


def tab_to(page: Page, found: Callable[[], bool], key: str = "Tab", most: int = 400) -> None:
    """Presses the key until the focus is where it should be; everything on the way shows that it has it."""
    for _ in range(most):
        page.keyboard.press(key)
        assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        if found():
            return
    pytest.fail(f"not reached in {most} times {key}")


def focus(page: Page, script: str) -> Callable[[], bool]:
    """Whether `one`, what has the focus, is that."""
    return lambda: bool(page.evaluate(f"((one) => {script})(document.activeElement)"))


def test_search_leads_to_a_deal_by_keyboard(page: Page, sample: Folder) -> None:
    page.goto(sample.address("index.html"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("sao")
    page.locator(".search ol a").first.wait_for()
    assert "São" in page.locator(".search ol").inner_text()
    assert re.search(r"\d+ found", page.locator(".search [role=status]").inner_text())
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.firstChild.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "index.html" not in url)
    assert chosen in page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("alecrim", ["companies/confeitaria-alecrim.html", "opportunities/alecrim-second-shop.html"]),
        ("81985204747", ["contacts/aline-farias.html"]),
        ("+55 (81) 98520-4747", ["contacts/aline-farias.html"]),
        ("+351 81 98520-4747", ["contacts/aline-farias.html"]),  # as if the record had no code of a country
        ("985204747", ["contacts/aline-farias.html"]),
        ("34.567.890/0001-12", ["companies/boa-safra.html"]),
        ("34567890000112", ["companies/boa-safra.html"]),
        ("aline@", ["contacts/aline-farias.html"]),
    ],
)
def test_search_shows_first_what_is_meant(page: Page, sample: Folder, typed: str, found: list[str]) -> None:
    page.goto(sample.address("index.html"))
    page.locator("#q").fill(typed)
    page.locator(".search ol a").first.wait_for()
    shown = page.locator(".search ol a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert shown[: len(found)] == found


def test_search_says_of_how_many_it_shows_the_first(page: Page, tmp_path: Path) -> None:
    companies = {f"companies/forno-{n}.yaml": f"name: Forno {n}\n" for n in range(1_100)}
    page.goto(folder(tmp_path, built(facts(companies))).address("index.html"))
    shown, told = page.locator(".search ol"), page.locator(".search [role=status]")
    for typed, count, says in (
        ("forno", 8, "the first 8 of 1,100 found"),
        ("marta", 1, "1 found"),
        ("zzzzzz", 0, "Nothing found"),
    ):
        page.locator("#q").fill(typed)
        page.locator(f".search [role=status]:text-is('{says}')").wait_for(state="attached")
        assert shown.locator("a").count() == count
        assert told.inner_text() == says
        assert shown.locator("li.quiet").all_inner_texts() == ([] if count == 1 else [says])


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_search_is_left_by_keyboard(page: Page, sample: Folder, key: str) -> None:
    page.goto(sample.address("index.html"))
    page.keyboard.press("/")
    page.keyboard.type("zzzz")
    page.locator(".search ol li").first.wait_for()
    assert page.locator(".search [role=status]").inner_text() == "Nothing found"
    page.keyboard.press(key)
    assert page.locator(".search ol li").count() == 0


@pytest.mark.parametrize("wide", [320, 360, 480, 768, 1024])
def test_what_search_finds_is_inside_the_screen_and_over_no_menu(page: Page, sample: Folder, wide: int) -> None:
    page.set_viewport_size({"width": wide, "height": 800})
    page.goto(sample.address("index.html"))
    menu = page.locator(".menu summary")
    if menu.is_visible():
        menu.click()
    page.locator("#q").fill("a")
    page.locator(".search ol a").first.wait_for()
    box = page.locator(".search ol").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= wide
    assert not page.locator(".menu ul").is_visible()
    if menu.is_visible():
        menu.click()
        assert page.locator(".menu ul").is_visible()
        assert page.locator(".search ol li").count() == 0


def test_the_first_stop_skips_to_the_page(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html"))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the page"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_tables_are_sorted_by_keyboard_and_what_is_unknown_comes_last(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html"))
    tab_to(page, focus(page, 'one.matches("#deals thead [data-sort=number] button")'))
    head = page.locator("#deals thead th", has=page.locator("button:focus"))
    place = head.evaluate("(one) => one.cellIndex")
    orders = []
    for direction in ("descending", "ascending"):
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == direction
        orders.append([row for row in values(page, place) if row is not None])
        assert values(page, place)[len(orders[-1]) :] == [None] * (len(values(page, place)) - len(orders[-1]))
    assert orders[0] == sorted(orders[0], reverse=True)
    assert orders[1] == sorted(orders[1])
    assert len(set(orders[0])) > 5


@pytest.mark.parametrize(
    ("column", "rank"),
    [
        ("Stage", ["Discovery", "Proposal", "Negotiation", "Contract", "Contact made", "Demo"]),
        ("Forecast", ["Commit", "Best case", "Pipeline", "Omitted"]),
    ],
)
def test_stages_are_sorted_as_they_follow_and_categories_by_certainty(
    page: Page, sample: Folder, column: str, rank: list[str]
) -> None:
    page.goto(sample.address("pipeline.html?pipeline=equipment"))
    head = page.locator("#deals thead th", has_text=column).first
    place = head.evaluate("(one) => one.cellIndex")
    for sign in (1, -1):
        head.locator("button").click()
        told = page.locator(DEALS).evaluate_all("(rows, place) => rows.map((row) => row.cells[place].innerText)", place)
        found = [rank.index(text.partition("\n")[0]) for text in told]
        assert found == sorted(found, reverse=sign < 0)
        assert len(set(found)) > 2


def values(page: Page, place: int) -> list[float | None]:
    """What the rows of the deals are sorted by in that column, in order."""
    texts = page.locator(DEALS).evaluate_all("(rows, place) => rows.map((row) => row.cells[place].dataset.v)", place)
    return [float(text) if text else None for text in texts]


def test_a_filter_chosen_by_keyboard_is_in_the_address_and_survives(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html"))
    everything = page.locator(DEALS).count()
    tab_to(page, focus(page, 'one.matches("#deals select[data-facet=owner]")'))
    page.keyboard.press("ArrowDown")
    some = page.locator(DEALS).count()
    assert 0 < some < everything
    asked = parse_qs(urlsplit(page.url).query, keep_blank_values=True)
    assert list(asked) == ["owner"]
    page.reload()
    assert page.locator(DEALS).count() == some
    assert page.locator("#deals select[data-facet=owner]").input_value() == asked["owner"][0]
    assert f"{some} of {everything}" in page.locator("#deals [role=status]").inner_text()
    tab_to(page, focus(page, 'one.matches("#deals [data-clear]")'))
    page.keyboard.press("Enter")
    assert page.locator(DEALS).count() == everything
    assert urlsplit(page.url).query == ""


def test_two_filters_hold_together(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html"))
    first = page.locator(f"{DEALS}[data-facet-owner]").first
    owner, stage = (first.get_attribute(f"data-facet-{key}") for key in ("owner", "stage"))
    owner, stage = (str(one).partition("\n")[0] for one in (owner, stage))
    page.goto(sample.address(f"pipeline.html?owner={owner}&stage={stage}"))
    shown = page.locator(DEALS)
    assert shown.count() == len(page.locator(f'{DEALS}[data-facet-owner="{owner}"][data-facet-stage^="{stage}"]').all())
    assert shown.count() > 0
    assert page.locator("[data-facets] > *").count() == shown.count()


COLUMNS = """(columns) => columns.map((one) => ({
  head: one.querySelector("h3 span").textContent,
  cards: one.querySelectorAll("[data-facets] > *").length,
  none: one.querySelector(".none").checkVisibility(),
}))"""


def test_a_column_of_the_board_says_how_many_of_its_cards_are_shown_and_never_a_sum_of_others(
    page: Page, sample: Folder
) -> None:
    page.goto(sample.address("pipeline.html"))
    before = page.locator(".board > li").evaluate_all(COLUMNS)
    page.goto(sample.address("pipeline.html?owner=rui#deals"))
    after = page.locator(".board > li").evaluate_all(COLUMNS)
    assert sum(one["cards"] for one in after) == page.locator(DEALS).count() > 0
    assert all(one["none"] == (not one["cards"]) for one in after)
    assert any(one["none"] for one in after)
    for was, now in zip(before, after, strict=True):
        is_same = was["cards"] == now["cards"]
        assert now["head"] == (was["head"] if is_same else f"{now['cards']} of {was['cards']}")
    page.locator("#deals [data-clear]").click()
    assert page.locator(".board > li").evaluate_all(COLUMNS) == before


def test_the_cards_that_the_board_leaves_out_are_promised_to_no_choice(page: Page, tmp_path: Path) -> None:
    deal = SMALL["opportunities/padaria-estrela-ovens.yaml"]
    many = {f"opportunities/deal-{n}.yaml": f"{deal}tags: [{'odd' if n % 2 else 'even'}]\n" for n in range(30)}
    page.goto(folder(tmp_path, built(facts(many))).address("pipeline.html?tag=odd"))
    rest, odd = page.locator(".board .note a"), page.locator(".board [data-facets] > *").count()
    assert page.locator(".board h3 span").first.inner_text() == f"{odd} of 25"
    assert rest.inner_text() == "of the other 6: see the table"
    rest.click()
    assert parse_qs(urlsplit(page.url).query) == {"tag": ["odd"], "stage": ["qualification"]}
    page.locator("#deals [data-clear]").click()
    assert page.locator(".board .note a").inner_text() == "and 6 more"


def test_a_filter_that_the_page_does_not_know_changes_nothing(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html"))
    everything = page.locator(DEALS).count()
    page.goto(sample.address("pipeline.html?utm_source=mail&__proto__=x"))
    assert page.locator(DEALS).count() == everything


LONG = "x" * 20_000
ODD = [
    ("stage=%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)</script>: not in this table"),
    ("stage=__proto__", "__proto__: not in this table"),
    ("stage=constructor&owner=hasOwnProperty", "constructor: not in this table"),
    ("stage=%E0%A4%A", "\ufffd%A: not in this table"),
    ("stage=%", "%: not in this table"),
    ("stage=$%26{n}", "$&{n}: not in this table"),
    ("stage=a..b..c", "a..b..c: not in this table"),
    ("stage=qualification&stage=nowhere", "nowhere: not in this table"),
    (f"stage={LONG}", f"{LONG[:40]}…: not in this table"),
    (f"amount={LONG}", "all"),
]


@pytest.mark.parametrize(("query", "says"), ODD, ids=[query[:24] for query, _ in ODD])
@pytest.mark.many(3)
def test_an_odd_filter_finds_nothing_says_so_and_can_be_cleared(
    page: Page, sample: Folder, query: str, says: str
) -> None:
    with listening(page, sample.path) as told:
        page.goto(sample.address(f"pipeline.html?{query}#%E0%A4%A"))
        assert page.locator(DEALS).count() == 0
        assert re.match(r"0 of \d+ shown", page.locator("#deals [role=status]").inner_text())
        assert page.locator("#deals select[data-facet=stage] option:checked").inner_text() == says
        assert sideways(page, 360) == []
        page.locator("#deals [data-clear]").click()
        assert page.locator(DEALS).count() > 0
        assert urlsplit(page.url).query == ""
    assert (told.said, told.asked) == ([], [])


@pytest.mark.parametrize("query", ["nothing=x", "%00=x", "o!wner=joana-prado", "=", "&&", "%", LONG, "Stage=x"])
@pytest.mark.many(3)
def test_an_odd_key_is_no_filter(page: Page, sample: Folder, query: str) -> None:
    with listening(page, sample.path) as told:
        page.goto(sample.address("pipeline.html"))
        everything = page.locator(DEALS).count()
        page.goto(sample.address(f"pipeline.html?{query}"))
        assert page.locator(DEALS).count() == everything
        assert not page.locator("#deals [data-clear]").is_visible()
    assert (told.said, told.asked) == ([], [])


def test_of_chosen_deals_it_is_said_what_they_come_to(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html?amount=#deals"))
    unknown = page.locator(DEALS).first.get_attribute("data-facet-owner")
    told = page.locator("#deals [role=status]")
    assert re.fullmatch(r"\d of \d+ shown", told.inner_text()), "they have no amount"
    page.goto(sample.address(f"pipeline.html?owner={unknown}#deals"))
    amounts = page.locator(f"{DEALS} td:nth-child(4)").evaluate_all("(all) => all.map((cell) => cell.dataset.v)")
    known = [float(one) for one in amounts if one]
    assert 0 < len(known) < len(amounts)
    told_sum = f"{round(sum(known)):,}".replace(",", ".")
    without = len(amounts) - len(known)
    assert told.inner_text().endswith(
        f"{len(amounts)} of 23 shown; together R$\u00a0{told_sum}; not counting {without} without an amount or a rate"
    )


def test_what_no_list_offers_is_named_while_an_address_asks_for_it(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html?amount="))
    shown, named = page.locator(DEALS).count(), page.locator("#deals label:visible:has([data-facet=amount])")
    assert "Amount" in named.inner_text()
    assert named.locator("option:checked").inner_text() == "without amount"
    page.locator("#deals [data-clear]").click()
    assert 0 < shown < page.locator(DEALS).count()
    assert named.count() == 0


EVERYTHING = "All else on it is of everything."


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("leads.html?owner=rui", "Owner: Rui Tanaka"),
        ("agenda.html?owner=rui#week", "Person: Rui Tanaka"),
        ("pipeline.html?amount=&owner=rui&utm=x", "Owner: Rui Tanaka; Amount: without amount"),
        (f"companies.html?tag={LONG}", f"Tag: {LONG[:40]}…: not in this table"),
    ],
    ids=["leads", "agenda", "pipeline", "companies"],
)
def test_a_page_opened_with_a_filter_says_so_at_its_top(page: Page, sample: Folder, address: str, says: str) -> None:
    top = page.locator("[data-filtered]")
    page.goto(sample.address(address.partition("?")[0]))
    rows = page.locator("tbody tr").count()
    assert not top.is_visible()
    page.goto(sample.address(address))
    assert top.locator("span").inner_text() == f"The lists of this page are filtered by {says}. {EVERYTHING}"
    assert page.locator("tbody tr").count() < rows
    assert sideways(page, 320) == []
    top.locator("a").click()
    assert not top.is_visible()
    assert urlsplit(page.url).query == ""
    assert page.locator("tbody tr").count() == rows
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_a_table_without_what_is_asked_for_calls_it_as_another_does(page: Page, sample: Folder) -> None:
    page.goto(sample.address("leads.html?owner=rui"))
    assert page.locator("#unanswered option:checked").all_inner_texts()[0] == "Rui Tanaka: not in this table"


def test_a_page_says_at_its_top_what_is_chosen_on_it(page: Page, sample: Folder) -> None:
    page.goto(sample.address("leads.html"))
    page.locator("#leads select[data-facet=owner]").select_option(label="nobody")
    assert "filtered by Owner: nobody." in page.locator("[data-filtered]").inner_text()
    page.goto(sample.address("leads.html?nothing=x"))
    assert not page.locator("[data-filtered]").is_visible()


def test_a_table_without_a_choice_says_that_it_is_filtered(page: Page, tmp_path: Path) -> None:
    single = folder(tmp_path, built(facts()))
    page.goto(single.address("pipeline.html"))
    assert not page.locator("#deals .filters").is_visible()
    page.goto(single.address("pipeline.html?stage=nowhere"))
    assert page.locator("#deals [role=status]").inner_text() == "0 of 1 shown"
    page.locator("#deals [data-clear]").click()
    assert page.locator(DEALS).count() == 1
    assert not page.locator("#deals .filters").is_visible()


def test_counts_are_told_as_the_page_writes_its_numbers(page: Page, tmp_path: Path) -> None:
    files = built(facts({"crm.yaml": f"{SMALL['crm.yaml']}locale: pt-BR\n"}))
    table = files["pipeline.html"].partition('id="deals"')[2]
    row = table[table.index("<tr", table.index("<tbody>")) : table.index("</tbody>")]
    many = folder(tmp_path, {**files, "pipeline.html": files["pipeline.html"].replace(row, row * 1_200)})
    page.goto(many.address("pipeline.html?stage=nowhere"))
    assert page.locator("#deals [role=status]").inner_text() == "0 of 1.200 shown"


def test_a_deal_is_reached_and_read_by_keyboard(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html"))
    tab_to(page, focus(page, 'one.matches("#deals tbody a[href^=opportunities]")'))
    name = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/opportunities/*")
    assert name in page.locator("h1").inner_text()
    tab_to(page, focus(page, 'one.matches("main a[href]")'))
    reached = set()
    for _ in range(400):
        reached.add(page.evaluate("document.activeElement.outerHTML"))
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    hrefs = page.locator("main a[href]:visible").evaluate_all("(all) => all.map((one) => one.outerHTML)")
    assert set(hrefs) <= reached


def test_the_menu_of_a_phone_opens_by_keyboard(page: Page, sample: Folder) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(sample.address("index.html"))
    tab_to(page, focus(page, 'one.matches(".menu summary")'))
    page.keyboard.press("Enter")
    tab_to(page, focus(page, 'one.matches(".menu a[href=\\"pipeline.html\\"]")'))
    page.keyboard.press("Enter")
    page.wait_for_url("**/pipeline.html")


def test_without_scripts_every_row_and_link_is_there(bare_page: Page, sample: Folder) -> None:
    bare_page.goto(sample.address("pipeline.html?owner=nobody"))
    rows = sum(tag == "tr" for tag, _ in Look(sample.files["pipeline.html"]).elements)
    assert bare_page.locator("tr").count() == rows
    hidden = bare_page.locator("main :is(tbody tr, li, h1, h2, h3):not(details *)").evaluate_all(
        "(all) => all.filter((one) => !one.checkVisibility()).length"
    )
    assert hidden == 0
    for nothing in (".filters", ".search", "th button"):
        assert bare_page.locator(f"{nothing}:visible").count() == 0


def test_what_is_sorted_and_filtered_by_script_starts_as_it_was_written(
    page: Page, bare_page: Page, sample: Folder
) -> None:
    for path in ("pipeline.html", "problems.html"):
        page.goto(sample.address(path))
        bare_page.goto(sample.address(path))
        told = "(rows) => rows.map((row) => row.textContent.trim())"
        found = [one.locator("tbody tr").evaluate_all(told) for one in (page, bare_page)]
        assert found[0] == found[1], path


@pytest.mark.parametrize(
    ("locale", "amounts", "says"),
    [
        ("en-IN", [816707, 397652], "R$\u00a012,14,359"),
        ("hi", [816707, 397652], "R$\u00a012,14,359"),
        ("pt-BR", [816707, "397652.5"], "R$\u00a01.214.359,50"),
        ("en", ["0.03"], "R$\u00a00.03"),
        ("en", ["0.5", "0.5"], "R$\u00a01"),
        ("de-CH", [1000, 234567], "R$\u00a0235’567"),
        ("en", [999_999_999_999_999, "0.01"], "R$\u00a0999,999,999,999,999.01"),
    ],
)
def test_a_sum_of_chosen_deals_is_written_as_their_amounts_are(
    page: Page, tmp_path: Path, locale: str, amounts: list[int | str], says: str
) -> None:
    deal = SMALL["opportunities/padaria-estrela-ovens.yaml"]
    files = {f"opportunities/deal-{n}.yaml": f"{deal}amount: {one}\ntags: [x]\n" for n, one in enumerate(amounts)}
    yen = {"opportunities/yen.yaml": f"{deal}amount: 5\ncurrency: JPY\ntags: [x]\n"}
    known = facts({**files, **yen, "crm.yaml": f"{SMALL['crm.yaml']}locale: {locale}\n"})
    page.goto(folder(tmp_path, built(known)).address("pipeline.html?tag=x"))
    assert page.locator("#deals [role=status]").inner_text().partition("; ")[2] == (
        f"together {says}; not counting 1 without an amount or a rate"
    )


def test_a_star_asks_for_all_and_nothing_for_nobody(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html?owner=*&closes=.."))
    assert page.locator(DEALS).count() == 23
    assert not page.locator("[data-filtered]").is_visible()
    page.goto(sample.address("pipeline.html?owner="))
    assert "filtered by Owner: nobody: not in this table." in page.locator("[data-filtered]").inner_text()
    none = page.locator("#deals .empty")
    assert none.inner_text() == "No row is as asked for. Show all"
    none.locator("button").click()
    assert page.locator(DEALS).count() == 23
    assert not none.is_visible()


def test_what_is_ignored_is_filtered_as_other_problems_are(page: Page, sample: Folder) -> None:
    page.goto(sample.address("problems.html"))
    rows = page.locator("#ignored tbody tr")
    everything = rows.count()
    owner = str(rows.first.get_attribute("data-facet-owner"))
    page.goto(sample.address(f"problems.html?owner={owner}"))
    assert rows.count() == page.locator(f'#ignored tr[data-facet-owner="{owner}"]').count() > 0
    page.goto(sample.address("problems.html?owner=zzz"))
    assert 0 == rows.count() < everything


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A site whose closed deals take two parts: the second is Joana's, and closed in another year."""
    deal = """\
name: Padaria Estrela – ovens
company: padaria-estrela
owner: {0}
created: 2025-01-02
status: won
amount: 100
closed: {{date: {1}, amount: 100}}
history:
  - {{date: 2025-01-02, status: open, stage: qualification, owner: {0}}}
  - {{date: {1}, status: won}}
"""
    rui, joana = (deal.format(owner, day) for owner, day in (("rui", "2026-10-05"), ("joana", "2025-02-03")))
    files = {f"opportunities/deal-{n:04}.yaml": rui if n < 1_990 else joana for n in range(2_100)}
    known = facts({**files, "team/rui.yaml": "name: Rui\n"})
    return folder(tmp_path_factory.mktemp("parted"), built(known))


def test_a_link_to_rows_in_parts_lands_where_most_are_and_each_part_says_how_many(page: Page, parted: Folder) -> None:
    page.goto(parted.address("outcomes.html?owner=joana#deals"))
    page.wait_for_url("**/outcomes-deals-2.html?owner=joana#deals")
    page.wait_for_function("document.querySelectorAll('#deals tbody tr').length === 100")
    links = page.locator("#deals .parts").first.locator("a")
    assert links.all_inner_texts() == ["1–2,000: 10", "2,001–2,100: 100"]
    page.locator("#deals [data-clear]").click()
    assert links.all_inner_texts() == ["1–2,000", "2,001–2,100"]


def test_a_part_all_of_whose_rows_are_as_asked_for_says_that_others_have_more(page: Page, parted: Folder) -> None:
    page.goto(parted.address("outcomes.html?status=won#deals"))
    told = page.locator("#deals [role=status]")
    assert told.inner_text() == "2,000 of the 2,000 rows in this part; see also the other parts named here"
    page.locator("#deals [data-clear]").click()
    assert told.inner_text() == ""


def test_a_period_that_an_address_asks_for_is_said_in_words(page: Page, parted: Folder) -> None:
    page.goto(parted.address("outcomes.html?closed=2025-01-01..2025-03-31#deals"))
    page.wait_for_url("**/outcomes-deals-2.html*")
    chosen = page.locator("#deals select[data-facet=closed]")
    assert chosen.locator("option:checked").inner_text() == "1 Jan 2025 to 31 Mar 2025"
    assert chosen.evaluate("(one) => one.offsetWidth") > 200
    page.goto(parted.address("outcomes.html?closed=2099-01-01..#deals"))
    assert chosen.locator("option:checked").inner_text() == "from 1 Jan 2099: not in this table"


def test_a_table_in_parts_says_that_only_one_is_sorted(page: Page, parted: Folder) -> None:
    page.goto(parted.address("outcomes.html"))
    page.locator("#deals th button").first.click()
    assert page.locator("#deals [role=status]").inner_text() == "only this part is sorted"
