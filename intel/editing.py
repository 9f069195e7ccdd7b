"""How the rows of this room's lists are changed in the list."""

from customers.editing import EDITS, children
from intel.forms.dossier import DossierForm
from intel.forms.rival import RivalForm

DOSSIERS = children(DossierForm, EDITS)
RIVALS = children(RivalForm)
