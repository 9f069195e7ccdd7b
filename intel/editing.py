"""How the rows of this room's lists are changed in the list, and deleted."""

import pghistory

from crm.grid.removing.declaring import Removing
from customers.editing import EDITS, children
from intel.forms.dossier import DossierForm
from intel.forms.rival import RivalForm
from intel.models import RivalProduct
from sales.doors import deleted_for

DOSSIERS = children(DossierForm, EDITS)
RIVALS = children(RivalForm)


def put_aside(product: RivalProduct, *, by):
    with pghistory.context(user=by.pk):
        product.put_aside(by=by)


def bring_back(product: RivalProduct, *, by):
    with pghistory.context(user=by.pk):
        product.restore()


def deleted_rival(user, pk) -> RivalProduct:
    return deleted_for(user, RivalProduct, pk)


RIVALS_GO = Removing(RIVALS.door, put_aside, deleted_rival, bring_back)
