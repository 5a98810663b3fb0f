"""Every chart in usual and in unusual circumstances on one page, to be measured and to be looked at."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from markupsafe import Markup

from textcrm.site.charts.bars import Level, Segment, bar, bullet, headline_bar, quarter_bar, stacked_bar, weighted_bar
from textcrm.site.charts.columns import Column, Stack, columns
from textcrm.site.charts.lines import Step, Sum, step_chart
from textcrm.site.charts.marks import Ink
from textcrm.site.charts.scale import Axis, Tick, axis, axis_row
from textcrm.site.charts.scatter import Band, Spot, scatter
from textcrm.site.charts.sparkline import sparkline
from textcrm.site.charts.timeline import Day, Event, Stay, timeline
from textcrm.site.charts.whiskers import Whisker, rate
from textcrm.site.links import Href

STATIC = Path(__file__).parents[2] / "templates" / "static"
SIXTY = "Wermelskirchener Maschinenbauwerkstätten GmbH & Co. KGaA Mainz"[:60]
HOSTILE = "\"><script>alert(1)</script>&amp;'</title></svg>"
BILLION = Decimal(1_000_000_000)
D = Decimal
CERTAINTY: tuple[tuple[Ink, str], ...] = (
    ("won", "Won"),
    ("commit", "Commit"),
    ("best", "Best case"),
    ("pipe", "Pipeline"),
)
STAGES = ("Discovery", "Site visit", "Proposal", "Negotiation", "Contract")


def short(amount: Decimal) -> str:
    """An amount as the pages word it, near enough."""
    for size, sign in ((10**9, "bn"), (10**6, "M"), (1000, "k")):
        if amount >= size:
            return f"{amount / size:.2f}".rstrip("0").rstrip(".") + sign
    return f"{amount:.2f}" if amount % 1 else f"{amount:.0f}"


def segments(*amounts: Decimal) -> tuple[Segment, ...]:
    """Won, commit, best case and pipeline with their words."""
    return tuple(
        Segment(amount, ink, name, short(amount)) for amount, (ink, name) in zip(amounts, CERTAINTY, strict=True)
    )


def table(name: str, rows: list[tuple[str, Markup, str]], foot: Markup) -> str:
    """Row charts as the cells of a table."""
    head = (
        f'<thead><tr><th scope="col">{name}</th><th scope="col" class="bar">R$</th><th class="num">R$</th></tr></thead>'
    )
    body = "".join(
        f'<tr><th scope="row">{Markup.escape(who)}</th><td class="bar">{chart}</td><td class="num">{text}</td></tr>'
        for who, chart, text in rows
    )
    foot_row = f'<tfoot><tr><th scope="row">All</th><td class="bar">{foot}</td><td></td></tr></tfoot>'
    return f'<table class="bars">{head}<tbody>{body}</tbody>{foot_row}</table>'


def month(scale: Decimal, i: int, name: str) -> Column:
    """A month of money with a target, linked."""
    parts = segments(*(scale * (7 - i % 7) / 7, scale * (i % 5) / 6, scale * (i % 3) / 5, scale * (i % 4) / 9))
    text = short(sum((part.value for part in parts), D(0)))
    year = str(2026 + i // 6) if i % 6 == 0 else ""
    stack = Stack(parts, f"{name}: {text} <b>", Href(f"pipeline.html?from={i}&x=%22"))
    return Column(name, (stack,), year, text, scale * D("1.4"))


def column_chart(scale: Decimal, count: int, name: str = "") -> Markup:
    """So many months."""
    shown = [month(scale, i, name or ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar")[i % 6]) for i in range(count)]
    up = axis([one.total for one in shown] + [one.goal for one in shown], short)
    return columns(shown, up, "Money expected by month.", "target")


def quarter(scale: Decimal, name: str = "", until: int = 54) -> Markup:
    """A quarter so far, the one before, and a target."""
    shares = ((3, "0.08"), (9, "0.14"), (20, "0.26"), (33, "0.37"), (48, "0.45"), (53, "0.53"))
    now = tuple(Step(D(day), D(share) * scale) for day, share in shares if day <= until)
    before = tuple(Step(D(day + 4), D(share) * scale * D("1.4")) for day, share in (*shares, (76, "0.586")))
    sums = (
        Sum(now, D(until), name or f"Won {short(now[-1].total if now else D(0))}"),
        Sum(before, D(92), name or f"Q3 {short(D('0.82') * scale)}", earlier=True),
    )
    days = (Tick(D(0), "1 Oct"), Tick(D(31), "1 Nov"), Tick(D(until), "today", strong=True), Tick(D(92), "31 Dec"))
    up = axis([scale], short)
    return step_chart(sums, Axis(D(92), days), up, "Won so far.", Level(scale, name or f"target {short(scale)}"))


def spot(name: str, i: int, j: int, scale: Decimal) -> Spot:
    """A deal somewhere in its stage, every third of them named."""
    days = (j * 37 + i * 11) % 100
    ink: Ink = "late" if days > 45 else CERTAINTY[j % 3 + 1][0]
    amount = scale * ((j * 53 + i * 7) % 97) / 97
    return Spot(
        D(days), amount, ink, f"{name}, {j}", f"{name} {j}" if j % 3 == 0 else "", Href(f"opportunities/{j}.html")
    )


def stuck(names: tuple[str, ...], scale: Decimal) -> Markup:
    """Open deals by stage and days in it."""
    bands = [
        Band(name, tuple(spot(name, i, j, scale) for j in range(8)), D(13 + 6 * i), D(30 + 5 * i))
        for i, name in enumerate(names)
    ]
    along = axis([D(105)], lambda value: f"{value} d", D(1), 7)
    return scatter(bands, along, "Open deals by days in their stage.", "half leave by", "rotting after")


def deal(name: str, length: int = 60) -> Markup:
    """A deal through five stages."""
    ends = [0, length // 10, length // 4, length * 55 // 100, length * 7 // 10, length]
    stays = [
        Stay(a, b, name or stage, "commit" if i == 4 else "won", f"{stage}, {b - a} days")
        for i, (a, b, stage) in enumerate(zip(ends, ends[1:], STAGES, strict=False))
    ]
    events = [Event(length * i // 12, f"Call {i}", change=i % 4 == 0) for i in range(13)]
    high = D(length + length // 5)
    ticks = (Tick(D(0), "20 Oct"), Tick(D(length // 2), "1 Nov"), Tick(D(length * 9 // 10), "1 Dec"))
    days = (Day(length, name or "today, 23 Nov"), Day(length + length // 9, name or "close 4 Dec", "due"))
    return timeline(stays, events, days, Axis(high, ticks), "Opened on 20 October, in Contract since 12 days.")


def bars(scale: Decimal, name: str) -> list[str]:
    """Row charts on common axes."""
    along = axis([scale], short)
    weighted = [(name, weighted_bar(scale / i, scale / i / (i + 1), along), short(scale / i)) for i in (1, 2, 5)]
    unknown = [(name, weighted_bar(None, None, along), "no amount"), ("three cents", bar(D("0.03"), along), "0.03")]
    parts = segments(scale / 4, scale / 5, scale / 6, scale / 7)
    model = Whisker(scale * D("0.3"), scale * D("0.5"), scale * D("0.9"))
    quarters = [
        (name, quarter_bar(parts, along, scale * D("0.7")), short(scale)),
        ("with a model", quarter_bar(parts, along, scale * D("0.7"), model), short(scale)),
        ("bullet", bullet(scale / 2, scale * D("0.8"), along), "50%"),
        (
            "moved on",
            stacked_bar((Segment(scale / 2, "won"), Segment(scale / 9, "pipe"), Segment(scale / 7, "lost")), along),
            "",
        ),
        ("rate", rate(0.53, 0.38, 0.67), "9 of 17"),
    ]
    return [table("Stage", weighted + unknown, axis_row(along)), table("Owner", quarters, axis_row(along))]


def head(scale: Decimal, goal: str = "") -> Markup:
    parts = segments(scale * D("0.52"), scale * D("0.41"), scale * D("0.33"), scale * D("0.1"))
    return headline_bar(parts, scale * D("1.38"), "Won and open.", Level(scale, goal or f"target {short(scale)}"))


def sparks() -> str:
    """Weeks with a gap, one week, and weeks of nothing."""
    weeks: list[list[Decimal | None]] = [[D(3), D(5), None, D(4), D(9)], [D(1)], [D(0), D(0)]]
    return "<p>" + "".join(sparkline(one, "Calls by week") for one in weeks) + "</p>"


def usual() -> list[str]:
    million = D(1_200_000)
    planes = [head(million), quarter(million), column_chart(D(400_000), 6), stuck(STAGES, D(340_000)), deal("")]
    return [*planes, *bars(D(694_500), "Proposal"), sparks()]


def long_names() -> list[str]:
    million = D(1_200_000)
    planes = [head(million, SIXTY), quarter(million, SIXTY), column_chart(D(400_000), 12, SIXTY)]
    return [*planes, stuck((SIXTY, SIXTY), D(9)), deal(SIXTY), *bars(D(694_500), SIXTY)]


def billion() -> list[str]:
    planes = [head(BILLION), quarter(BILLION, until=2), column_chart(BILLION, 24), stuck(("Bid",), BILLION)]
    return [*planes, deal("", 4000), *bars(BILLION, "Bid")]


def three_cents() -> list[str]:
    cents = D("0.03")
    planes = [head(cents), quarter(cents, until=92), column_chart(cents, 1), stuck(("Bid", HOSTILE), cents)]
    return [*planes, deal(HOSTILE, 12), *bars(cents, HOSTILE)]


def sections() -> dict[str, list[str]]:
    """The charts by what they show."""
    return {
        "As a rule": usual(),
        "Names of 60 characters": long_names(),
        "A billion": billion(),
        "Three cents": three_cents(),
    }


def page() -> str:
    """The gallery as one page with the sheets of the site, each section in the margin, and one pair side by side."""
    links = "".join(
        f'<link rel="stylesheet" href="{(STATIC / f"{role}.css").as_uri()}">'
        for role in ("theme", "layout", "content", "custom")
    )
    body = "".join(
        f'<section class="row"><header><div class="stick"><h2>{name}</h2></div></header><div class="body stack">'
        + "".join(f"<figure>{chart}</figure>" for chart in charts)
        + "</div></section>"
        for name, charts in sections().items()
    )
    pair = f'<div class="split"><figure>{quarter(D(999))}</figure><figure>{column_chart(D(999), 7)}</figure></div>'
    split = f'<section class="row"><header><h2>Side by side</h2></header><div class="body">{pair}</div></section>'
    csp = "default-src 'none'; style-src 'self' file:"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{csp}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{links}</head><body><main id="main"><h1>Charts</h1>{body}{split}</main></body></html>'
    )
