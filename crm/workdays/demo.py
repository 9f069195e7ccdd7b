"""The calendar of the demo company, and somebody who is on leave."""

from datetime import date, timedelta

from crm.models import Leave, User
from crm.workdays import public_holidays


def build(today: date):
    """This year's and next year's public holidays; one rep is away this week and the next."""
    for year in (today.year, today.year + 1):
        public_holidays.load(year)
    away = User.objects.get(username="rep123")
    Leave(
        person=away,
        first_day=today - timedelta(days=2),
        last_day=today + timedelta(days=9),
        note="年假",
    ).grant(by=away.team.manager)
