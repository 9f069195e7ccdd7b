"""The product, and a gallery of every component on made-up records."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from crm.refusals import NotAllowed, Refused
from crm.shell import flash, sheets
from crm.urls import urlpatterns as product

PAGES = Path(__file__).parent / "gallery"
NAMES = [
    "宏展科技",
    "恒昱精密机械",
    "康捷自动化设备",
    "汇科减速机",
    "海科泵业",
    "华坤机床",
    "浩轲塑机",
]


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", max_length=40, help_text="As on the business licence.")
    value = forms.ChoiceField(label="Value", choices=[("a", "A"), ("b", "B")])
    until = forms.DateField(label="Until", required=False)
    is_primary = forms.BooleanField(label="Main contact", required=False)
    remarks = forms.CharField(label="Remarks", required=False, widget=forms.Textarea({"rows": 3}))


def sample_rows(number=24):
    for index in range(number):
        yield {
            "name": f"杭州{NAMES[index % len(NAMES)]}有限公司",
            "spans": [(2, 4)] if index == 0 else [],
            "industry": "通用设备",
            "region": "浙江 · 杭州",
            "value": "ABC"[index % 3],
            "stage": "报价",
            "owner": "李娜" if index % 4 else "—",
            "tags": [("jade", "独占"), ("amber", "3 天后回落")] if index % 3 else [("", "公海")],
            "amount": f"{(index * 37 + 9) % 90 * 10} 000",
            "last": "10-02 电话",
            "next": "11-26 递交方案",
        }


@login_not_required
def gallery(request, name):
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
    form = SampleForm(request.GET if "sent" in request.GET else None)
    context = {"rows": list(sample_rows()), "letters": "ABCDEFGHJKLMNOPQRSTWXYZ#", "form": form}
    return HttpResponse(template.render(context, request))


def sheet(request):
    form = SampleForm(request.POST or None)
    if form.is_valid():
        flash.done(request, "Shared with 王磊.", undo_url="/undone/")
        return sheets.close(request) if request.htmx else sheets.leave(request, "/gallery/grid/")
    template = engines["django"].from_string((PAGES / "sheet.html").read_text())
    status = 422 if form.is_bound else 200
    return HttpResponse(template.render({"form": form}, request), status=status)


def refuse(request):
    raise Refused("王磊 was quicker.", "Ask 王磊 to share the customer with you.")


def refuse_the_right(request):
    raise NotAllowed("You may read this customer, not change it.", "Ask 李娜 for an edit share.")


def forbid(request):
    raise PermissionDenied


def fail(request):
    raise RuntimeError("a fault of ours")


def say(request):
    messages.info(request, "<b>Imported</b>")
    return HttpResponse("ok")


urlpatterns = [
    path("gallery/sheet/", sheet),
    path("gallery/<slug:name>/", gallery),
    path("refused/", refuse),
    path("right-refused/", refuse_the_right),
    path("forbidden/", forbid),
    path("failing/", fail),
    path("saying/", say),
    *product,
]
