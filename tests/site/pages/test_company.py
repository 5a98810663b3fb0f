"""The pages of companies and contacts, and the list of both."""

from __future__ import annotations

from collections.abc import Mapping

from tests.site.sites import facts, offered
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid
from textcrm.site.pages import companies, company, contact
from textcrm.site.pages.companies import Companies
from textcrm.site.pages.company import CompanyPage
from textcrm.site.pages.contact import ContactPage

WON = """\
name: Padaria Estrela – a mixer
company: padaria-estrela
partners: [{company: rede, role: installer}]
contacts: [marta-oliveira]
status: won
stage: contract
amount: 9800
closed: {date: 2026-10-30, amount: 9800}
history:
  - {date: 2026-10-01, status: open, stage: qualification, amount: 9800}
  - {date: 2026-10-30, status: won, stage: contract}
"""
MORE = {
    "companies/rede.yaml": "name: Rede\ntypes: [partner, supplier]\n",
    "companies/padaria-estrela.yaml": (
        "name: Padaria Estrela\ntypes: [customer]\nparent: rede\nwebsite: https://estrela.example/\ntags: [vip]\n"
        "phone: [+55 19 3232-1010]\nowner: joana\ncity: Campinas\n"
    ),
    "opportunities/mixer.yaml": WON,
    "leads/marta.yaml": (
        "name: Marta\nstatus: converted\nconverted: {company: padaria-estrela, contact: marta-oliveira}\n"
    ),
    "activities/joana/2026-11-12.yaml": (
        "- {date: 2026-11-12, type: call, opportunity: mixer, contacts: [marta-oliveira], note: All is well}\n"
        "- {date: 2026-11-13, type: visit, company: padaria-estrela}\n"
    ),
}


def made(more: Mapping[str, str] | None = None) -> Facts:
    return facts({**MORE, **(more or {})})


def of_company(id: str, known: Facts) -> CompanyPage:
    (page,) = (one for one in company.pages(known) if one.path == f"companies/{id}.html")
    assert isinstance(page.value, CompanyPage)
    return page.value


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in grid.rows]


def test_a_company_has_its_deals_people_ties_and_activities() -> None:
    page = of_company("padaria-estrela", made())
    said = {fact.label: fact.values[0] for fact in page.facts}
    assert (said["Open deals"].text, said["Open deals"].note) == ("no amount", "1 deal, 1 without amount")
    assert (said["Won"].text.replace("\u00a0", " "), said["Won"].note) == ("R$ 9,800", "1 deal")
    assert (said["Website"].text, said["Website"].href) == ("estrela.example", "https://estrela.example/")
    assert (said["E-mail"].text, said["E-mail"].look) == ("not known", "none")
    assert rows(page.deals) == [
        ["Padaria Estrela – two deck ovens", "Qualification", "no amount", "–", "Joana Prado"],
        ["Padaria Estrela – a mixer", "Won", "9,800", "30 Oct", "nobody"],
    ]
    assert page.deals_head.of == "1 open, 1 won of 1 closed"
    assert rows(page.people) == [["Marta Oliveira", "–", "–", "2"]]
    ties = {fact.label: [(one.text, one.href) for one in fact.values] for fact in page.group}
    assert ties == {
        "Belongs to": [("Rede", "../companies/rede.html")],
        "Came from the lead": [("Marta", "../leads/marta.html")],
    }
    assert [(one.what, one.about) for one in page.line] == [
        ("Visit", "Padaria Estrela"),
        ("Call with Marta Oliveira", "Padaria Estrela – a mixer"),
    ]


def test_a_partner_has_the_deals_it_helps_with_and_what_belongs_to_it() -> None:
    page = of_company("rede", made())
    assert page.top.beside == "Partner, Supplier"
    ties = {fact.label: [one.text for one in fact.values] for fact in page.group}
    assert ties == {"Belonging to it": ["Padaria Estrela"], "Partner in": ["Padaria Estrela – a mixer"]}
    assert page.deals.rows == ()


def test_a_company_that_competes_names_the_deals() -> None:
    lost = WON.replace("status: won", "status: lost").replace("amount: 9800}", "reason: competitor, competitor: rede}")
    page = of_company(
        "rede",
        made(
            {
                "opportunities/mixer.yaml": lost.replace("partners", "tags", 1).replace(
                    "{company: rede, role: installer}", "x"
                )
            }
        ),
    )
    assert {fact.label for fact in page.group} == {"Belonging to it", "Competes in"}


def test_a_contact_has_their_company_part_in_deals_and_lead() -> None:
    (page,) = contact.pages(made())
    assert isinstance(page.value, ContactPage)
    said = {fact.label: (fact.values[0].text, fact.values[0].href) for fact in page.value.facts}
    assert said["Company"] == ("Padaria Estrela", "../companies/padaria-estrela.html")
    assert said["Came from the lead"] == ("Marta", "../leads/marta.html")
    assert said["Phone"] == ("not known", None)
    assert len(page.value.deals.rows) == 2
    assert [one.note for one in page.value.line] == ["All is well"]


def test_the_list_has_every_company_and_contact_by_name_with_what_it_may_be_chosen_by() -> None:
    page = next(companies.pages(made()))
    assert isinstance(page.value, Companies)
    assert page.value.sentence == "<b>2 companies</b> and 1 contact; a deal is open with 1."
    assert rows(page.value.companies) == [
        ["Padaria Estrela", "Customer", "Campinas", "1", "no amount", "9,800", "Joana Prado"],
        ["Rede", "Partner, Supplier", "–", "0", "–", "–", "nobody"],
    ]
    assert [facet.key for facet in page.value.companies.facets] == ["owner", "type", "tag"]
    assert page.value.companies.rows[1].facets["type"] == ("partner", "supplier")
    assert [table.name for table in page.tables] == ["companies", "contacts"]
    assert page.tables[1].rows == (
        ("contacts/marta-oliveira", "Marta Oliveira", "padaria-estrela", None, "", "", None, ""),
    )


def test_what_is_open_and_won_of_a_company_leads_to_those_of_its_deals() -> None:
    """Also to those won on no known day, which no list of closed deals has."""
    bare = "name: Oil\ncompany: padaria-estrela\namount: 200\nstatus: "
    known = made({"opportunities/oil.yaml": f"{bare}won\n", "opportunities/gas.yaml": f"{bare}lost\n"})
    value, deals = next(companies.pages(known)).value, of_company("padaria-estrela", known).deals
    assert isinstance(value, Companies)
    assert [cell.href for cell in value.companies.rows[0].cells[3:6]] == [
        *("companies/padaria-estrela.html?outcome=open#deals",) * 2,
        "companies/padaria-estrela.html?outcome=won#deals",
    ]
    assert value.companies.rows[0].cells[5].value == "10000"
    assert [(row.cells[2].value, row.facets["outcome"]) for row in deals.rows] == [
        ("", ("open",)),
        ("9800", ("won",)),
        ("200", ("lost",)),
        ("200", ("won",)),
    ]
    assert offered(deals.facets) == []


def test_a_company_of_which_only_the_name_is_known_says_what_is_not() -> None:
    page = of_company("new", made({"companies/new.yaml": "name: New\n"}))
    assert {fact.label: fact.values[0].text for fact in page.facts} == {
        "Open deals": "none open",
        "Won": "none",
        "Owner": "nobody",
        "Place": "not known",
        "Phone": "not known",
        "E-mail": "not known",
        "Website": "not known",
        "Industry": "not known",
    }
    assert (page.deals.empty, page.people.empty) == ("There is no deal with it.", "Nobody there is known.")
    assert (page.group, page.more, page.line) == ((), (), ())
