"""The language somebody works in: their own choice, else the page's, else the browser's."""

from django.conf import settings
from django.utils import translation

LANGUAGES = dict(settings.LANGUAGES)


def user_language(get_response):
    """Middleware: a signed-in user's saved language wins over what the browser asks for."""

    def middleware(request):
        if request.user.is_authenticated and request.user.language in LANGUAGES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def remember_language(user, language):
    """Save `language` on a signed-in user, so that it follows them to other browsers."""
    if user.is_authenticated and language in LANGUAGES and user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def set_language_cookie(response, language):
    """Keep the choice in this browser too, for the pages before sign-in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
