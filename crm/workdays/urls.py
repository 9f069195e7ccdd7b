from datetime import date

from django.urls import path, register_converter

from crm.workdays.views import calendar, leaves


class YearConverter:
    regex = "20[1-5][0-9]|2060"
    to_python = int
    to_url = str


class DayConverter:
    """2026-10-01, of the years the calendar reaches."""

    regex = "(?:20[1-5][0-9]|2060)-[0-9]{2}-[0-9]{2}"
    to_python = date.fromisoformat
    to_url = str


register_converter(YearConverter, "calendar_year")
register_converter(DayConverter, "calendar_day")

app_name = "workdays"
urlpatterns = [
    path("", calendar.this_year, name="calendar"),
    path("<calendar_year:year>/", calendar.year, name="year"),
    path("<calendar_year:year>/holidays/", calendar.public_holidays, name="holidays"),
    path("days/<calendar_day:day>/", calendar.day, name="day"),
    path("days/<calendar_day:day>/restoration/", calendar.restore_day, name="restore_day"),
    path("my-leave/", leaves.my_leaves, name="my_leaves"),
    path("leaves/", leaves.leaves, name="leaves"),
    path("leaves/new/", leaves.new_leave, name="new_leave"),
    path("leaves/<int:pk>/end/", leaves.end_leave, name="end_leave"),
    path("leaves/<int:pk>/end/<calendar_day:day>/", leaves.move_end, name="move_end"),
    path("leaves/<int:pk>/removal/", leaves.remove_leave, name="remove_leave"),
    path("leaves/<int:pk>/restoration/", leaves.restore_leave, name="restore_leave"),
]
