"""Active people as options of a combobox."""

from django.shortcuts import render

from crm.people.models import User

MOST = 20


def options(request):
    people = User.objects.active().matching(request.GET.get("q", "")[:80])
    found = people.select_related("team").order_by("sort_name", "pk")[:MOST]
    offered = [(user.pk, user.name, user.team or "") for user in found]
    return render(request, "_options.html", {"options": offered})
