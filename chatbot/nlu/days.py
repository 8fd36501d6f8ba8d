"""Arithmetic of days, and what dates in a text have in common whatever their language."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

FAR = 275
"""A day without a year that would be more than so many days ahead is rather the last one."""
AHEAD = 20
"""Years; two digits that would be further ahead are of the last century."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or several days, at a place of a text.

    `again` gives the first such day from another on: it makes the second part of a range follow the first.
    """

    start: int
    end: int
    first: date
    last: date
    again: Callable[[date], date] | None = None
    is_weekday: bool = False

    @property
    def value(self) -> str:
        """As ISO 8601 writes a date or an interval."""
        return self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Meant:
    """What words mean, without their place."""

    first: date
    last: date | None = None
    again: Callable[[date], date] | None = None
    is_weekday: bool = False

    def at(self, start: int, end: int) -> Day:
        """At a place."""
        return Day(start, end, self.first, self.last or self.first, self.again, self.is_weekday)


def century(number: int, today: date) -> int:
    """The year that two digits mean: up to 20 years ahead, or one that is past, as in 85."""
    if number >= 100:
        return number
    year = today.year // 100 * 100 + number
    return year - 100 if year > today.year + AHEAD else year


def valid(year: int, month: int, day: int) -> date | None:
    """The date, None where there is none of that number."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """So many months on; the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add(day: date, number: int, unit: str) -> date:
    """So many days (`d`), weeks (`w`), months (`m`) or years (`y`) on."""
    if unit in "my":
        return add_months(day, number * (12 if unit == "y" else 1))
    return day + timedelta(days=number * (7 if unit == "w" else 1))


def week(today: date, offset: int) -> Meant:
    """Monday to Sunday."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=offset)
    return Meant(monday, monday + timedelta(days=6))


def weekend(today: date, offset: int) -> Meant:
    """Saturday and Sunday of a week."""
    sunday = week(today, offset).last or today
    return Meant(sunday - timedelta(days=1), sunday)


def month(year: int, number: int) -> Meant:
    """All days of a month."""
    return Meant(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def month_of(today: date, offset: int) -> Meant:
    """All days of this month, the next, …"""
    other = add_months(today.replace(day=1), offset)
    return month(other.year, other.month)


def year(number: int) -> Meant:
    """All days of a year."""
    return Meant(date(number, 1, 1), date(number, 12, 31))


def weekday(today: date, number: int, *, past: bool) -> Meant:
    """The next such day after today, or the last one before it; Monday is 0."""
    if past:
        return Meant(today - timedelta(days=(today.weekday() - number - 1) % 7 + 1), is_weekday=True)
    return Meant(
        today + timedelta(days=(number - today.weekday() - 1) % 7 + 1),
        again=lambda start: start + timedelta(days=(number - start.weekday()) % 7),
        is_weekday=True,
    )


def weekday_of(today: date, number: int, offset: int) -> Meant:
    """That day of this week, the next, …"""
    return Meant(week(today, offset).first + timedelta(days=number), is_weekday=True)


def day_of_month(today: date, number: int, *, past: bool) -> Meant | None:
    """The next day of that number, today included, or the last one."""

    def near(start: date, step: int) -> date:
        for months in range(12):
            other = add_months(start.replace(day=1), months * step)
            found = valid(other.year, other.month, number)
            if found is not None and (found >= start if step > 0 else found <= start):
                return found
        raise ValueError(number)

    if not 1 <= number <= 31:
        return None
    return Meant(near(today, -1 if past else 1), again=lambda start: near(start, 1))


def day_of_year(today: date, number: int, day: int, *, past: bool) -> Meant | None:
    """The next day of that name, the last one where the past is told of or the next is `FAR` away."""

    def near(start: date, step: int) -> date:
        years = (valid(start.year + n * step, number, day) for n in range(9))
        return next(d for d in years if d is not None and (d >= start if step > 0 else d <= start))

    if not 1 <= number <= 12 or valid(2000, number, day) is None:
        return None
    ahead, back = near(today, 1), near(today, -1)
    nearer = (ahead - today).days > FAR and today - back < ahead - today
    return Meant(back if past or nearer else ahead, again=lambda start: near(start, 1))


def whole_month(today: date, number: int, *, past: bool) -> Meant:
    """The next month of that number, this one included, or the last one."""
    if past:
        return month(today.year - (number > today.month), number)
    return month(today.year + (number < today.month), number)
