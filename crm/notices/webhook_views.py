"""Where an admin tends the webhooks."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.notices.forms import WebhookForm
from crm.notices.models import Webhook
from crm.notices.posting import Undelivered
from crm.notices.sending import send_test
from crm.notices.troubles import explain
from crm.people.access import admin_required
from crm.shell import flash


@admin_required
@require_GET
def webhook_list(request):
    webhooks = Webhook.objects.select_related("team").order_by("name", "pk")
    return render(request, "crm/notices/webhooks.html", {"webhooks": webhooks})


@admin_required
@require_http_methods(["GET", "POST"])
def add(request):
    return _edit(request, Webhook())


@admin_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    return _edit(request, get_object_or_404(Webhook, pk=pk))


def _edit(request, webhook):
    form = WebhookForm(request.POST or None, instance=webhook)
    if form.is_valid():
        webhook = form.save()
        flash.done(request, _("%s is saved.") % webhook)
        return redirect("notices:webhooks")
    return render(request, "crm/notices/webhook.html", {"webhook": webhook, "form": form})


@admin_required
@require_POST
def test(request, pk):
    webhook = get_object_or_404(Webhook, pk=pk)
    try:
        send_test(webhook)
    except Undelivered:
        flash.refused(request, f"{explain(webhook)}\n{webhook.last_error}")
    else:
        flash.done(request, _("The test message has arrived at “%s”.") % webhook)
    return redirect("notices:webhooks")


@admin_required
@require_POST
def remove(request, pk):
    webhook = get_object_or_404(Webhook, pk=pk)
    webhook.delete()
    flash.done(request, _("%s is deleted.") % webhook)
    return redirect("notices:webhooks")
