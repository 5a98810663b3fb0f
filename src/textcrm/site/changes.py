"""Changes: the entries of a history in words, each with what was before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from operator import itemgetter
from typing import Any, Final

from textcrm.locale.words import begun
from textcrm.model.history import ABOUT, ENDS
from textcrm.model.records import CLOSED, Lead, Opportunity
from textcrm.site.deals import category_label
from textcrm.site.events import Event, Placed
from textcrm.site.facts import Facts
from textcrm.site.leads import lead_status
from textcrm.site.outcomes import outcome_label

#: Statuses for which the settings have reasons.
_REASONED: Final = (*CLOSED, "disqualified")
#: Keys that are not said as `before → after`.
_SAID_APART: Final = ("status", "currency", "pipeline", "reason", "competitor")
#: Ends that are no success.
_LOST: Final = ENDS - {"won", "converted"}


def changes_of(facts: Facts, record: Opportunity | Lead) -> Iterator[Placed]:
    """An event for each entry of the history; of those of one day the later one in the file is the later."""
    entries: Sequence[Mapping[str, Any]] = record.history
    state: dict[str, Any] = {} if isinstance(record, Lead) else _unsaid(record)
    for place, entry in enumerate(sorted(entries, key=itemgetter("date"))):
        before = dict(state)
        state.update((key, value) for key, value in entry.items() if key not in ABOUT)
        yield (False, entry["date"], time.min), _change(facts, entry, before, state, is_first=not place)


def _unsaid(record: Opportunity) -> dict[str, Any]:
    """Pipeline and currency, where the history never says them: what the others are meant in."""
    said = {key for entry in record.history for key in entry}
    return {key: getattr(record, key) for key in ("pipeline", "currency") if key not in said}


def _change(
    facts: Facts, entry: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], *, is_first: bool
) -> Event:
    _ = facts.words.gettext
    changed = [key for key in entry if key not in ABOUT and before.get(key) != after.get(key)]
    parts = [part for key in changed if (part := _part(facts, key, before, after))]
    what = (", " if is_first else "; ").join(parts) or _("noted")
    said = _("seen: %(what)s", what=what) if entry.get("observed") else what
    sign, look = _looks(facts, changed, before, after, is_first=is_first)
    return Event(
        facts.say.day(entry["date"]),
        "",
        sign,
        look,
        begun(said),
        entry.get("note") or "",
        facts.label("team", entry.get("by")),
    )


def _part(facts: Facts, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What changed, in words: `Proposal → Negotiation`, `close 30 Nov → 15 Dec`."""
    if key == "currency" and before.get("amount") == after.get("amount"):
        key = "amount"
    if key in _SAID_APART:
        return _said_apart(facts, key, before, after)
    then, now = _value(facts, key, before), _value(facts, key, after)
    change = facts.words.gettext("%(then)s → %(now)s", then=then, now=now) if then else now
    return _framed(facts, key, change)


def _said_apart(facts: Facts, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Keys of which it is not said what they were; a currency stands with its amount, the first pipeline nowhere."""
    if key == "status":
        return _status(facts, before.get(key), after[key])
    if key == "pipeline":
        return _named(facts, key, after[key], after) if before.get("status") and after[key] else ""
    return "" if key == "currency" else _cause(facts, key, after)


def _cause(facts: Facts, key: str, after: Mapping[str, Any]) -> str:
    """Why a record was closed, or to whom; reopening clears it, which goes without saying."""
    _ = facts.words.gettext
    if after[key] is None:
        return ""
    said = _named(facts, key, after[key], after)
    return _("reason: %(reason)s", reason=said) if key == "reason" else _("competitor: %(company)s", company=said)


def _framed(facts: Facts, key: str, change: str) -> str:
    """The change with the name of what changed, where it does not say that itself."""
    _, said = facts.words.gettext, change
    match key:
        case "expected_close":
            said = _("close %(change)s", change=change)
        case "owner":
            said = _("owner %(change)s", change=change)
        case "probability":
            said = _("chance %(change)s", change=change)
        case "forecast":
            said = _("forecast %(change)s", change=change)
        case "recontact_on":
            said = _("contact again %(change)s", change=change)
        case "rating":
            said = _("rating %(change)s", change=change)
    return said


def _status(facts: Facts, before: str | None, after: str) -> str:
    _ = facts.words.gettext
    if after == "open":
        return _("reopened") if before else _("opened")
    if after == "new" and before is None:
        return _("came in")
    return outcome_label(facts, after) if after in CLOSED else lead_status(facts, after)


def _value(facts: Facts, key: str, state: Mapping[str, Any]) -> str:
    """The value of a key as people read it; empty where it was never known, in words where it was cleared."""
    value = state.get(key)
    if value is None:
        return facts.words.gettext("not known") if key in state else ""
    if isinstance(value, Decimal):
        return facts.say.full(value, state.get("currency"))
    if isinstance(value, date):
        return facts.say.day(value)
    return facts.say.percent(value) if key == "probability" else _named(facts, key, value, state)


def _named(facts: Facts, key: str, value: Any, state: Mapping[str, Any]) -> str:
    if key == "stage":
        return facts.stage_label(state.get("pipeline"), value)
    if key == "pipeline":
        line = facts.settings.pipeline(value)
        return line.label if line else str(value)
    if key == "forecast":
        return category_label(facts, value)
    if key == "reason":
        return facts.reason_label(state["status"], value) if state.get("status") in _REASONED else str(value)
    kind = {"owner": "team", "competitor": "companies"}.get(key)
    return facts.label(kind, value) if kind else str(value)


def _looks(
    facts: Facts, changed: Sequence[str], before: Mapping[str, Any], after: Mapping[str, Any], *, is_first: bool
) -> tuple[str, str]:
    """The sign and the look; warm is what went away or back."""
    if is_first:
        return "plus", "chg"
    if "status" in changed and after["status"] in ENDS:
        return ("cross", "chg bad") if after["status"] in _LOST else ("check", "chg")
    if "stage" in changed:
        return "fwd", "chg bad" if _went_back(facts, before, after) else "chg"
    was, due = before.get("expected_close"), after.get("expected_close")
    return ("push" if was and due and due > was else "edit"), "chg"


def _went_back(facts: Facts, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    line = facts.settings.pipeline(after.get("pipeline"))
    if line is None or facts.settings.pipeline(before.get("pipeline")) is not line:
        return False
    return line.order.get(after.get("stage") or "", -1) < line.order.get(before.get("stage") or "", -1)
