"""What a value says to each question, in plain Python; named like the operators of the product."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from django.utils import timezone


class Answer:
    """What a column's `value` in a `row` says to a question of some typed `values`."""

    def __init__(self, judge, column, row, value, values):
        self.judge, self.column, self.row = judge, column, row
        self.reader, self.today = judge.reader, judge.world.today
        self.value, self.values = value, values

    # --- texts and phone numbers ---

    @property
    def text(self) -> str:
        return (self.value or "").upper()

    @property
    def asked(self) -> str:
        return self.values[0].upper()

    @property
    def Contains(self):
        return self.value is not None and self.asked in self.text

    @property
    def Starts(self):
        return self.value is not None and self.text.startswith(self.asked)

    @property
    def Is(self):
        return self.value is not None and self.text == self.asked

    @property
    def IsNot(self):
        return not self.Is

    @property
    def HasDigits(self):
        numbers = self.value if isinstance(self.value, list) else [self.value or ""]
        wanted = digits(self.asked)
        return any(wanted in digits(number) for number in numbers)

    @property
    def HasKey(self):
        return self.values[0] in self.value

    @property
    def Empty(self):
        return self.value is None or self.value == "" or self.value == []

    @property
    def Filled(self):
        return not self.Empty

    # --- numbers ---

    @property
    def limits(self) -> list[Decimal]:
        return [Decimal(value) for value in self.values]

    @property
    def Equals(self):
        return self.value is not None and self.value == self.limits[0]

    @property
    def AtLeast(self):
        return self.value is not None and self.value >= self.limits[0]

    @property
    def AtMost(self):
        return self.value is not None and self.value <= self.limits[0]

    @property
    def Between(self):
        return self.value is not None and self.limits[0] <= self.value <= self.limits[1]

    # --- days ---

    @cached_property
    def day(self) -> date | None:
        """In the house's time zone."""
        if isinstance(self.value, datetime):
            return timezone.localtime(self.value).date()
        return self.value

    def is_between(self, first, last) -> bool:
        return self.day is not None and first <= self.day <= last

    @property
    def days(self) -> list[date]:
        return [date.fromisoformat(value) for value in self.values]

    @property
    def On(self):
        return self.day == self.days[0]

    @property
    def From(self):
        return self.is_between(self.days[0], date.max)

    @property
    def To(self):
        return self.is_between(date.min, self.days[0])

    @property
    def BetweenDays(self):
        return self.is_between(*self.days)

    def away(self, sign=1) -> date:
        return self.today + timedelta(days=sign * int(self.values[0]))

    @property
    def Past(self):
        return self.is_between(self.away(-1), self.today)

    @property
    def Next(self):
        return self.is_between(self.today, self.away())

    @property
    def Ago(self):
        return self.day is not None and self.day < self.away(-1)

    @property
    def Within(self):
        which, _mark, unit = self.values[0].partition("_")
        if not unit:
            step = {"yesterday": -1, "today": 0, "tomorrow": 1}[which]
            return self.day == self.today + timedelta(days=step)
        step = {"last": -1, "this": 0, "next": 1}[which]
        return self.day is not None and SPANS[unit](self.day) - SPANS[unit](self.today) == step

    # --- choices and records ---

    @property
    def OneOf(self):
        return self.value is not None and str(self.value) in self.values

    @property
    def NotOneOf(self):
        return not self.OneOf

    @property
    def BecauseOf(self):
        return any(self.value == key or self.value.startswith(f"{key}:") for key in self.values)

    @property
    def Includes(self):
        return bool(set(self.value or []) & set(self.values))

    @property
    def IncludesAll(self):
        return set(self.values) <= set(self.value or [])

    @property
    def IncludesNone(self):
        return not self.Includes

    @property
    def YesOrNo(self):
        return self.value is not None and ("1" if self.value else "0") in self.values

    @property
    def People(self):
        groups = {"me": {self.reader.user.pk}, "team": self.reader.my_team, "none": {None}}
        wanted = [groups.get(value) or {int(value)} for value in self.values]
        return (self.value and self.value.pk) in set().union(*wanted)

    @property
    def NotPeople(self):
        return not self.People

    @property
    def Customers(self):
        return str(self.value) in self.values or ("none" in self.values and self.value is None)

    @property
    def NotCustomers(self):
        return not self.Customers

    @property
    def Categories(self):
        """Its own category or one above it."""
        place = self.column.axis.position - 1
        category = self.value[place] if len(self.value or []) > place else None
        ways = set()
        if category is None:
            return "none" in self.values
        while category:
            ways.add(str(category))
            category = self.judge.world.above[category]
        return bool(ways & set(self.values))

    @property
    def NotCategories(self):
        return not self.Categories


SPANS = {
    "week": lambda day: (day.toordinal() - 1) // 7,
    "month": lambda day: day.year * 12 + day.month,
    "quarter": lambda day: day.year * 4 + (day.month - 1) // 3,
    "year": lambda day: day.year,
}


def digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")
