"""Somebody's own page: name, phone, language, and the ways to their sign-in settings."""

from copy import copy

from allauth.mfa.adapter import get_adapter
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.people.forms import ProfileForm
from crm.shell import flash


@require_http_methods(["GET", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if form.is_valid():
        form.instance.save(update_fields=form.Meta.fields)
        flash.done(request, _("Your profile is saved."))
        return redirect("people:profile")
    has_two_factor = get_adapter().is_mfa_enabled(request.user)
    context = {"form": form, "has_two_factor": has_two_factor}
    return render(request, "crm/people/profile.html", context)
