"""What people are told: in the bell, in a daily mail, and in the groups of a chat.

An app registers the kinds of things that happen in it; `notify` tells one of them to people.
Nothing of a sentence is stored: it is made when it is read, in the reader's language.
"""

from crm.notices.kinds import NoticeKind, register_kind
from crm.notices.notifying import Told, notify, notify_many

__all__ = ["NoticeKind", "Told", "notify", "notify_many", "register_kind"]
