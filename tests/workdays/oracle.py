"""Working days counted one by one, in Python."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


class Oracle:
    """`special` maps days to whether they work; `leaves` are pairs of first and last day."""

    def __init__(self, special: dict[date, bool], leaves: list[tuple[date, date]] = ()):
        self.special, self.leaves = special, leaves

    def works(self, day: date) -> bool:
        return self.special.get(day, day.isoweekday() <= 5)

    def counts(self, day: date) -> bool:
        away = any(first <= day <= last for first, last in self.leaves)
        return self.works(day) and not away

    def after(self, start: date, days: int) -> date:
        day = start
        while days > 0:
            day += ONE_DAY
            days -= self.counts(day)
        return day

    def between(self, start: date, finish: date) -> int:
        length = max(0, (finish - start).days)
        return sum(self.counts(start + ONE_DAY * n) for n in range(1, length + 1))
