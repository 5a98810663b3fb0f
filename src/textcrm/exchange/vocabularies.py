"""The words of other systems: which of their columns is which of our fields, and what their cells call an outcome.

The tables are data. A line of a table is `field: Header | Header`; headers are compared by their words, whatever their
case and signs. Beside our own fields there are the roles of `ROLES`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

#: What a column may be beside one of our fields: the key; parts of a name; a stage or a status in the other system's
#: words; the day that is expected while a deal is open and was it afterwards; whether a lead was converted, a record
#: deleted; the product of a deal; what is worked out from other columns, or of no use outside its system.
ROLES: Final = (
    *("key", "first", "last", "status", "stage", "close", "converted", "deleted", "archived", "product", "nothing"),
    *("of", "date", "price", "cost", "start", "end"),
)

_WORDS = re.compile(r"[^\W_]+")


def words(header: str) -> str:
    """A header as tables are asked for it: `Deal - Title*` and `deal_title` are `deal title`."""
    return " ".join(_WORDS.findall(header.casefold()))


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one kind of file, field by header.

    `kind` is a kind of record, or `history`, `products`, `campaigns`. `marks` are headers of which a file of this
    system has one, so that it is told from others that say `Name` too. A `part` is one of several in a file.
    """

    vendor: str
    kind: str
    fields: Mapping[str, str]
    marks: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    part: bool = False


def table(vendor: str, kind: str, lines: str, *, marks: str = "", names: str = "", part: bool = False) -> Table:
    """A table from its lines; `marks` are headers with `|` between them, `names` words in the names of such files."""
    fields: dict[str, str] = {}
    for line in lines.strip().splitlines():
        name, _, headers = line.strip().partition(": ")
        fields |= {words(header): name for header in headers.split("|")}
    marked = frozenset(words(mark) for mark in marks.split("|") if mark)
    return Table(vendor, kind, MappingProxyType(fields), marked, tuple(names.split()), part)


@cache
def vendors() -> tuple[Table, ...]:
    """The tables of systems that are known by their headers."""
    return (*_salesforce(), *_hubspot(), *_pipedrive(), *_zoho(), *_odoo(), *_espocrm())


@cache
def generic() -> tuple[Table, ...]:
    """The tables of plain words, for files of no system we know."""
    return _GENERIC


def _salesforce() -> tuple[Table, ...]:
    """By API name, as data loaders and weekly exports have them."""
    return (
        table(
            "Salesforce",
            "opportunities",
            """
            key: Id
            deleted: IsDeleted
            name: Name
            company: AccountId
            notes: Description
            stage: StageName
            amount: Amount
            currency: CurrencyIsoCode
            probability: Probability
            close: CloseDate
            type: Type
            next_step.what: NextStep
            source: LeadSource
            campaign: CampaignId
            owner: OwnerId
            created: CreatedDate
            nothing: ExpectedRevenue | TotalOpportunityQuantity | IsClosed | IsWon | ForecastCategory
            nothing: ForecastCategoryName | HasOpportunityLineItem | IsPrivate | Pricebook2Id | Fiscal
            nothing: FiscalYear | FiscalQuarter | CreatedById | LastModifiedDate | LastModifiedById
            nothing: SystemModstamp | LastActivityDate | LastViewedDate | LastReferencedDate
            """,
            marks="StageName",
            names="opportunit",
        ),
        table(
            "Salesforce",
            "history",
            """
            of: OpportunityId
            date: CreatedDate
            by: CreatedById
            deleted: IsDeleted
            stage: StageName
            amount: Amount
            probability: Probability
            close: CloseDate
            nothing: Id | ExpectedRevenue | ForecastCategory | SystemModstamp | CreatedDateForInsert
            nothing: FromForecastCategory | PrevForecastUpdate | FromOpportunityStageName | ValidThroughDate
            nothing: PrevOpportunityStageUpdate | PrevAmount | PrevCloseDate | OpportunityHistoryKey
            """,
            marks="OpportunityId",
            names="opportunityhistory",
        ),
        table(
            "Salesforce",
            "companies",
            """
            key: Id
            deleted: IsDeleted
            name: Name
            types: Type
            parent: ParentId
            industry: Industry
            size: NumberOfEmployees
            phone: Phone
            website: Website
            address: BillingStreet
            city: BillingCity
            state: BillingState
            country: BillingCountry
            notes: Description
            owner: OwnerId
            created: CreatedDate
            nothing: BillingLatitude | BillingLongitude | BillingGeocodeAccuracy | CreatedById | LastModifiedDate
            nothing: LastModifiedById | SystemModstamp | LastActivityDate | LastViewedDate | LastReferencedDate
            """,
            marks="BillingCity|BillingState|ParentId|NumberOfEmployees|BillingCountry",
            names="account",
        ),
        table(
            "Salesforce",
            "contacts",
            """
            key: Id
            deleted: IsDeleted
            name: Name
            first: FirstName
            last: LastName
            company: AccountId
            title: Title
            email: Email
            phone: Phone | MobilePhone
            source: LeadSource
            notes: Description
            owner: OwnerId
            created: CreatedDate
            nothing: CreatedById | LastModifiedDate | LastModifiedById | SystemModstamp | LastActivityDate
            nothing: EmailBouncedReason | EmailBouncedDate | IsEmailBounced | AssistantPhone | Salutation
            """,
            marks="AccountId",
            names="contact",
        ),
        table(
            "Salesforce",
            "leads",
            """
            key: Id
            deleted: IsDeleted
            name: Name
            first: FirstName
            last: LastName
            company_name: Company
            title: Title
            email: Email
            phone: Phone | MobilePhone
            website: Website
            industry: Industry
            city: City
            state: State
            country: Country
            source: LeadSource
            status: Status
            owner: OwnerId
            created: CreatedDate
            notes: Description
            converted.date: ConvertedDate
            converted.company: ConvertedAccountId
            converted.contact: ConvertedContactId
            converted.opportunity: ConvertedOpportunityId
            nothing: IsConverted | Salutation | CreatedById | LastModifiedDate | LastModifiedById
            nothing: SystemModstamp | LastActivityDate | EmailBouncedReason | EmailBouncedDate | IsUnreadByOwner
            """,
            marks="ConvertedDate|IsConverted|ConvertedOpportunityId",
            names="lead",
        ),
        table(
            "Salesforce",
            "team",
            """
            key: Id
            name: Name
            first: FirstName
            last: LastName
            email: Email
            title: Title
            manager: ManagerId
            nothing: Username | Alias | IsActive | ProfileId | UserRoleId | CreatedDate | LastLoginDate | SystemModstamp
            """,
            marks="Username|UserRoleId|ProfileId",
            names="user",
        ),
    )


def _hubspot() -> tuple[Table, ...]:
    """By the labels of its exports."""
    return (
        table(
            "HubSpot",
            "opportunities",
            """
            key: Record ID | Deal ID
            name: Deal Name
            stage: Deal Stage
            pipeline: Pipeline
            amount: Amount
            currency: Currency
            close: Close Date
            created: Create Date
            owner: Deal owner
            type: Deal Type
            source: Original Source Type | Original Traffic Source
            closed.reason: Closed Lost Reason
            company: Associated Company IDs | Associated Company
            contacts: Associated Contact IDs | Associated Contact
            nothing: Last Activity Date | Last Modified Date | Amount in company currency | Is Closed Won
            nothing: Forecast amount | Weighted amount | Deal probability
            """,
            marks="Deal Stage|Deal Name",
            names="deal",
        ),
        table(
            "HubSpot",
            "contacts",
            """
            key: Record ID | Contact ID
            first: First Name
            last: Last Name
            email: Email
            phone: Phone Number | Mobile Phone Number
            title: Job Title
            owner: Contact owner
            created: Create Date
            source: Original Source | Original Traffic Source
            company: Associated Company IDs | Associated Company | Company name
            nothing: Last Activity Date | Last Modified Date | Lifecycle Stage | Country/Region | Lead Status
            """,
            marks="Contact owner|Lifecycle Stage|Associated Company IDs",
            names="contact",
        ),
        table(
            "HubSpot",
            "companies",
            """
            key: Record ID | Company ID
            name: Company name
            website: Domain | Company Domain Name | Website URL
            owner: Company owner
            phone: Phone Number
            city: City
            state: State/Region
            country: Country/Region
            industry: Industry
            size: Number of Employees
            created: Create Date
            nothing: Last Activity Date | Last Modified Date | Lifecycle Stage
            """,
            marks="Company owner|Company Domain Name|Domain",
            names="compan",
        ),
    )


def _pipedrive() -> tuple[Table, ...]:
    """By the labels of its exports, English and Portuguese; what they are of stands before each."""
    return (
        table(
            "Pipedrive",
            "opportunities",
            """
            key: Deal - ID | Deal - Pipedrive System ID | Negócio - ID
            name: Deal - Title | Negócio - Título
            company: Deal - Organization | Organization | Organization - Name | Negócio - Organização
            contacts: Deal - Contact person | Contact person | Person - Name | Negócio - Pessoa de contato
            owner: Deal - Owner | Negócio - Proprietário
            pipeline: Deal - Pipeline | Negócio - Funil
            stage: Deal - Stage | Deal - Stage (pipeline) | Negócio - Etapa
            status: Deal - Status | Negócio - Status
            amount: Deal - Value | Negócio - Valor
            currency: Deal - Currency of value | Negócio - Moeda de Valor
            probability: Deal - Probability | Negócio - Probabilidade
            created: Deal - Creation date | Deal - Deal created | Negócio - Negócio criado em
            expected_close: Deal - Expected close date | Negócio - Data de fechamento esperada
            closed.date: Deal - Closed on | Deal - Deal closed on | Negócio - Negócio fechado em
            closed.reason: Deal - Lost reason | Negócio - Motivo da perda
            tags: Deal - Label | Negócio - Etiqueta
            source: Deal - Source origin | Negócio - Origem
            nothing: Deal - Won time | Deal - Lost time | Negócio - Ganho em | Negócio - Data de perda
            nothing: Deal - Update time | Negócio - Atualizado em | Negócio - Última alteração de etapa
            nothing: Deal - Visible to | Deal - Creator | Negócio - Criado por | Negócio - Próxima atividade em
            nothing: Deal - Last stage change | Deal - Next activity date
            """,
            marks="Deal - Title|Negócio - Título",
            part=True,
        ),
        table(
            "Pipedrive",
            "companies",
            """
            key: Organization - ID | Organização - ID
            name: Organization - Name | Organização - Nome
            address: Organization - Address | Organização - Endereço
            owner: Organization - Owner | Organização - Proprietário
            industry: Organization - Industry | Organização - Segmento
            size: Organization - Number of employees | Organização - Número de funcionários
            """,
            marks="Organization - Name|Organização - Nome",
            part=True,
        ),
        table(
            "Pipedrive",
            "contacts",
            """
            key: Person - ID | Pessoa - ID
            name: Person - Name | Pessoa - Nome
            first: Person - First name | Pessoa - Primeiro nome
            last: Person - Last name | Pessoa - Sobrenome
            title: Person - Job title | Pessoa - Cargo
            email: Person - Email (Work) | Person - Email (Home) | Person - Email - Work | Person - Email - Home
            email: Person - Email - Other | Pessoa - E-mail - Trabalho | Pessoa - E-mail - Outros
            phone: Person - Phone | Person - Phone - Work | Person - Phone - Mobile | Pessoa - Telefone
            phone: Pessoa - Telefone - Celular | Pessoa - Telefone - Trabalho
            company: Person - Organization | Organization - Name | Pessoa - Organização | Organização - Nome
            owner: Person - Owner | Pessoa - Proprietário
            """,
            marks="Person - Name|Pessoa - Nome",
            part=True,
        ),
        table(
            "Pipedrive",
            "activities",
            """
            key: Activity - ID | Atividade - ID
            type: Activity - Type | Atividade - Tipo
            note: Activity - Subject | Atividade - Assunto
            member: Activity - Assigned to user | Atividade - Atribuído ao usuário | Atividade - Usuário
            date: Activity - Due date | Atividade - Data de vencimento
            done: Activity - Done | Atividade - Concluído
            nothing: Activity - Add time | Atividade - Data adicionada | Atividade - Data e hora de conclusão
            nothing: Activity - Marked as done time | Activity - Update time | Atividade - Atualizado em
            """,
            marks="Activity - Subject|Atividade - Tipo|Atividade - Assunto",
            part=True,
        ),
    )


def _zoho() -> tuple[Table, ...]:
    """By the labels of its workspace, older (Potential) and newer (Deal), and of its API backup."""
    return (
        table(
            "Zoho",
            "opportunities",
            """
            key: Potential Id | Deal Id | POTENTIALID
            name: Potential Name | Deal Name
            owner: Potential Owner Id | Deal Owner Id | Potential Owner | Deal Owner
            company: Account Id | Account Name
            contacts: Contact Id | Contact Name
            lead: LEADID
            type: Type
            source: Lead Source
            campaign: Campaign Id | Campaign Source
            created: Created Time
            close: Closing Date
            stage: Stage
            status: Forecast Type
            amount: Amount
            probability: Probability | Probability (%)
            next_step.what: Next Step
            closed.reason: Reason For Loss | Reason For Loss__s
            notes: Description
            nothing: Expected Revenue | Age in Days | Age Tier | Amount Tier | Tasks Involved | Events Involved
            nothing: Calls Involved | Activities Involved | Created By Id | Modified By Id | Modified Time
            """,
            marks="Potential Name|Potential Owner|Deal Owner|Potential Owner Id",
            names="potential deal",
        ),
        table(
            "Zoho",
            "leads",
            """
            key: LEADID | Lead Id
            name: Full Name | Lead Name
            first: First Name
            last: Last Name
            company_name: Company
            owner: Lead Owner Id | Lead Owner
            title: Title | Designation
            email: Email
            phone: Phone | Mobile
            website: Website
            industry: Industry
            source: Lead Source
            status: Lead Status
            converted: CONVERTED | Is Converted
            created: Created Time
            city: City
            state: State
            country: Country
            notes: Description
            nothing: month_Created Time1 | Modified Time | Created By Id | Modified By Id
            """,
            marks="Lead Status|Lead Owner|LEADID",
            names="lead",
        ),
        table(
            "Zoho",
            "companies",
            """
            key: ACCOUNTID | Account Id
            name: Account Name
            owner: Account Owner Id | Account Owner
            types: Account Type
            parent: Parent Account Id | Parent Account
            industry: Industry
            website: Website
            phone: Phone
            size: Employees
            city: Billing City
            state: Billing State
            country: Billing Country
            notes: Description
            nothing: Tasks Involved | Events Involved | Calls Involved | Activities Involved | Modified Time
            created: Created Time
            """,
            marks="Account Owner|Account Type|Account Owner Id",
            names="account",
        ),
        table(
            "Zoho",
            "contacts",
            """
            key: CONTACTID | Contact Id
            name: Full Name | Contact Name
            first: First Name
            last: Last Name
            owner: Contact Owner Id | Contact Owner
            company: Account Id | Account Name
            title: Title
            email: Email
            phone: Phone | Mobile
            source: Lead Source
            created: Created Time
            notes: Description
            nothing: Modified Time
            """,
            marks="Contact Owner|Contact Owner Id|CONTACTID",
            names="contact",
        ),
        table(
            "Zoho",
            "team",
            """
            key: USER_ID | User Id
            name: Full Name
            first: First Name
            last: Last Name
            email: Email
            nothing: Role | Profile | Status
            """,
            marks="USER_ID|User Id",
            names="user",
        ),
        table(
            "Zoho",
            "campaigns",
            """
            key: CAMPAIGNID | Campaign Id
            name: Campaign Name
            start: Start Date
            end: End Date
            cost: Actual Cost
            nothing: Type | Status | Created Time | Modified Time | Expected Revenue | Budgeted Cost
            """,
            marks="CAMPAIGNID|Budgeted Cost",
            names="campaign",
        ),
        table(
            "Zoho",
            "activities",
            """
            key: TASKID | EVENTID | Call Id | Event Id | Task Id
            member: Call Owner Id | Event Owner Id | Task Owner Id | Call Owner | Event Owner | Task Owner
            date: Call Start Time | Start DateTime | Due Date
            note: Subject
            direction: Call Type
            company: ACCOUNTID
            contacts: CONTACTID
            lead: LEADID
            opportunity: POTENTIALID
            done: Status
            nothing: Call Duration (in seconds) | Call Duration (in minutes) | Call Purpose | Billable
            nothing: Created Time | Modified Time | End DateTime | Who Id Id | What Id | SEMODULE
            """,
            marks="Call Owner|Event Owner|Task Owner|Call Owner Id|Event Owner Id|Task Owner Id",
            names="call event task",
        ),
    )


def _odoo() -> tuple[Table, ...]:
    """By label and by technical name; leads and opportunities are one table there."""
    return (
        table(
            "Odoo",
            "opportunities",
            """
            key: External ID | ID | id
            name: Opportunity | name
            owner: Salesperson | user_id
            company: Customer | partner_id | Company Name | partner_name
            stage: Stage | stage_id
            archived: Active | active
            amount: Expected Revenue | expected_revenue
            currency: Currency | company_currency
            probability: Probability | probability
            expected_close: Expected Closing | date_deadline
            closed.date: Closed Date | date_closed
            closed.reason: Lost Reason | lost_reason_id
            created: Created on | create_date
            tags: Tags | tag_ids
            source: Source | source_id
            campaign: Campaign | campaign_id
            notes: Notes | description
            nothing: Prorated Revenue | prorated_revenue | Priority | priority | Sales Team | team_id | Company
            nothing: company_id | Recurring Revenues | recurring_revenue | Recurring Plan | recurring_plan
            nothing: Expected MRR | recurring_revenue_monthly | Assignment Date | date_open
            nothing: Last Stage Update | date_last_stage_update | Conversion Date | date_conversion
            """,
            marks="Salesperson|user_id|stage_id|Expected Closing|date_deadline",
        ),
    )


def _espocrm() -> tuple[Table, ...]:
    """By field name, and by the Portuguese labels."""
    return (
        table(
            "EspoCRM",
            "opportunities",
            """
            key: id | ID
            name: name | Nome
            company: accountId | accountName | account | Conta
            stage: stage | Estágio
            amount: amount | Valor
            currency: amountCurrency
            probability: probability | Probabilidade, %
            source: leadSource | Origem do Lead
            close: closeDate | Data de Fechamento
            notes: description | Descrição
            owner: assignedUserId | assignedUserName | Usuário Designado
            created: createdAt | Criado Em
            nothing: lastStage | Último Estágio | deleted | modifiedAt | amountConverted | amountWeightedConverted
            """,
            marks="closeDate|Data de Fechamento|Estágio|assignedUserName",
        ),
    )


_GENERIC: Final = (
    table(
        "",
        "opportunities",
        """
        key: id | opportunity id | deal id | deal number | key
        name: name | title | deal | deal name | opportunity | opportunity name | negócio | oportunidade
        company: account | account name | company | company name | customer | client | organization | organisation
        company: cliente | empresa | conta
        contacts: contact | contact name | contact person | contato
        owner: owner | sales agent | sales rep | salesperson | seller | rep | account executive | agent | assigned to
        owner: deal owner | opportunity owner | vendedor | proprietário | responsável
        stage: stage | deal stage | sales stage | pipeline stage | etapa | fase | estágio
        status: status | deal status | outcome | situação
        pipeline: pipeline | funil
        amount: amount | value | deal value | deal size | close value | revenue | price | total | valor
        currency: currency | moeda
        probability: probability | probability percent | probabilidade
        created: created | created date | created at | created time | create date | creation date | engage date
        created: open date | opened | start date | data de criação | criado em
        expected_close: expected close | expected close date | expected closing date | previsão de fechamento
        closed.date: closed on | actual close date | won date
        close: close date | closing date | closed date | data de fechamento
        closed.reason: lost reason | loss reason | reason | motivo da perda
        source: source | lead source | origin | origem
        campaign: campaign | campanha
        type: type | deal type | opportunity type | tipo
        product: product | product name | produto
        next_step.what: next step | próximo passo
        notes: notes | description | comments | observações
        tags: tags | labels
        """,
        names="opportunit deal pipeline sales negocio oportunidade",
    ),
    table(
        "",
        "companies",
        """
        key: id | account id | company id
        name: account | account name | company | company name | name | customer | organization | organisation | empresa
        parent: parent | parent account | parent company | subsidiary of
        industry: industry | sector | segment | segmento | setor
        size: employees | number of employees | size | headcount
        phone: phone | telephone | phone number | telefone
        email: email | e mail
        website: website | domain | url | site
        address: address | office location | location | street | endereço
        city: city | cidade
        state: state | region | estado
        country: country | país
        tax_id: tax id | vat | vat number | cnpj
        owner: owner | account owner | account manager
        created: created | created at | created date
        notes: notes | description
        tags: tags
        """,
        names="account compan customer client organi empresa",
    ),
    table(
        "",
        "contacts",
        """
        key: id | contact id
        name: name | full name | contact | contact name | nome
        first: first name | given name | primeiro nome
        last: last name | surname | family name | sobrenome
        company: company | company name | account | account name | organization | organisation | empresa
        title: title | job title | position | role | cargo
        email: email | e mail | email address
        phone: phone | mobile | phone number | telephone | mobile phone | telefone | celular
        owner: owner | contact owner
        source: source | lead source | origem
        created: created | created at | created date
        notes: notes | description
        tags: tags
        """,
        names="contact people person contato",
    ),
    table(
        "",
        "leads",
        """
        key: id | lead id | prospect id | lead number
        name: name | full name | lead | lead name | contact name | nome
        first: first name
        last: last name
        company_name: company | company name | account | organization | organisation | empresa
        title: title | job title | position | cargo
        email: email | e mail | email address
        phone: phone | mobile | phone number | telefone | celular
        website: website | domain
        industry: industry | sector
        city: city | cidade
        state: state | estado
        country: country | país
        source: source | lead source | origem
        campaign: campaign | campanha
        status: status | lead status | lead stage
        converted: converted | is converted
        owner: owner | lead owner | assigned to | responsável
        created: created | created at | created date | created time
        tags: tags
        notes: notes | description | comments
        """,
        names="lead prospect",
    ),
    table(
        "",
        "team",
        """
        key: id | user id
        name: name | full name | sales agent | sales rep | salesperson | seller | user | member | agent | vendedor
        email: email | e mail
        title: title | job title
        role: role
        manager: manager | team lead | supervisor | gerente
        joined: joined | hire date | start date
        left: left | end date
        """,
        names="team user member seller agent staff equipe",
    ),
    table(
        "",
        "activities",
        """
        key: id | activity id | task id | call id | event id
        member: owner | member | user | assigned to | sales agent | created by
        date: date | due date | start | start time | activity date | data
        type: type | activity type | tipo
        note: subject | note | notes | description | assunto
        direction: direction
        done: status | done | completed
        company: company | account | company name | account name
        contacts: contact | contact name
        opportunity: opportunity | deal | deal name | opportunity id | deal id
        lead: lead | lead id
        """,
        names="activit call event task meeting atividade",
    ),
    table(
        "",
        "products",
        """
        key: id | product id | sku | code
        name: product | name | product name | produto
        price: price | sales price | list price | unit price | preço
        """,
        marks="price|sales price|list price|unit price|preço",
        names="product produto",
    ),
    table(
        "",
        "campaigns",
        """
        key: id | campaign id
        name: campaign | campaign name | name
        start: start | start date
        end: end | end date
        cost: cost | actual cost | spend
        """,
        marks="campaign|campaign name|campaign id|cost|actual cost|spend",
        names="campaign",
    ),
)

#: How a deal ended, by a word of its stage or status, the first that is in it; what has none of them is open.
OUTCOMES: Final = (
    ("won", re.compile(r"won\b|\b(?:ganh[oa]|gewonnen|gagné|ganad[oa]|vint[oa])\b")),
    ("lost", re.compile(r"lost\b|\b(?:perdid[oa]|verloren|perdu|pers[oa])\b")),
    ("abandoned", re.compile(r"\b(?:abandon\w*|no decision|no response|dropped)\b")),
    ("cancelled", re.compile(r"\b(?:cancel\w*|withdrawn|anulad[oa])\b")),
)
#: Words of stages, in the order in which such stages usually follow each other.
STAGES: Final = tuple(
    map(
        re.compile,
        (
            r"^new\b|incoming|^lead\b|^nov[oa]\b",
            r"prospect",
            r"qualif|appointment|contact",
            r"engag|discover|needs|analysis|necessidade|diagn",
            r"value|demo|present|evaluat|apresenta",
            r"decision.?maker|decisor|initial offer|trial",
            r"perception|percep",
            r"propos|quote|offer|cotação|orçamento",
            r"negotia|negocia|review",
            r"contract|commit|verbal|contrato|sign",
        ),
    )
)
#: What has become of a lead, by words of its status, the first that fits.
LEAD_STATUSES: Final = (
    (
        "disqualified",
        re.compile(r"not converted|unqualified|disqualif|junk|lost|spam|dead|invalid|bad|desqualific|not interest"),
    ),
    ("converted", re.compile(r"converted|convertid|customer|won")),
    ("new", re.compile(r"not contacted|\bnew\b|\bnov[oa]\b|open - not|unread|uncontacted")),
    ("nurturing", re.compile(r"nurtur|future|later|recycl|on hold|nutri")),
    ("qualifying", re.compile(r"pre.?qualif|contact|working|attempt|progress|open|connect|call|engag")),
    ("qualified", re.compile(r"qualif|\bsql\b|\bmql\b|ready")),
)
#: Cells that say a thing is so, folded.
YES: Final = frozenset(["yes", "true", "1", "y", "sim", "s", "done", "completed", "complete", "concluído", "feito"])
#: Cells that say nothing, as they stand.
NULLS: Final = frozenset(
    [
        *("Select", "Unknown", "unknown", "N/A", "n/a", "NA", "#N/A", "NULL", "null", "None", "none", "-", "--", "—"),
        *("(blank)", "(none)", "Not available", "Not Available", "Not specified", "000000000000000AAA"),
    ]
)
