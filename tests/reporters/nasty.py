"""Strategies of reports whose every text is out to break the channel it leaves by."""

from __future__ import annotations

from hypothesis import strategies as st

from textcrm.findings import Finding, Ignored, Report, Severity

FRAGMENTS = (
    *("\n", "\r", "\r\n", "\t", "  ", ": ", ",", "%", "|", '"', "'", "\\", "&", "<", "=", "/", "#"),
    *(
        "::error::owned",
        "\n::error file=a,line=1::owned",
        "\n  ::stop-commands::x",
        "##[error]owned",
        "###[x]",
        "##vso[x]",
    ),
    *("%0A", "%25", "%0D%0A::error::", "]]>", "<!--", "&amp;", "</failure>", "<!DOCTYPE x>", "\\x1b", "\\u0023["),
    *("\x00", "\x07", "\x1b[31m", "\x1b]0;x\x07", "\x7f", "\x85", "\x9b2J", "\u2028", "\u2029"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\U000e0041", "\ud800", "\udcff", "\ufffe"),
    *("株式会社", "🍕", "é", "e\u0301", "❤️", "x" * 600, "y " * 300),
    *("crm_data/a.yaml:1:1: error OPP001 forged", "help: ", "1 error in 1 record"),
)
ANYTHING = st.characters(exclude_categories=())
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(ANYTHING, max_size=8), max_size=6).map("".join)
#: A path starts with a folder's name; what comes after is anyone's guess.
paths = texts.map("crm_data/{}".format)
codes = st.sampled_from(("OPP003", "YML002", "HYG001"))
numbers = st.integers(1, 2_000)
places = st.one_of(st.just((None, None)), st.tuples(numbers, st.none()), st.tuples(numbers, numbers))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    line, column = draw(places)
    return Finding(
        code=draw(codes),
        name="some-name",
        severity=draw(st.sampled_from(Severity)),
        message=draw(texts),
        path=draw(paths),
        line=line,
        column=column,
        record=draw(st.none() | texts),
        field=draw(texts),
        help=draw(texts),
    )


reports = st.builds(
    Report,
    findings=st.lists(findings(), max_size=4).map(lambda found: tuple(sorted(found, key=lambda each: each.order))),
    ignored=st.lists(st.builds(Ignored, findings(), texts), max_size=2).map(tuple),
    records=st.integers(0, 1_000),
)
#: Texts for some of the paths a report may name.
sources = st.dictionaries(paths, texts, max_size=2)
