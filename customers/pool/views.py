"""The verb reveal in the browser."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.shell import flash
from customers.doors import customer_for
from customers.pool import reveals
from customers.views.answers import stay


@require_POST
def reveal(request, pk):
    customer = customer_for(request.user, pk)
    if reveals.reveal(customer, by=request.user):
        flash.done(request, _("%s shows whole to you until the end of the day.") % customer)
    return stay(request, customer)
