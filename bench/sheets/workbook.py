"""The sheets: twenty-five columns of invented customers, each with a contact."""

import random
from collections.abc import Iterator
from pathlib import Path

from stdnum.cn import uscc

from bench.grid.company import GIVEN, SURNAMES
from bench.grid.filling import BRAND_LETTERS, CITIES
from crm.models import User
from crm.sheets.writing.xlsx import write_xlsx
from customers.demo.words import TAILS, TRADES
from customers.imports.mapping import targets
from customers.models import Axis, Category

AXES = 9
KNOWN = 40
PLAIN = (
    *("name", "short_name", "credit_code", "phones", "address", "website", "email"),
    *("business_scope", "operating_state", "financial_state", "remarks", "owner"),
)
OF_CONTACT = ("contact.name", "contact.job", "contact.mobile", "contact.email")


def make(path: Path, numbers: range, remarks: str):
    """Customers of these numbers; a sheet of other `remarks` has them changed."""
    axes = list(Axis.objects.in_use().order_by("position")[:AXES])
    known = targets()
    names = [*PLAIN, *(axis.key for axis in axes), *OF_CONTACT]
    header = [known[name].label for name in names]
    write_xlsx(str(path), header, cells(numbers, [paths_of(axis) for axis in axes], remarks))


def paths_of(axis: Axis) -> list[str]:
    ids = axis.categories.filter(archived_at=None).values_list("pk", flat=True)[:KNOWN]
    return [category.path for category in Category.objects.with_ancestors(ids).values()]


def cells(numbers: range, categories: list[list[str]], remarks: str) -> Iterator[list[str]]:
    rng = random.Random(numbers.start)
    owners = User.objects.filter(username__startswith="owner").values_list("username", flat=True)
    owners = list(owners)
    for number in numbers:
        yield [
            *plain(rng, number, remarks),
            rng.choice(owners),
            *(rng.choice(paths) for paths in categories),
            *contact(rng, number),
        ]


def plain(rng, number: int, remarks: str) -> list[str]:
    brand, city = "".join(rng.sample(BRAND_LETTERS, 3)), rng.choice(CITIES)
    trade, body = rng.choice(rng.choice(TRADES)[1]), f"91330100M{number:08}"
    return [
        f"{city}{brand}{trade}{number}{rng.choice(TAILS)}",
        f"{brand}{number}",
        body + uscc.calc_check_digit(body),
        f"0571-{88_000_000 + number}",
        f"{city}市工业路{number}号",
        f"https://www.example-{number}.cn",
        f"office{number}@example-{number}.cn",
        "机械设备及零部件的研发、制造与销售",
        "正常",
        "良好",
        f"{remarks} {number}",
    ]


def contact(rng, number: int) -> list[str]:
    name = rng.choice(SURNAMES) + rng.choice(GIVEN)
    return [name, "采购经理", f"139{number:08}", f"buyer{number}@example-{number}.cn"]
