"""The leaderboard: what each member of the team won, was asked for, and has open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.outcomes import won_in
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.quota import TEAM, target
from textcrm.metrics.totals import OpenTotal, Total, open_total, total
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period
from textcrm.model.records import Member
from textcrm.model.settings import Settings

#: The win rate of fewer closed deals is nobody's rank.
_ENOUGH_TO_RANK = 10


@dataclass(frozen=True, slots=True)
class Performance:
    """A member of the team, by id; `None` are the deals that nobody owns.

    `won` is what was won in the period, `open` what is open at the end of the day, `win_rate` of all deals closed over
    `rated_over`.
    """

    member: str | None
    won: Total
    target: Decimal | None
    open: OpenTotal
    win_rate: Proportion
    rated_over: Period

    @property
    def attainment(self) -> Fraction | None:
        """Won / target; `None` without a target, and where what was won has no amount."""
        return self.won.part_of(self.target)

    @property
    def may_be_ranked_by_win_rate(self) -> bool:
        """Whether enough deals were closed for the win rate to be compared with others' at all."""
        return self.win_rate.n >= _ENOUGH_TO_RANK


def leaderboard(
    book: Book, as_of: date, period: Period, rated_over: Period = EVER, also: Iterable[str | None] = ()
) -> tuple[Performance, ...]:
    """The team by the amount won in the period, as known at the end of the day.

    In it is who is on the team that day, who else won a deal in the period, has an open one or a target, and whoever
    is in `also`. Won deals count for who owned them when they closed, open ones for who owns them now. Equal amounts
    are in the order of ids, deals without an owner last.
    """
    deals, settings = deals_on(book, as_of), book.settings
    owned: dict[str | None, list[Deal]] = defaultdict(list)
    for deal in deals.counted:
        owned[deal.owner].append(deal)
    busy = {deal.owner for deal in (*deals.open, *won_in(deals.closed, period))}
    asked = set(settings.targets.get(period.name or "", {})) - {TEAM}
    present = {member.id for member in book.team.values() if is_present(member, as_of)}
    rows = (
        _performance(member, owned[member], settings, period, rated_over) for member in {*present, *busy, *asked, *also}
    )
    return tuple(sorted(rows, key=lambda row: (row.member is None, -row.won.amount, row.member or "")))


def is_present(member: Member, day: date) -> bool:
    """Whether the member is on the team that day: the day of joining is the first one, that of leaving none."""
    has_joined = member.joined is None or member.joined <= day
    return has_joined and (member.left is None or day < member.left)


def _performance(
    member: str | None, deals: Sequence[Deal], settings: Settings, period: Period, rated_over: Period
) -> Performance:
    closed = [deal for deal in deals if deal.closed_on in rated_over]
    return Performance(
        member=member,
        won=total(won_in(deals, period)),
        target=target(settings, period, member) if member else None,
        open=open_total((deal for deal in deals if deal.is_open), settings),
        win_rate=Proportion(len(won_in(closed, rated_over)), len(closed)),
        rated_over=rated_over,
    )
