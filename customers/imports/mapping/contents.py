"""What a column holds, told by its values: codes, numbers, addresses, people, categories.

Better nothing than a wrong guess: nearly all values must fit, and a target is guessed once.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.cn import uscc

from crm.grid import typed
from crm.naming import fold
from crm.people.named import person_finder
from customers import standards
from customers.imports.mapping.parts import SPLIT, SPLITS, pieces
from customers.imports.mapping.profiles import Profile
from customers.imports.mapping.targets import Target

NEARLY_ALL, MOST, SOME, FEW = 0.9, 0.75, 0.2, 2
COMPANY = re.compile(
    r"(公司|集团|工厂|厂|商行|经营部|研究院|研究所|事务所|合作社|大学|医院|银行|中心)$"
    r"|\b(ltd|inc|llc|gmbh|corp|co|plc|ag|s\.?a)\.?$",
    re.I,
)
ADDRESS = re.compile(
    r"[省市区县镇乡].*[路街道巷村镇弄]|[路街道巷弄].{0,12}\d+\s*号|^\d+ .+ (st|street|road|rd|ave)\b",
    re.I,
)
WEB = re.compile(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.(com|cn|net|org|io|eu|de)(/\S*)?", re.I)
SURNAMES = set(
    "李王张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋"
    "田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾"
    "赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴柳单"
)
Test = Callable[[str], bool]
# How much of the values must pass, and what they are then.
Rule = tuple[Test, float, tuple[str, ...]]


def is_credit_code(text: str) -> bool:
    return uscc.is_valid(standards.credit_code(text))


def is_mobile(text: str) -> bool:
    found = pieces(text)
    return len(found.mobiles) == 1 and not (found.name or found.phones or found.mails)


def is_number(text: str) -> bool:
    found = pieces(text)
    return bool(found.mobiles or found.phones) and not (found.name or found.mails)


def is_mail(text: str) -> bool:
    return passes(validate_email, text)


def is_named_number(text: str) -> bool:
    found = pieces(text)
    return bool(found.name and (found.mobiles or found.phones))


def is_named_company(text: str) -> bool:
    return is_named_number(text) and bool(COMPANY.search(pieces(text).name))


def is_person(text: str) -> bool:
    return (
        2 <= len(text) <= 4 and text[0] in SURNAMES and all("\u4e00" <= c <= "\u9fff" for c in text)
    )


def passes(read: Callable, text: str) -> bool:
    try:
        read(text)
    except ValidationError:
        return False
    return True


# The surest first; of several targets, or ways of splitting, the first that is still free.
FIRST: list[Rule] = [
    (is_credit_code, MOST, ("credit_code",)),
    (is_named_company, MOST, ("split.company",)),
    (is_named_number, MOST, ("split.person",)),
    (is_mail, NEARLY_ALL, ("email", "contact.email")),
    (lambda text: bool(WEB.fullmatch(text)), NEARLY_ALL, ("website",)),
    (lambda text: bool(COMPANY.search(text)), MOST, ("name",)),
    (is_mobile, NEARLY_ALL, ("contact.mobile", "phones")),
    (is_number, NEARLY_ALL, ("phones", "contact.phone")),
    (lambda text: bool(ADDRESS.search(text)), MOST, ("address",)),
]
LAST: list[Rule] = [(is_person, NEARLY_ALL, ("contact.name",))]


class Contents:
    """Guesses by content among `known` targets; people and categories are looked up once."""

    def __init__(self, known: dict[str, Target], means: dict[str, str] | None = None):
        self.known = known
        self.axes = {t.name: category_test(t.column.reader()) for t in known.values() if t.is_axis}
        find = person_finder()
        by_axis = [(test, NEARLY_ALL, (name,)) for name, test in self.axes.items()]
        owners = (lambda text: passes(find, text), NEARLY_ALL, ("owner",))
        rules = [*FIRST, owners, *by_axis, *LAST]
        self.rules: list[Rule] = rules if means is None else list(translated(rules, means))

    def choice_of(self, heading: str, profile: Profile, free: set[str]) -> str:
        """What the values mean, "" if nothing is sure: one of `free`, or a way of splitting."""
        if len(profile.distinct) < FEW:
            return ""
        rules = [*self.rules, *self._hinted(fold(heading))]
        found = (self._fitting(profile, free, *rule) for rule in rules)
        return next(filter(None, found), "")

    def fits(self, axis: str, profile: Profile) -> bool:
        return profile.share(self.axes[axis]) >= NEARLY_ALL

    def _hinted(self, heading: str) -> list[Rule]:
        """An axis that the heading names among other words need not know all of its values."""
        named = [n for n in self.axes if any(word in heading for word in self.known[n].names)]
        return [(self.axes[name], SOME, (name,)) for name in named]

    @staticmethod
    def _fitting(profile, free, test, share, choices) -> str:
        open_ones = [choice for choice in choices if is_free(choice, free)]
        return open_ones[0] if open_ones and profile.share(test) >= share else ""


def translated(rules: Iterable[Rule], means: dict[str, str]) -> Iterator[Rule]:
    """The rules for a sheet whose rows are no customers: `means` has by a customer's target the
    one that holds the same there."""
    for test, share, choices in rules:
        if found := tuple(means[choice] for choice in choices if choice in means):
            yield test, share, found


def is_free(choice: str, free: set[str]) -> bool:
    if choice.startswith(SPLIT):
        return {target for target, _part in SPLITS[choice.removeprefix(SPLIT)].targets} <= free
    return choice in free


def category_test(find) -> Test:
    # A bare number may be anything's code.
    return lambda text: not (text.isdigit() and len(text) < 6) and passes(find, text)


def kind_of(profile: Profile) -> str:
    """The kind of own field that its values are."""
    tests: dict[str, Callable] = {
        "flag": typed.yes_or_no,
        "date": lambda text: typed.day(typed.in_order(text, typed.DAY_FIRST)),
        "number": typed.plain_number,
    }
    for kind, read in tests.items():
        if profile.values and profile.share(lambda text, read=read: passes(read, text)) == 1:
            return kind
    return "link" if profile.share(lambda text: WEB.fullmatch(text)) == 1 else "text"
