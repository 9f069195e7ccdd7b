"""The notice that a bulk action in the background has come to its end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.notices import NoticeKind, notify, register_kind
from customers.bulk.verbs import VERBS
from customers.models import BatchRow, BulkRun

BULK = "bulk"


def tell_actor(run: BulkRun) -> None:
    """Tells whoever said it, in the caller's transaction."""
    done = run.rows.filter(state=BatchRow.State.DONE).count()
    left = run.total - done
    notify([run.batch.by], BULK, url=run.get_absolute_url(), verb=run.verb, done=done, left=left)


def tell(details: dict, count: int) -> str:
    verb = VERBS.get(details["verb"])
    if verb is None:
        return _("A bulk action has come to its end.")
    done = verb.told(details["done"]) % {"count": details["done"]}
    if not details["left"]:
        return _("%(verb)s is through: %(done)s.") % {"verb": verb.label, "done": done}
    left = ngettext("%(count)d was not", "%(count)d were not", details["left"])
    words = {"verb": verb.label, "done": done, "left": left % {"count": details["left"]}}
    return _("%(verb)s is through: %(done)s, %(left)s.") % words


register_kind(NoticeKind(BULK, gettext_lazy("Bulk actions"), "list-checks", tell))
