"""The language of a page: the user's own choice, else the cookie, else the browser's."""

from django.conf import settings
from django.utils import translation


class UserLanguageMiddleware:
    """Stands behind LocaleMiddleware (cookie, browser) and AuthenticationMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and is_offered(request.user.language):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def is_offered(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def remember(user, code: str) -> None:
    """Keep the choice with the person, so that it follows them to another browser."""
    user.language = code
    user.save(update_fields=["language"])
