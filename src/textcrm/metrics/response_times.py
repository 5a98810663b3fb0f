"""Response times: how long leads wait for a first answer, counting those that still wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from textcrm.metrics.leads import LeadState, leads_on
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.quantiles import median
from textcrm.metrics.survival import Curve, Wait, kaplan_meier
from textcrm.model.book import Book
from textcrm.model.clock import is_before, minutes_between, minutes_to_midnight
from textcrm.model.lifetime import first_end_of
from textcrm.model.periods import Period
from textcrm.model.values import Moment

#: An answer within so many minutes is a prompt one.
PROMPT = 60


class Answer(Enum):
    """How a lead's wait for an answer went."""

    GIVEN = "given"
    #: Converted or disqualified before anybody had been in touch.
    ENDED = "ended"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Response:
    """A lead's wait for its first answer since it came in: days, and minutes where both ends have a time of day.

    A lead that waits was last seen waiting at the midnight that ends the day. One that ended unanswered did so on a
    bare day, which gives no minutes.
    """

    lead: str
    since: Moment
    answer: Answer
    days: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """The waits of the leads that came in in a period.

    Listed beside them: leads that do not count, and leads of no known day, as `CreatedIn` has them.
    """

    responses: tuple[Response, ...]
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]

    @property
    def curve(self) -> Curve:
        """The share still waiting by minutes (Kaplan and Meier): who got no answer counts for the time they waited."""
        timed = ((one.minutes, one.answer) for one in self.responses)
        return kaplan_meier(Wait(minutes, answer is Answer.GIVEN) for minutes, answer in timed if minutes is not None)

    @property
    def curve_in_days(self) -> Curve:
        """The same of all leads, by days."""
        return kaplan_meier(Wait(one.days, one.answer is Answer.GIVEN) for one in self.responses)

    @property
    def median_of_answered(self) -> Fraction | None:
        """The median minutes of the answered ones alone, which hides those that nobody answered."""
        return median([one.minutes for one in self._answered if one.minutes is not None])

    def answered_within(self, minutes: int = PROMPT) -> Proportion:
        """The leads answered within so many minutes, of all whose minutes are known, answered or not."""
        timed = [one for one in self.responses if one.minutes is not None]
        within = sum(one.answer is Answer.GIVEN and (one.minutes or 0) <= minutes for one in timed)
        return Proportion(within, len(timed))

    @property
    def by_days(self) -> tuple[tuple[int, int], ...]:
        """How many leads were answered after so many days: the same day is 0."""
        return tuple(sorted(Counter(one.days for one in self._answered).items()))

    @property
    def without_minutes(self) -> tuple[str, ...]:
        """The leads that are in the days only, since one end of their wait is a bare day."""
        return tuple(one.lead for one in self.responses if one.minutes is None)

    @property
    def never_answered(self) -> tuple[str, ...]:
        """The leads that nobody answered, those that still wait and those that ended so."""
        return tuple(one.lead for one in self.responses if one.answer is not Answer.GIVEN)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The leads that still wait."""
        return tuple(one.lead for one in self.responses if one.answer is Answer.WAITING)

    @property
    def _answered(self) -> Iterable[Response]:
        return (one for one in self.responses if one.answer is Answer.GIVEN)


def response_times(book: Book, as_of: date, period: Period) -> ResponseTimes:
    """How long the leads that came in in the period waited for their first answer, by the end of the day.

    An answer is the first activity about the lead that is a touch, goes out or has no direction, took place, and does
    not lie before the lead came in. A new owner is no answer, nor is conversion.
    """
    came = leads_on(book, as_of).created_in(period)
    return ResponseTimes(tuple(_response(book, lead, as_of) for lead in came.leads), came.uncounted, came.undated)


def _response(book: Book, lead: LeadState, as_of: date) -> Response:
    since = lead.came_in or Moment(as_of)
    ended, answer, zone = first_end_of(lead.record, as_of), first_answer(book, lead, as_of), book.settings.timezone
    if answer and (ended is None or answer.day <= ended):
        return Response(
            lead.id, since, Answer.GIVEN, (answer.day - since.day).days, minutes_between(since, answer, zone)
        )
    if ended is not None or lead.ending is not None:
        # On no known day: that it waited is certain, and no more.
        return Response(lead.id, since, Answer.ENDED, max((ended - since.day).days, 0) if ended else 0, None)
    return Response(lead.id, since, Answer.WAITING, (as_of - since.day).days, minutes_to_midnight(since, as_of, zone))


def first_answer(book: Book, lead: LeadState, as_of: date) -> Moment | None:
    """When the lead was first answered, by the end of the day; `None` if nobody did."""
    since, touches = lead.came_in or Moment(date.min), book.settings.touch_types
    answers = (
        one.date
        for one in book.activities_of_lead.get(lead.id, ())
        if one.type in touches and not one.planned and one.direction != "inbound" and one.date.day <= as_of
    )
    return next((one for one in answers if not is_before(one, since)), None)
