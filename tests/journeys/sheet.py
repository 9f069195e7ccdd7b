"""A sheet as somebody typed it over the years: 300 customers, ten rows of them wrong, two with
categories nobody knows."""

from dataclasses import dataclass
from itertools import product

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from crm.sheets.writing.xlsx import write_xlsx

CITIES = "苏州 宁波 杭州 无锡 南京 合肥 武汉 长沙 青岛 大连".split()
BRANDS = "恒宇 瑞丰 鼎盛 华科 永固 天成 博远 金石 海川 明达".split()
TRADES = "机械 轴承 阀门".split()
NAMES = [f"{city}{brand}{trade}有限公司" for city, brand, trade in product(CITIES, BRANDS, TRADES)]

HELD_EVERY = 15
WRONG_FROM, WRONG_EVERY = 12, 25
WRONG, HELD = 10, 20
GOOD = len(NAMES) - WRONG
UNKNOWN = {5: {"industry": "炼金术"}, 6: {"region": "Atlantis"}}

HEADINGS = {
    "zh-hans": {
        "name": "客户名称",
        "code": "统一社会信用代码",
        "phones": "电话（含分机）",
        "email": "公司邮箱",
        "industry": "所属行业",
        "region": "地区",
        "value": "标值",
        "owner": "业务员",
        "contact": "联系人",
        "mobile": "手机",
        "fair": "展会记录",
    },
    "en": {
        "name": "Company name",
        "code": "Credit code",
        "phones": "Phone (with extension)",
        "email": "E-mail",
        "industry": "Industry",
        "region": "Region",
        "value": "Grade",
        "owner": "Sales rep",
        "contact": "Contact person",
        "mobile": "Mobile",
        "fair": "Seen at the fair",
    },
}
INDUSTRIES = {"zh-hans": "通用设备制造业", "en": "General-purpose machinery"}
REGIONS = {"zh-hans": "浙江", "en": "Zhejiang"}
FAIRS = {"zh-hans": "展会", "en": "Fair"}


@dataclass
class Mistake:
    """What a wrong row says instead, and what its reason must contain."""

    typed: dict
    reason: str
    row: int = 0


def mistakes() -> list[Mistake]:
    """Ten, in the order of their rows, with reasons in the language of the moment."""
    empty, unknown = _("This must not be empty."), _("“%(text)s” is unknown.")
    code = _("This is not a valid unified social credit code: check all 18 characters.")
    no_number = _(
        "“%(text)s” is not a phone number. Write only numbers here; notes go into remarks."
    )
    found = [
        Mistake({"name": ""}, empty),
        Mistake({"name": "   "}, empty),
        Mistake({"owner": "孙悟空"}, unknown % {"text": "孙悟空"}),
        Mistake({"owner": "nobody"}, unknown % {"text": "nobody"}),
        Mistake({"code": "913302000000000000"}, code),
        Mistake({"code": "91330200"}, code),
        Mistake({"phones": "问前台"}, no_number % {"text": "问前台"}),
        Mistake({"mobile": "none"}, no_number % {"text": "none"}),
        Mistake({"email": "sales(at)example.com"}, _("Enter a valid email address.")),
        Mistake(
            {"contact": ""}, _("The contact has no name, so there is nobody to keep the rest for.")
        ),
    ]
    for number, mistake in enumerate(found):
        mistake.row = WRONG_FROM + number * WRONG_EVERY
    return found


def write_sheet(path, language, rep):
    """`rep` holds every fifteenth customer: by name, or by user name."""
    wrong = UNKNOWN | {mistake.row: mistake.typed for mistake in mistakes()}
    rows = [good_row(n, language, rep) | wrong.get(n, {}) for n in range(len(NAMES))]
    write_xlsx(path, list(HEADINGS[language].values()), [list(row.values()) for row in rows])


def good_row(n, language, rep) -> dict:
    names = [rep.display_name, rep.username]
    return {
        "name": NAMES[n],
        "code": credit_code(n),
        "phones": f"0574-8700{n:04} 转 8{n % 10}",
        "email": f"office{n}@example.com",
        "industry": INDUSTRIES[language],
        "region": REGIONS[language],
        "value": "ABCD"[n % 4],
        "owner": "" if n % HELD_EVERY else names[n % 2],
        "contact": f"{'赵钱孙李周吴郑王'[n % 8]}工",
        "mobile": 13800000000 + n,
        "fair": f"{FAIRS[language]} {2000 + n % 25}",
    }


def credit_code(n) -> str:
    body = f"91330200MA2{n:06}"
    return body + uscc.calc_check_digit(body)
