"""Workbooks as other programs write them: odd parts of the standard, and beside it."""

import datetime as dt
import io
import zipfile

from tests.sheets import handmade
from tests.sheets.collection import changed, nasty, parts, zipped
from tests.sheets.handmade import book, inline, made, packed
from tests.sheets.makers import TABLE, xlsx

AB = f"<row>{inline('a', 'b')}</row>"
TWO = [["a", "b"], ["甲", "1"]]
SECOND = f"<row>{inline('甲')}<c><v>1</v></c></row>"
DAY = dt.date(2024, 3, 5)
SERIAL = "45356"


def row(*cells: str) -> bytes:
    """One row of cells under two names."""
    return made(AB + f"<row>{''.join(cells)}</row>")


# --- texts -------------------------------------------------------------------------------------
@nasty("no-index.xlsx", [["a", "b"], ["甲", ""], ["", "乙"]])
def texts_that_are_named_by_no_index():
    """The parser took the first text for each."""
    cells = (
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v/></c></row>'
        '<row r="3"><c r="A3" t="s"/><c r="B3" t="s"><v>2</v></c></row>'
    )
    return made(f'<row r="1">{inline("a", "b")}</row>' + cells,
                strings=["<t>first</t>", "<t>甲</t>", "<t>乙</t>"])  # fmt: skip


@nasty("blank-texts.xlsx", [["a", "b"], ["甲", ""], ["", "乙"]])
def shared_texts_without_text():
    cells = (
        "".join(f'<c t="s"><v>{n}</v></c>' for n in (0, 1)),
        "".join(f'<c t="s"><v>{n}</v></c>' for n in (2, 3)),
    )
    return made(
        AB + "".join(f"<row>{each}</row>" for each in cells),
        strings=["<t>甲</t>", "<t/>", "", "<t>乙</t>"],
    )


@nasty("no-such-text.xlsx", [["a", "b"], ["甲", ""]])
def an_index_of_no_text():
    return made(AB + f'<row>{inline("甲")}<c t="s"><v>-1</v></c></row>', strings=["<t>x</t>"])


@nasty("runs.xlsx", [["a", "b"], ["甲 公司", "乙丙"]])
def texts_in_runs_with_their_pronunciation():
    rich = '<r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 公司</t></r>'
    spoken = '<rPh sb="0" eb="1"><t>jia</t></rPh><phoneticPr fontId="1"/>'
    return made(
        AB + '<row><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r>'
        f"{spoken}</is></c></row>",
        strings=[rich + spoken],
    )


@nasty("escapes.xlsx", [["a", "b"], ["x\r\ny", "_x0041_"], ["<&>", "it's"]])
def characters_written_by_their_numbers():
    return made(
        AB + f"<row>{inline('x_x000D_&#10;y', '_x005F_x0041_')}</row>"
        f"<row>{inline('&lt;&amp;&gt;', '<![CDATA[it&apos;s]]>'.replace('&apos;', chr(39)))}</row>"
    )


@nasty("remarks-inside.xlsx", TWO)
def comments_and_instructions_between_the_cells():
    return made(
        f"<!-- made by hand --><?x y?>{AB}<row><!-- 甲 -->{inline('甲')}<c><v>1<!-- --></v></c></row>"
    )


@nasty("wide-parts.xlsx", TWO)
def parts_in_utf_16():
    plain = handmade.sheet(AB + SECOND).replace("UTF-8", "UTF-16")
    return packed(book("", parts={handmade.SHEET: plain.encode("utf-16")}))


@nasty("marked-parts.xlsx", TWO)
def parts_with_a_byte_order_mark():
    return packed({n: b"\xef\xbb\xbf" + t.encode() for n, t in book(AB + SECOND).items()})


# --- numbers and days --------------------------------------------------------------------------
@nasty("odd-numbers.xlsx", [["a", "b"], ["12300000000", "0.1"], [" 5 ", "-0.00000123"], ["1", ""]])
def numbers_as_they_may_be_written():
    rows = [("1.23E+10", "0.1000000000000000055"), (" 5 ", "-1.23E-06"), ("1.0", "")]
    return made(
        AB + "".join(f"<row><c><v>{a}</v></c><c t='n'><v>{b}</v></c></row>" for a, b in rows)
    )


@nasty("iso-days.xlsx", [["a", "b"], [DAY, dt.datetime(2024, 3, 5, 13, 30)]])
def days_as_iso_writes_them():
    return row('<c t="d"><v>2024-03-05</v></c>', '<c t="d"><v>2024-03-05T13:30:00</v></c>')


@nasty("chinese-built-in.xlsx", [[f"c{n}" for n in range(6)], [DAY] * 6])
def days_in_the_formats_that_only_chinese_programs_number():
    """27 … 58 need no definition in them (ECMA-376 part 1, 18.8.30)."""
    ids = (27, 28, 31, 36, 57, 58)
    cells = "".join(f'<c s="{n}"><v>{SERIAL}</v></c>' for n in range(1, 7))
    return made(
        f"<row>{inline(*(f'c{n}' for n in range(6)))}</row><row>{cells}</row>",
        styles=[(each, "") for each in ids],
    )


@nasty("eras.xlsx", [[f"c{n}" for n in range(5)], [DAY] * 5])
def days_of_other_calendars_and_words():
    codes = (
        "[$-404]e&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
        "[$-ja-JP]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
        "[$-409]mmm\\-yy;@",
    )
    cells = "".join(f'<c s="{n}"><v>{SERIAL}</v></c>' for n in range(1, 6))
    return made(
        f"<row>{inline(*(f'c{n}' for n in range(5)))}</row><row>{cells}</row>",
        styles=[(164 + n, code) for n, code in enumerate(codes)],
    )


@nasty("no-days.xlsx", [[f"c{n}" for n in range(6)], ["45", "45", "45", "45", "45", "4500%"]])
def numbers_whose_formats_only_look_like_days():
    codes = (
        "[Red]0", "0.00_);[Red]\\(0.00\\)", "#,##0 &quot;days&quot;", "0\\d",
        "[&gt;=100][Magenta]0;0", "0.0%;[Red]\\-0.0%",
    )  # fmt: skip
    cells = "".join(f'<c s="{n}"><v>45</v></c>' for n in range(1, 7))
    return made(
        f"<row>{inline(*(f'c{n}' for n in range(6)))}</row><row>{cells}</row>",
        styles=[(164 + n, code) for n, code in enumerate(codes)],
    )


@nasty("clocks.xlsx", [["a", "b", "c"], [dt.time(12, 0), "36:00:00", "1:30:00"]])
def times_of_day_and_spans_of_time():
    codes = ("h:mm", "[h]:mm:ss", "[mm]:ss")
    cells = "".join(
        f'<c s="{n}"><v>{v}</v></c>' for n, v in enumerate(("0.5", "1.5", "0.0625"), start=1)
    )
    return made(
        f"<row>{inline('a', 'b', 'c')}</row><row>{cells}</row>",
        styles=[(164 + n, code) for n, code in enumerate(codes)],
    )


@nasty("first-days.xlsx", [["a", "b"], [dt.date(1900, 1, 1), dt.date(1900, 2, 28)]])
def the_days_before_the_one_that_never_was():
    return made(AB + '<row><c s="1"><v>1</v></c><c s="1"><v>59</v></c></row>', styles=[(14, "")])


@nasty("words-as-days.xlsx", [["a", "b"], ["待定", DAY]])
def a_text_in_a_cell_formatted_as_a_day():
    return made(
        AB
        + f'<row><c s="1" t="inlineStr"><is><t>待定</t></is></c><c s="1"><v>{SERIAL}</v></c></row>',
        styles=[(14, "")],
    )


@nasty("yes-no.xlsx", [["a", "b"], [True, False], [True, False]])
def yes_and_no_in_both_spellings():
    return made(AB + "".join(
        f'<row><c t="b"><v>{yes}</v></c><c t="b"><v>{no}</v></c></row>'
        for yes, no in (("1", "0"), ("true", "false"))
    ))  # fmt: skip


@nasty("no-style.xlsx", TWO)
def a_style_that_is_not_there():
    return made(AB + f'<row>{inline("甲")}<c s="999"><v>1</v></c></row>', styles=[(14, "")])


# --- formulas ----------------------------------------------------------------------------------
@nasty("shared-formula.xlsx", [["a", "b"], ["1", "=A2*2"], ["2", "=A2*2"], ["3", "=A2*2"]])
def a_formula_shared_by_a_column_and_never_computed():
    cells = (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="shared" ref="B2:B4" si="0">A2*2</f></c></row>'
        '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><f t="shared" si="0"/></c></row>'
        '<row r="4"><c r="A4"><v>3</v></c><c r="B4"><f t="shared" si="0"></f><v/></c></row>'
    )
    return made(f'<row r="1">{inline("a", "b")}</row>' + cells)


@nasty("array-formula.xlsx", [["a", "b"], ["6", "ok"]])
def formulas_of_arrays_with_their_values():
    return row(
        '<c><f t="array" ref="A2">SUM(A1:A2)</f><v>6</v></c>',
        '<c t="str"><f aca="1">"ok"</f><v>ok</v></c>',
    )


@nasty("errors.xlsx", [["a", "b"], ["#N/A", "#REF!"], ["#N/A", "#DIV/0!"]])
def errors_of_every_age():
    pairs = (("#N/A", "#REF!"), ("#SPILL!", "#DIV/0!"))
    return made(f'<row r="1">{inline("a", "b")}</row>' + "".join(
        f'<row r="{n}"><c r="A{n}" t="e"><v>{a}</v></c><c r="B{n}" t="e"><f>1/0</f><v>{b}</v></c></row>'
        for n, (a, b) in enumerate(pairs, start=2)
    ))  # fmt: skip


# --- rows and places ---------------------------------------------------------------------------
@nasty("sparse.xlsx", [["a", "b", "c"], ["1", "", "3"], ["", "2", ""]])
def cells_and_rows_that_are_left_out():
    return made(
        '<row r="3">' + "".join(
            f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'
            for at, text in (("B3", "a"), ("C3", "b"), ("E3", "c"))
        ) + '</row><row r="9"><c r="B9"><v>1</v></c><c r="E9"><v>3</v></c></row>'
        '<row r="20"/><row r="40"><c r="C40"><v>2</v></c></row>'
    )  # fmt: skip


@nasty("disorder.xlsx", [["a", "b"], ["1", "2"]])
def cells_from_right_to_left():
    return made(
        '<row r="1"><c r="B1" t="inlineStr"><is><t>b</t></is></c>'
        '<c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        '<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>'
    )


@nasty("bad-dimension.xlsx", TWO)
def a_dimension_that_is_none():
    return packed(book("", parts={
        handmade.SHEET: handmade.sheet(AB + SECOND, before='<dimension ref="A1:"/>')
    }))  # fmt: skip


# --- packing -----------------------------------------------------------------------------------
@nasty("streamed.xlsx", TABLE)
def a_zip_that_was_written_in_one_go():
    """Sizes stand behind the parts, in 64 bits."""

    class OneWay(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, data):
            self.data += data
            return len(data)

    out = OneWay()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(xlsx(TABLE)).items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content)
    return bytes(out.data)


@nasty("stored.xlsx", TABLE)
def a_zip_that_packs_nothing():
    return packed(parts(xlsx(TABLE)), compression=zipfile.ZIP_STORED)


@nasty("trailing.xlsx", TABLE)
def a_zip_with_a_comment_and_noise_behind_it():
    buffer = io.BytesIO(xlsx(TABLE))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"x" * 500
    return buffer.getvalue()


@nasty("backslashes.xlsx", TABLE)
def parts_named_with_backslashes():
    return zipped(
        {name.replace("/", "\\"): content for name, content in parts(xlsx(TABLE)).items()}
    )


@nasty("no-types.xlsx", TWO)
def neither_types_nor_properties():
    return packed({n: t for n, t in book(AB + SECOND).items() if n != "[Content_Types].xml"})


@nasty("absolute.xlsx", TABLE)
def parts_named_from_the_root():
    return changed(xlsx(TABLE), "xl/_rels/workbook.xml.rels", b'Target="', b'Target="/xl/')


@nasty("other-case.xlsx", TABLE)
def parts_in_other_letters_than_their_names():
    files = parts(xlsx(TABLE))
    return zipped({n.replace("sharedStrings", "SharedStrings"): t for n, t in files.items()})


@nasty("other-book.xlsx", TABLE)
def a_workbook_part_of_another_name():
    """As the web edition of Excel writes it."""
    files = parts(xlsx(TABLE))
    files["xl/workbook22.xml"] = files.pop("xl/workbook.xml")
    files["xl/_rels/workbook22.xml.rels"] = files.pop("xl/_rels/workbook.xml.rels")
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"workbook.xml", b"workbook22.xml")
    return zipped(files)


@nasty("nameless-style.xlsx", TABLE)
def a_style_without_a_name():
    return changed(xlsx(TABLE), handmade.STYLES, b'<cellStyle name="Normal" ', b"<cellStyle ")


@nasty("very-hidden.xlsx", TABLE)
def sheets_with_names_that_need_care():
    """The first is hidden so that only a macro shows it."""

    def dress(workbook, page):
        page.very_hidden()
        shown = workbook.add_worksheet("O'Brien & <Söhne> “客户”😀")
        for n, cells in enumerate(TABLE):
            shown.write_row(n, 0, cells)
        shown.activate()

    return xlsx([["密"], ["1"]], dress=dress)
