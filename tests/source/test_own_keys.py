"""Keys of people's own (`x-…`) are left alone, and ids that only look like one are kept."""

from __future__ import annotations

from tests.small_book import load
from textcrm.source.document import parse


def test_own_keys_are_left_out_at_every_level() -> None:
    text = "name: A\nx-colour: red\nnext_step: {what: Call, x-mood: good}\nhistory:\n  - {date: 2026-11-01, x-n: [1]}\n"
    data, problems = parse(text)
    assert data == {"name": "A", "next_step": {"what": "Call"}, "history": [{"date": "2026-11-01"}]}
    assert not problems


def test_an_id_that_begins_like_an_own_key_is_kept() -> None:
    deal = (
        "name: Padaria Estrela – two deck ovens\nstatus: open\nsteps: {x-ray: 2026-11-20}\nexternal_ids: {x-crm: a1}\n"
    )
    loaded = load({"opportunities/x-deal.yaml": deal})
    read = loaded.book.opportunities["x-deal"]
    assert set(read.steps) == {"x-ray"}
    assert read.external_ids == {"x-crm": "a1"}
