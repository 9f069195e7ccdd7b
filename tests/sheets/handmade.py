"""Workbooks put together part by part, as no writer of ours would."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
ROOT = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"
 Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK = f"""{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="客户" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELATIONS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"""
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": ROOT,
    "xl/workbook.xml": BOOK,
    "xl/_rels/workbook.xml.rels": RELATIONS,
}


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def strings(*items: str) -> str:
    """Each item is what stands in its <si>."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def styles(*formats: tuple[int, str]) -> str:
    """A style for each (id, code) of a number format; "" for one that needs no definition."""
    defined = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in formats if code
    )
    used = "".join(f'<xf numFmtId="{n}" applyNumberFormat="1"/>' for n, _code in formats)
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{defined}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def inline(*texts: str) -> str:
    """Cells without addresses."""
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def book(rows: str, **others) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet; `others` are `strings`, `styles`, `parts`."""
    parts: dict[str, str | bytes] = {**PARTS, SHEET: sheet(rows)}
    if "strings" in others:
        parts[STRINGS] = strings(*others["strings"])
    if "styles" in others:
        parts[STYLES] = styles(*others["styles"])
    return parts | others.get("parts", {})


def packed(parts: dict, **options) -> bytes:
    """The parts as a zip; `options` of the writer."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(
        buffer, "w", **{"compression": zipfile.ZIP_DEFLATED, **options}
    ) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    return buffer.getvalue()


def made(rows: str, **others) -> bytes:
    return packed(book(rows, **others))
