"""A rep builds a nested view by hand and shares it; a colleague works in it, and puts it back."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from crm.grid.exporting.models import ExportRecord
from crm.grid.saved.models import SavedView
from customers.grids import CustomerGrid
from customers.models import Customer
from tests.factories import make_axis, make_category, make_customer, make_user
from tests.factories_sales import make_activity
from tests.journeys import building
from tests.journeys.desks import PASSWORD, WIDE, either_way
from tests.journeys.hands import count_on, fits, row_of, toast
from tests.journeys.test_a_shared_view import save_view, tab
from tests.keyboard.fingers import cell_of, cursor, press, reaches
from tests.keyboard.test_copying_and_pasting import copied

pytestmark = pytest.mark.django_db(transaction=True)

ON_A_PAGE, WORKS = 20, 23
LIST = "/customers/?view=all&sort=name&cols=name,short_name,address,owner,industry"
VIEW = "久未拜访的重点"
AXES = {"zh-hans": ("行业", "价值"), "en": ("Industry", "Value")}
MAKING = {"zh-hans": ("制造", "制造业"), "en": ("manuf", "Manufacturing")}
GRADE_A = {"zh-hans": ("A", "A级"), "en": ("grade", "Grade A")}
KEY = {
    "zh-hans": "（行业是制造业（含下级），或价值是A级）",
    "en": "(Industry is Manufacturing and below or Value is Grade A)",
}
SAID = {
    "zh-hans": f"负责人是我，且{KEY['zh-hans']}，且没有满足“类型是拜访，且完成时间在最近 60 天内”的行动记录",
    "en": f"Owner is me and {KEY['en']} and",
}


@pytest.fixture
def mate(company):
    return make_user("孙悦", company.east, username="sunyue", password=PASSWORD)


@pytest.fixture
def customers(company, mate, monkeypatch):
    """Of the mate 23 match on two pages; of the rep two, one by its industry, one by its value."""
    monkeypatch.setattr(CustomerGrid, "rows_on_a_page", ON_A_PAGE)
    industry, value = make_axis("industry", "Industry"), make_axis("value", "Value")
    for axis, name in ((industry, "行业"), (value, "价值")):
        axis.name_zh = name
        axis.save()
    making = make_category(industry, "Manufacturing", name_zh="制造业")
    pumps = make_category(industry, "Pumps", making, name_zh="泵业")
    farming = make_category(industry, "Farming", name_zh="农业")
    grade_a = make_category(value, "Grade A", name_zh="A级")
    for number in range(WORKS):
        make_customer(f"工厂 {number:02}", owner=mate, categories=[pumps], address="老街")
    visited = make_customer("刚拜访的泵厂", owner=mate, categories=[pumps])
    make_activity(visited, kind="visit")
    make_customer("别家农场", owner=mate, categories=[farming])
    make_customer("李娜的泵厂", owner=company.rep, categories=[pumps])
    farm = make_customer("李娜的农场", owner=company.rep, categories=[farming, grade_a])
    make_activity(farm, kind="visit", happened_at=timezone.now() - timedelta(days=90))
    make_customer("李娜的小农场", owner=company.rep, categories=[farming])


@either_way
def test_a_nested_view_is_built_shared_opened_and_worked_in(
    company, customers, mate, desk_of, screen
):
    rep = desk_of(company.rep, **screen)
    rep.goto(LIST)
    build(rep)
    assert fits(rep)
    save_view(rep, VIEW, company.east)
    expect(tab(rep, VIEW)).to_have_attribute("aria-current", "page")
    expect(rep.locator("[data-row]")).to_have_count(2)
    assert SavedView.objects.get().team == company.east

    colleague = desk_of(mate, **screen)
    tab(colleague, VIEW).click()
    expect(count_on(colleague)).to_contain_text(str(WORKS))
    expect(row_of(colleague, "李娜")).to_have_count(0)
    expect(row_of(colleague, "刚拜访的泵厂")).to_have_count(0)
    if screen is WIDE:
        edit_ten_cells(colleague)
        copy_ten_cells(colleague)
        paste_twenty_cells(colleague)
    else:
        # Without a keyboard there is nothing to paste with.
        edit_a_cell_by_touch(colleague)
    export_all_that_match(colleague)
    go_away_and_back(colleague)
    assert fits(colleague)


def build(rep):
    """Owner is me, and industry under making or value A, and no visit for sixty days."""
    building.start(rep)
    building.ask(rep, "c-0", _("Owner"))
    building.tick(rep, "c-0", _("me"))
    building.add(rep, building.NEW_GROUP)
    building.choose(rep, "c-1-op", _("any of these holds"))
    industry, value = AXES[get_language()]
    building.ask(rep, "c-1-0", industry)
    building.find(rep, "c-1-0", *MAKING[get_language()])
    building.ask(rep, "c-1-1", value)
    building.find(rep, "c-1-1", *GRADE_A[get_language()])
    building.add(rep, building.NEW_CONDITION)
    building.ask(rep, "c-2", _("activities").capitalize(), _("there is none"))
    building.add(rep, building.NEW_CONDITION, "c-2")
    building.ask(rep, "c-2-0", _("Kind"), _("is any of"))
    building.tick(rep, "c-2-0", _("visit"))
    building.add(rep, building.NEW_CONDITION, "c-2")
    building.ask(rep, "c-2-1", _("done at").capitalize(), _("is in the last … days"))
    building.fill(rep, "c-2-1", "60")
    expect(rep.locator("#where-said")).to_contain_text(SAID[get_language()])
    building.show(rep)
    expect(rep.locator("[data-row]")).to_have_count(2)
    expect(rep.locator(".chip.cond")).to_have_count(3)


def edit_ten_cells(page):
    """Types a street into ten rows, going down by Enter alone."""
    press(page, "j", "l", "l")
    for number in range(10):
        reaches(page, f"工厂 {number:02}")
        press(page, "e")
        expect(page.locator("form[data-cell-editor]")).to_be_visible()
        page.keyboard.type(f"科技路 {number} 号")
        press(page, "Enter")
        expect(cell_of(page, f"工厂 {number:02}", "address")).to_have_text(f"科技路 {number} 号")
    reaches(page, "工厂 10")
    assert Customer.objects.filter(address__startswith="科技路").count() == 10


def copy_ten_cells(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, *["k"] * 10, *["Shift+ArrowDown"] * 9, "Control+c")
    sentence = _("{rows} × {columns} cells copied.").format(rows=10, columns=1)
    expect(toast(page)).to_contain_text(sentence)
    assert copied(page) == [[f"科技路 {number} 号"] for number in range(10)]
    press(page, "Escape")


def paste_twenty_cells(page):
    """Out of a spreadsheet, looked at, applied, and undone."""
    column = "\r\n".join(f"厂{number:02}" for number in range(20))
    page.evaluate("text => navigator.clipboard.writeText(text)", column)
    press(page, "h")
    assert cursor(page) == ("工厂 00", "short_name")
    press(page, "Control+v")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("tbody tr")).to_have_count(20)
    expect(dialog).to_contain_text("厂19")
    assert not Customer.objects.filter(short_name="厂19").exists()
    change = ngettext("Change %(count)s cell", "Change %(count)s cells", 20) % {"count": 20}
    dialog.get_by_role("button", name=change).click()
    expect(cell_of(page, "工厂 19", "short_name")).to_have_text("厂19")
    assert Customer.objects.filter(short_name__startswith="厂").count() == 20
    assert cursor(page) == ("工厂 00", "short_name")
    toast(page).get_by_role("button", name=_("Undo")).last.click()
    expect(cell_of(page, "工厂 19", "short_name")).to_have_text("—")
    assert not Customer.objects.filter(short_name__startswith="厂").exists()
    assert Customer.objects.filter(address__startswith="科技路").count() == 10


def edit_a_cell_by_touch(page):
    """A long press on the cell opens its editor at the bottom of the screen."""
    press_long(page, cell_of(page, "工厂 00", "address"))
    editor = page.locator("form[data-cell-editor]")
    expect(editor).to_be_visible()
    expect(page.locator("[data-pick-bar]")).to_be_hidden()
    editor.get_by_role("textbox").fill("科技路 0 号")
    editor.get_by_role("button", name=_("Save"), exact=True).click()
    expect(cell_of(page, "工厂 00", "address")).to_have_text("科技路 0 号")
    assert Customer.objects.get(name="工厂 00").address == "科技路 0 号"
    toast(page).get_by_role("button", name=_("Undo")).last.click()
    expect(cell_of(page, "工厂 00", "address")).to_have_text("老街")
    assert Customer.objects.get(name="工厂 00").address == "老街"
    press_long(page, row_of(page, "工厂 01").locator("[data-col=owner]"))
    expect(page.locator("[data-pick-count]")).to_have_text("1")
    page.locator("[data-pick-clear]").click()


def press_long(page, target):
    target.evaluate("element => element.scrollIntoView({ block: 'center' })")
    box = target.bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    page.wait_for_timeout(900)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def export_all_that_match(page):
    page.locator("[data-select-row]").first.check()
    page.locator("[data-pick-everything]").click()
    expect(page.locator("[data-pick-count]")).to_have_text(str(WORKS))
    page.locator("[popovertarget=pick-menu]").click()
    page.locator("#pick-menu").get_by_role("button", name=_("Export"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(KEY[get_language()])
    dialog.locator("input[value=csv]").check()
    with page.expect_download() as download:
        dialog.get_by_role("button", name=_("Download")).click()
    text = download.value.path().read_text("utf-8-sig")
    names = [line[0] for line in csv.reader(io.StringIO(text))][1:]
    assert names == [f"工厂 {number:02}" for number in range(WORKS)]
    expect(dialog).to_be_hidden()
    assert ExportRecord.objects.get().rows == WORKS
    page.locator("[data-pick-clear]").click()


def go_away_and_back(page):
    """A record and back, another tab and back, and a reload: the view stands as it stood."""
    row_of(page, "工厂 03").get_by_role("link", name="工厂 03").click()
    expect(page.locator("#main h1")).to_contain_text("工厂 03")
    page.go_back()
    expect(tab(page, VIEW)).to_have_attribute("aria-current", "page")
    expect(page.locator("[data-row]")).to_have_count(ON_A_PAGE)
    tab(page, "").click()
    expect(count_on(page)).to_contain_text(str(WORKS + 2))
    page.go_back()
    expect(count_on(page)).to_contain_text(str(WORKS))
    page.reload()
    expect(page).to_have_url(re.compile(r"/customers/\?view=\d+$"))
    expect(page.locator("[data-row]")).to_have_count(ON_A_PAGE)
