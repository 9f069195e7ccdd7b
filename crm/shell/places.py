"""The places of the ground itself; imported once the apps are ready."""

from django.utils.translation import gettext_lazy as _

from crm.shell.navigation import ACCOUNT, Entry, register
from crm.workdays.leaves import leads_anybody


def administers(user) -> bool:
    return user.is_admin


register(Entry(_("People"), "people:list", "users-round", "manage", 90, visible=administers))
register(Entry(_("Webhooks"), "notices:webhooks", "webhook", "manage", 95, visible=administers))
register(Entry(_("Leave"), "workdays:leaves", "tree-palm", "manage", 80, visible=leads_anybody))
register(
    Entry(
        _("Working days"), "workdays:calendar", "calendar-days", "manage", 85, visible=administers
    )
)
register(Entry(_("Profile"), "people:profile", "user-round", ACCOUNT, 10))
register(Entry(_("Password"), "account_change_password", "key-round", ACCOUNT, 20))
register(Entry(_("Two-factor sign-in"), "mfa_index", "shield-check", ACCOUNT, 30))
register(Entry(_("My leave"), "workdays:my_leaves", "tree-palm", ACCOUNT, 15))
register(Entry(_("My changes"), "grids:changes", "history", ACCOUNT, 21))
register(Entry(_("Sessions"), "usersessions_list", "monitor-smartphone", ACCOUNT, 40))
