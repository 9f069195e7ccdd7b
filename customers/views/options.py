"""The categories of an axis as options of a combobox."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from customers.classification import Tree
from customers.models import Axis


@require_GET
def axis_options(request, key):
    axis = get_object_or_404(Axis, key=key)
    query = request.GET.get("q", "").replace("\0", "")[:80]
    offered = [(node.pk, node.path, node.code) for node in Tree(axis).find(query)]
    return render(request, "_options.html", {"options": offered})
