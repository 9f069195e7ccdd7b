"""Light, dark, or as the system has it: a cookie, because the page must be right at first paint."""

COOKIE = "theme"
THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 60 * 60


def of(request) -> str:
    """`light`, `dark`, or an empty string for the system's own."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


def choose(response, theme: str) -> None:
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=A_YEAR, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
