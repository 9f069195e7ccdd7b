"""What `base.html` needs on every page, worked out only if the page asks for it."""

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language_info

from crm.grid.saved.pins import pins_in_the_rail
from crm.notices import bell
from crm.shell import navigation, sheets, theme


class Shell:
    def __init__(self, request):
        self._request = request

    @cached_property
    def sections(self):
        pins = pins_in_the_rail(self._request)
        return navigation.sections_for(self._request.user, self._request.path, pins)

    @cached_property
    def tabs(self):
        """The first places of the main section, for the bar under the thumb."""
        if not self.sections:
            return []
        return self.sections[0][1][: navigation.TABS_ON_A_PHONE]

    @property
    def account(self):
        return navigation.entries_for(self._request.user, navigation.ACCOUNT)

    @property
    def primary(self):
        return navigation.entries_for(self._request.user, navigation.PRIMARY)

    @cached_property
    def unread(self):
        """The number on the bell."""
        return bell.unread_of(self._request.user)

    @property
    def theme(self):
        return theme.of(self._request)

    @property
    def languages(self):
        """Each language in its own name, so that everybody finds theirs."""
        return [(code, get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES]


def shell(request):
    """`shell` for the frame, and `sheet`: the template a form extends, dialog or page."""
    return {
        "shell": Shell(request),
        "sheet": sheets.template_for(request),
        "in_dialog": sheets.is_dialog(request),
    }
