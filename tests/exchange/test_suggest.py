"""A suggested map is valid for any file, drops no column without a word, and knows the systems' own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Snapshot
from textcrm.errors import UsageError
from textcrm.exchange.sheet import Row, Sheet, read_sheet
from textcrm.exchange.suggest import suggest
from textcrm.exchange.suggest_columns import recognised
from textcrm.exchange.vocabularies import ROLES, generic, vendors
from textcrm.model.import_map import ImportMap, RecordMap
from textcrm.model.targets import entry_target, target
from textcrm.source.load_map import MapText, load_map

HERE = Path(__file__).parent

#: Header lines of exports, below the system and the kind of record, and the columns that nothing is known of.
HEADERS = """
Salesforce opportunities, not Region__c
Id,AccountId,Name,Description,StageName,Amount,Probability,ExpectedRevenue,CloseDate,Type,NextStep,LeadSource,
IsClosed,IsWon,ForecastCategory,ForecastCategoryName,OwnerId,CreatedDate,LastModifiedDate,Region__c

Salesforce history
Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,ExpectedRevenue,CloseDate,Probability,ForecastCategory,
SystemModstamp,IsDeleted,CreatedDateForInsert,FromForecastCategory,PrevForecastUpdate,FromOpportunityStageName,
PrevOpportunityStageUpdate,ValidThroughDate,PrevAmount,PrevCloseDate

Zoho opportunities
Potential Name,Potential Owner,Created Time,Closing Date,Amount,Expected Revenue,Stage,Forecast Type,Type,
Lead Source,Probability,Age in Days,Age Tier,Amount Tier,LEADID,Tasks Involved,Events Involved,Calls Involved,
Activities Involved,Campaign Id

Zoho opportunities
Potential Id,Potential Name,Potential Owner Id,Created By Id,Modified By Id,Created Time,Modified Time,Amount,
Closing Date,Account Id,Type,Lead Source,Stage

Zoho leads
LEADID,Last Name,Company,Lead Owner,Email,Mobile,Website,Industry,Lead Source,Lead Status,Created Time,CONVERTED,
month_Created Time1

HubSpot opportunities
Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Last Activity Date,
Associated Company,Associated Company IDs,Associated Contact IDs

HubSpot contacts
Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Country/Region,
Last Activity Date,Associated Company IDs

HubSpot companies
Record ID,Company name,Domain,Company owner,Industry,Create Date,Last Activity Date

Pipedrive opportunities
Deal - Title,Deal - Value,Organization,Contact person,Deal - Owner,Deal - Stage (pipeline),
Deal - Expected close date,Deal - Currency of value,Deal - Label,Deal - Creation date,Deal - Closed on,
Deal - Lost reason,Deal - Lost time,Deal - Probability,Deal - Status,Deal - Won time,Deal - Visible to,
Deal - Pipedrive System ID

Pipedrive opportunities, not Negócio - Canal de origem
Negócio - ID,Negócio - Título,Negócio - Valor,Negócio - Organização,Negócio - Pessoa de contato,
Negócio - Proprietário,Negócio - Funil,Negócio - Etapa,Negócio - Status,Negócio - Etiqueta,
Negócio - Negócio criado em,Negócio - Atualizado em,Negócio - Última alteração de etapa,
Negócio - Próxima atividade em,Negócio - Data de fechamento esperada,Negócio - Negócio fechado em,
Negócio - Ganho em,Negócio - Data de perda,Negócio - Motivo da perda,Negócio - Origem,Negócio - Canal de origem,
Negócio - Criado por

Pipedrive contacts
Pessoa - Nome,Pessoa - Telefone,Pessoa - Telefone - Celular,Pessoa - E-mail - Trabalho,Pessoa - E-mail - Outros,
Pessoa - Cargo

Pipedrive companies
Organização - Nome,Organização - Segmento,Organização - Número de funcionários

Pipedrive activities
Atividade - ID,Atividade - Tipo,Atividade - Concluído,Atividade - Data adicionada,Atividade - Data de vencimento,
Atividade - Data e hora de conclusão,Atividade - Atualizado em

Odoo opportunities, not Referred By
Opportunity,Salesperson,Sales Team,Company,Referred By,Notes,Active,Priority,Stage,Tags,Expected Revenue,
Prorated Revenue,Recurring Revenues,Recurring Plan,Expected MRR,Currency,Closed Date,Assignment Date,
Last Stage Update,Conversion Date,Expected Closing,Customer,Probability,Lost Reason

EspoCRM opportunities
Nome,Conta,Estágio,Valor,Probabilidade %,Origem do Lead,Data de Fechamento,Descrição,Último Estágio

plain opportunities
opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value

plain companies, not year_established, revenue
account,sector,year_established,revenue,subsidiary_of
"""


def listed() -> Iterator[tuple[str, str, list[str], str]]:
    """The blocks of `HEADERS`."""
    for block in HEADERS.strip().split("\n\n"):
        head, *lines = block.splitlines()
        known, _, unknown = head.partition(", not ")
        vendor, kind = known.split()
        yield vendor.replace("plain", ""), kind, unknown.split(", ") if unknown else [], "".join(lines)


def sheet(name: str, *rows: str) -> Sheet:
    return read_sheet(name, "\n".join(rows).encode())


def valid(text: str) -> ImportMap:
    """The map in this text, in which nothing may be wrong."""
    map, problems = load_map(text)
    assert map is not None, [MapText("map.yaml", text).words(problem) for problem in problems]
    return map


def first(map: ImportMap, file: str, kind: str) -> RecordMap:
    return next(row for row in map.rows(file) if isinstance(row, RecordMap) and row.kind == kind)


@pytest.mark.parametrize(("vendor", "kind", "unknown", "line"), [*listed()])
def test_the_headers_of_a_system_are_known(vendor: str, kind: str, unknown: list[str], line: str) -> None:
    found = recognised([sheet("export.csv", line)])
    tables = [one.table for one in found if one.table]
    assert (vendor, kind) in [(table.vendor, table.kind) for table in tables]
    assert list(found[-1].unknown) == unknown
    # Without a row, the headers alone make a map.
    rows = valid(suggest([sheet("export.csv", line)])).rows("export.csv")
    assert kind in [row.kind if isinstance(row, RecordMap) else "history" for row in rows]


@pytest.mark.parametrize("table", [*vendors(), *generic()], ids=lambda table: f"{table.vendor} {table.kind}")
def test_every_table_speaks_of_fields_that_there_are(table: object) -> None:
    assert isinstance(table, type(vendors()[0]))
    for name in set(table.fields.values()) - set(ROLES):
        if table.kind == "history":
            assert entry_target("opportunities", name), name
        else:
            assert table.kind in ("products", "campaigns") or target(table.kind, name) or name == "done", name
    assert table.marks <= table.fields.keys()


PIPEDRIVE = (
    (
        "Negócio - ID;Negócio - Título;Negócio - Valor;Negócio - Organização;Negócio - Proprietário;Negócio - Funil;"
        "Negócio - Etapa;Negócio - Status;Negócio - Negócio criado em;Negócio - Data de fechamento esperada;"
        "Negócio - Negócio fechado em;Negócio - Motivo da perda;Negócio - Origem;Negócio - Origem;Cor"
    ),
    (
        "1;Forno de lastro;R$ 1.054,00;Padaria Estrela;Joana Prado;Equipamentos;Proposta;Aberto;2026-01-05 10:00:00;"
        "2026-12-01;;;Site;x;azul"
    ),
    (
        "2;Forno turbo;R$ 48.000,00;Padaria Sol;Joana Prado;Equipamentos;Negociação;Ganho;2026-02-05 10:00:00;;"
        "2026-03-01 09:00:00;;Site;x;azul"
    ),
    (
        "3;Masseira;;Padaria Sol;Joana Prado;Serviços;Visita;Perdido;2026-02-05 10:00:00;;2026-03-01 09:00:00;Preço;"
        "Feira;x;azul"
    ),
)
HUBSPOT = {
    "deals.csv": (
        (
            "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Last Activity Date,"
            "Associated Company,Associated Company IDs,Associated Contact IDs"
        ),
        (
            "11,Deck oven,Closed Won,Sales Pipeline,1000,2026-05-01 10:00,2026-01-01 10:00,Joana,,Padaria Estrela,"
            "901,501;502"
        ),
        (
            "12,Spiral mixer,qualifiedtobuy,Sales Pipeline,,2026-12-01 10:00,2026-02-01 10:00,Joana Prado,,Padaria Sol,"
            "902,"
        ),
    ),
    "contacts.csv": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Associated Company IDs",
        "501,Marta,Oliveira,marta@padariaestrela.example,,Joana Prado,customer,901",
        "502,Rui,Nunes,rui@padariaestrela.example,,Joana Prado,customer,901",
    ),
    "companies.csv": (
        "Record ID,Company name,Domain,Company owner,Industry,Create Date",
        "901,Padaria Estrela,padariaestrela.example,Joana Prado,Bakery,2026-01-01 09:00",
        "902,Padaria Sol,padariasol.example,Joana Prado,Bakery,2026-01-02 09:00",
    ),
}
PLAIN = {
    "Sales of may.csv": (
        "Deal name,Customer,Sales rep,Stage,Value,Close date,Product,Mood",
        'Oven,Padaria Sol,Joana Prado,Proposal,"$1,100.00",03/04/2026,deck-oven,good',
        'Mixer,Padaria Sol,Joana Prado,Closed - Won,"$12,200.50",05/06/2026,Mixer,Select',
    ),
    "products.csv": ("Product,List price", 'Deck oven,"$1,100.00"', "Mixer,$250.00"),
    "things.csv": ("a,b", "1,2"),
}


@pytest.mark.parametrize(
    ("name", "files"), [("pipedrive", {"negocios.csv": PIPEDRIVE}), ("hubspot", HUBSPOT), ("plain", PLAIN)]
)
def test_a_suggestion_reads_like_this(name: str, files: dict[str, Sequence[str]], snapshot: Snapshot) -> None:
    text = suggest([sheet(file, *rows) for file, rows in files.items()])
    valid(text)
    snapshot(HERE / "suggested" / f"{name}.yaml", text)


def test_files_are_called_by_their_base_name_and_their_encoding_is_kept() -> None:
    map = valid(suggest([sheet("exports/deals.csv", *HUBSPOT["deals.csv"])], "cp1252"))
    assert map.files.keys() == {"deals.csv"}
    assert map.encoding == "cp1252"


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match=r"two files are called deals\.csv"):
        suggest([sheet("may/deals.csv", "a,b"), sheet("june/deals.csv", "a,b")])


@pytest.mark.parametrize(
    ("cells", "dates"),
    [
        (["2026-01-05", "2026-11-23"], ("ISO",)),
        (["01/05/2026", "11/23/2026"], ("MM/DD/YYYY",)),
        (["05/01/2026", "23/11/2026"], ("DD/MM/YYYY",)),
        (["23.11.26 10:30"], ("DD.MM.YY HH:mm",)),
        (["15 Apr, 2021 00:02:00"], ("DD MMM, YYYY HH:mm:ss",)),
        (["02/23/26 08:55 PM"], ("MM/DD/YY hh:mm A",)),
        (["soon", "later", "2026-01-05"], ("ISO",)),
    ],
)
def test_the_form_of_dates_is_told_from_the_cells(cells: list[str], dates: tuple[str, ...]) -> None:
    rows = [f'Oven,Proposal,100,"{cell}"' for cell in cells]
    assert valid(suggest([sheet("deals.csv", "Deal name,Stage,Value,Close date", *rows)])).dates == dates


def test_a_cell_that_is_two_days_asks_for_a_decision() -> None:
    text = suggest([sheet("deals.csv", "Deal name,Stage,Value,Close date", "Oven,Proposal,100,03/04/2026")])
    assert "dates: MM/DD/YYYY # decide: in Close date no day is above 12, so that it could be DD/MM/YYYY" in text


def test_lead_statuses_are_translated_and_the_strange_ones_asked_about() -> None:
    words = ["Open - Not Contacted", "Pre Qualified", "Qualified", "Contact in Future", "Junk Lead", "Purple"]
    rows = [f"Marta,{word},No" for word in words] + ["Rui,Qualified,Yes"]
    text = suggest([sheet("leads.csv", "Lead name,Lead status,Converted", *rows)])
    converted, status = first(valid(text), "leads.csv", "leads").fields["status"]
    assert converted.when == {"Converted": ("Yes",)}
    assert list(status.values.values()) == [
        *("new", "qualifying", "qualified", "nurturing", "disqualified", "qualifying"),
    ]
    assert "decide: Purple" in text


#: Headers that mean something, and cells of many sorts, beside any text at all.
KNOWN = sorted({header for table in (*vendors(), *generic()) for header in table.fields})
CELLS = [
    *("", "Won", "Closed Lost", "open", "no", "010", "x-ray", "a: b #c", "'", '"', "12:30", "1.054,00", "$5K", "~"),
    *("2026-01-05", "03/04/2026", "31.12.2025", "Select", "a;b", "{a|b}", "- x", "null", "\u2028", "901"),
]
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=12)
headers = st.lists((st.sampled_from(KNOWN) | texts).map(str.strip), min_size=1, max_size=9)
cells = st.sampled_from(CELLS) | texts
names = st.sampled_from(["deals.csv", "leads.csv", "my accounts.csv", "x-.csv", "a: b.csv", "opportunityhistory"])


@st.composite
def files(draw: st.DrawFn) -> Sheet:
    """A file as it may lie about: its name, headers we know and others, any cells."""
    line = draw(headers)
    rows = draw(st.lists(st.tuples(*[cells] * len(line)), max_size=5))
    return Sheet(draw(names), tuple(line), tuple(Row(place, place, row) for place, row in enumerate(rows, 2)))


@given(st.lists(files(), min_size=1, max_size=3, unique_by=lambda one: one.name))
def test_a_suggestion_is_valid_and_names_every_column(sheets: list[Sheet]) -> None:
    text = suggest(sheets)
    valid(text)
    plain = "".join(text.replace("#", "").split())
    for one in sheets:
        for header in one.headers:
            if header.isascii() and header.isalnum():
                assert header in plain
