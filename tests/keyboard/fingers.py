"""What fingers do on a list, and where its cursor is."""

from playwright.sync_api import expect

BY_NAME = "/customers/?sort=name&cols=name,owner,address,created"


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def cursor(page) -> tuple[str, str]:
    """(name of the row, column) of the cell that has the focus, or that the focus is in."""
    return tuple(
        page.evaluate(
            """() => { const at = document.activeElement;
            const row = at.closest("[data-row]");
            return [row?.querySelector(".title")?.textContent.trim() ?? "",
                    at.closest("[data-col]")?.dataset.col ?? ""] }"""
        )
    )


def row_of(page, name):
    return page.locator("#grid [data-row]").filter(has_text=name)


def cell_of(page, name, column):
    return row_of(page, name).locator(f"[data-col={column}]")


def path_of(page) -> str:
    return page.evaluate("location.pathname + location.search")


def reaches(page, name=""):
    """Waits until the cursor is in that row, or in any."""
    expect(row_of(page, name).locator(":focus")).to_have_count(1)
