"""A sheet of thousands with titles above it, categories nobody knows, customers that exist already,
and rows that are wrong."""

from openpyxl import load_workbook

from crm.sheets.reading import read_sheet
from tests.factories import make_contact, make_customer
from tests.journeys.sheet import HEADINGS, NAMES, credit_code, good_row, mistakes
from tests.sheets.makers import xlsx

TITLES = [["2026 年客户名录"], ["制表：市场部", "2026-11-30"]]
WRONG, KNOWN, ALIKE = 15, 20, 20
WRONG_FROM, KNOWN_FROM, ALIKE_FROM = 30, 100, 130
UNKNOWN = {"industry": "炼金术", "region": "Atlantis"}
OLD_ADDRESS = "Old road 1"


class LargeSheet:
    """`size` rows in one language. Of its customers `KNOWN` are there by name, `ALIKE` by a
    contact's number only."""

    def __init__(self, size: int, language: str, rep):
        self.size, self.language = size, language
        self.rows = [self._row(n, rep) for n in range(size)]
        self.good = [dict(row) for row in self.rows]
        for n, mistake in enumerate(self.mistakes()):
            self.rows[WRONG_FROM + n] |= mistake.typed
        for n, (field, text) in enumerate(UNKNOWN.items()):
            for row in (self.rows[n], self.rows[n + 10], self.good[n], self.good[n + 10]):
                row[field] = text

    @staticmethod
    def mistakes():
        return [*mistakes(), *mistakes()][:WRONG]

    def _row(self, n: int, rep) -> dict:
        name = NAMES[n % len(NAMES)].replace("有限公司", f"{'甲乙丙丁戊己庚'[n // len(NAMES)]}厂")
        row = good_row(n % len(NAMES), self.language, rep)
        numbers = {"phones": f"0574-8700{n:04}", "mobile": str(13800000000 + n)}
        return row | {"name": name, "code": credit_code(n), "email": f"o{n}@example.com"} | numbers

    def write(self, path):
        header = list(HEADINGS[self.language].values())
        path.write_bytes(xlsx([*TITLES, header, *(list(row.values()) for row in self.rows)]))

    def make_those_that_exist(self, pool, by):
        for row in self.rows[KNOWN_FROM:][:KNOWN]:
            make_customer(row["name"], pool=pool, by=by, address=OLD_ADDRESS)
        for n, row in enumerate(self.rows[ALIKE_FROM:][:ALIKE]):
            other = make_customer(f"Other company {n}", pool=pool, by=by)
            make_contact(other, "Somebody", mobile=row["mobile"])

    def correct(self, path):
        """Writes into the sheet of refused rows what they should have said."""
        with read_sheet(path, path.name) as sheet:
            numbers = [row.number for row in sheet.rows]
        book = load_workbook(path)
        for number, mistake, good in zip(
            numbers, self.mistakes(), self.good[WRONG_FROM:], strict=False
        ):
            for field in mistake.typed:
                column = list(HEADINGS[self.language]).index(field) + 1
                book.active.cell(number, column).value = good[field]
        book.save(path)
