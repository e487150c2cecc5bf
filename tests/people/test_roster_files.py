"""Files that are opened, and files that are refused: by name, quickly, in little memory."""

import io
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from checkpoint.errors import CheckpointError
from checkpoint.people.roster.grid import Limits, Merge, Oddity
from checkpoint.people.roster.refusals import RosterRefused, RosterTooLarge
from checkpoint.people.roster.sheets import open_workbook, read_file
from tests.people.roster_shapes import ESTATE, as_csv, as_xlsx, as_xlsx_sheets, merged_xlsx

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
ROOT = RELATIONS.replace('worksheet"', 'officeDocument"').replace(
    "worksheets/sheet1.xml", "xl/workbook.xml"
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def package(sheet: str, **parts: str) -> bytes:
    """An .xlsx made by hand around one worksheet's XML."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(sheet))
        for name, part in parts.items():
            archive.writestr(f"xl/{name}.xml", part)
    return content.getvalue()


def cells(*references: str) -> str:
    rows = "".join(
        f'<row r="{ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{ref}"><v>1</v></c></row>'
        for ref in references
    )
    return f"<sheetData>{rows}</sheetData>"


def refusal(content: bytes, name: str, limits: Limits | None = None) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        open_workbook(content, name, limits or Limits())
    return caught.value


def refusal_memory(content: bytes, name: str) -> tuple[CheckpointError, float]:
    """The refusal, and the most megabytes that Python held meanwhile."""
    tracemalloc.start()
    try:
        return refusal(content, name), tracemalloc.get_traced_memory()[1] / 1024 / 1024
    finally:
        tracemalloc.stop()


def lying_zip() -> bytes:
    """An entry of 20 MB that declares 10 bytes, in both of its headers."""
    honest = package("<sheetData>" + " " * 20_000_000 + "</sheetData>")
    name = b"xl/worksheets/sheet1.xml"
    sized = bytearray(honest)
    at = -1
    while (at := sized.find(name, at + 1)) != -1:
        for header, offset in ((b"PK\x03\x04", 30 - 22), (b"PK\x01\x02", 46 - 24)):
            start = at - (30 if header == b"PK\x03\x04" else 46)
            if sized[start : start + 4] == header:
                struct.pack_into("<I", sized, start + (22 if offset == 8 else 24), 10)
    return bytes(sized)


def bomb() -> bytes:
    """A tenth of a megabyte that is 96 MB of spaces."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(96)) + packer.flush()
    inner = package("<sheetData/>")
    name = b"xl/media/picture.png"
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 96 * 2**20, len(name), 0
    )
    at = inner.rfind(b"PK\x01\x02", 0, inner.rfind(b"PK\x05\x06"))
    directory_at = inner.find(b"PK\x01\x02")
    end = inner.rfind(b"PK\x05\x06")
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 96 * 2**20, len(name),
        0, 0, 0, 0, 0, directory_at,
    ) + name  # fmt: skip
    entry = local + name + packed
    directory = inner[directory_at:end] + central
    count = inner[directory_at:end].count(b"PK\x01\x02") + 1
    tail = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), directory_at + len(entry), 0
    )
    assert at > 0
    return inner[:directory_at] + entry + directory + tail


def test_a_zip_bomb_is_refused_in_little_memory() -> None:
    """A thousand times its size: refused while it is inflated, piece by piece."""
    error, megabytes = refusal_memory(bomb(), "r.xlsx")
    assert isinstance(error, RosterTooLarge)
    assert megabytes < 20


def test_a_declared_size_that_lies_is_refused() -> None:
    """What an entry says of its size is never trusted."""
    error, megabytes = refusal_memory(lying_zip(), "r.xlsx")
    assert isinstance(error, CheckpointError)
    assert megabytes < 20


@pytest.mark.parametrize("references", [("XFD1048576",), ("A1", "XFD1048576"), ("A1", "IX2")])
def test_a_cell_in_the_last_corner_is_refused(references: tuple[str, ...]) -> None:
    """Two cells far apart would make a dense grid of 17 thousand million."""
    error, megabytes = refusal_memory(package(cells(*references)), "r.xlsx")
    assert isinstance(error, RosterTooLarge)
    assert megabytes < 20


def test_a_million_blank_rows_are_refused() -> None:
    """Rows that only carry a format count as well."""
    rows = "".join(f'<row r="{row}" s="1"/>' for row in range(1, 1_000_001))
    error, megabytes = refusal_memory(package(f"<sheetData>{rows}</sheetData>"), "r.xlsx")
    assert isinstance(error, RosterTooLarge)
    assert megabytes < 20


def test_a_million_blank_lines_of_csv_are_refused() -> None:
    """The same as text."""
    error, megabytes = refusal_memory(b"building,room,name\n" + b"\n" * 1_000_000, "r.csv")
    assert isinstance(error, RosterTooLarge)
    assert megabytes < 60


def test_one_string_in_every_cell_is_refused() -> None:
    """A shared string of 30 KB, named by 10,000 cells, is 300 MB."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    strings = f"<sst><si><t>{'王' * 30_000}</t></si></sst>"
    content = package(f"<sheetData>{rows}</sheetData>", sharedStrings=strings)
    error, megabytes = refusal_memory(content, "r.xlsx")
    assert isinstance(error, RosterTooLarge)
    assert megabytes < 20


def test_one_endless_token_is_refused() -> None:
    """An attribute of 50 MB would be held whole by any reader."""
    content = package(f'<sheetData><row r="1" x="{"a" * 50_000_000}"/></sheetData>')
    error, megabytes = refusal_memory(content, "r.xlsx")
    assert error.code == "roster.damaged"
    assert megabytes < 60


def test_entities_are_refused() -> None:
    """A document type is for bombs and for reading other files."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    content = io.BytesIO(package("<sheetData/>"))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", laughs + "<sst><si><t>&b;</t></si></sst>")
    assert refusal(content.getvalue(), "r.xlsx").code == "roster.damaged"


def test_overlapping_merges_are_refused() -> None:
    """A thousand merges of the whole sheet are no office's work."""
    rows = as_xlsx([["楼栋", "房号", "姓名"], *[["1", "101", "王一"]] * 3000])[0]
    merges = "".join('<mergeCell ref="A2:A3001"/>' for _ in range(2_000))
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rows)) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                part = part.replace(
                    b"</sheetData>",
                    b"</sheetData><mergeCells>" + merges.encode() + b"</mergeCells>",
                )
            target.writestr(entry.filename, part)
    from checkpoint.people.roster.headings import propose
    from checkpoint.people.roster.rows import read_roster

    workbook = open_workbook(broken.getvalue(), "r.xlsx")
    with pytest.raises(RosterRefused):
        read_roster(workbook, [propose(workbook.sheets[0])])


def test_size_is_looked_at_before_reading(tmp_path: Path) -> None:
    """A file past the limit is not read at all."""
    path = tmp_path / "r.xlsx"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(RosterTooLarge):
        read_file(path)
    with pytest.raises(RosterRefused) as caught:
        read_file(tmp_path / "missing.xlsx")
    assert caught.value.code == "roster.no_file"


GOOD = merged_xlsx(ESTATE)[0]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "r.csv", "roster.empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "r.csv", "roster.empty"),
        (b",,,\n,,,\n", "r.csv", "roster.empty"),
        (package("<sheetData/>"), "r.xlsx", "roster.empty"),
        (GOOD[: len(GOOD) // 2], "r.xlsx", "roster.damaged"),
        (GOOD[:-30], "r.xlsx", "roster.damaged"),
        (GOOD[:100] + b"\0" * 400 + GOOD[500:], "r.xlsx", "roster.damaged"),
        (b"PK\x03\x04 nothing more", "r.xlsx", "roster.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "r.xls", "roster.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "r.xls", "roster.damaged"),
        (GOOD, "r.csv", "roster.wrong_extension"),
        (b"building,room,name\n1,101,a\n", "r.xlsx", "roster.wrong_extension"),
        (b"%PDF-1.7 \x00\x01", "r.xlsx", "roster.wrong_extension"),
        (b"%PDF-1.7 text", "r.pdf", "roster.wrong_extension"),
        (b"\x89PNG\r\n\x1a\n\0\0", "r.csv", "roster.wrong_extension"),
        (b"<html><table><tr><td>1", "r.xls", "roster.html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "r.xls", "roster.html"),
        (b"<?xml version='1.0'?><Workbook/>", "r.xls", "roster.html"),
        (GOOD, "r.xlsm", "roster.macros"),
        (b"building,name\n\xff\xfe\xff\xff\xfe,\x81", "r.csv", "roster.encoding"),
        (b'building,name\n1,"unfinished\n2,x\n', "r.csv", "roster.broken_quotes"),
    ],
)
def test_what_is_no_roster_is_refused_with_its_reason(content: bytes, name: str, code: str) -> None:
    """Each refusal has its own code and says what to do."""
    error = refusal(content, name)
    assert error.code == code
    assert str(error).endswith(".")


def test_streams_of_other_documents_are_told_apart() -> None:
    """A password, macros, or another program's document, by the names in the container."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    for stream, code in (
        ("EncryptedPackage", "roster.encrypted"),
        ("_VBA_PROJECT", "roster.macros"),
        ("WordDocument", "roster.not_a_spreadsheet"),
    ):
        assert refusal(start + stream.encode("utf-16-le"), "r.xls").code == code


def test_macros_inside_an_xlsx_are_refused() -> None:
    """Whatever the file is called."""
    content = io.BytesIO(GOOD)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 100)
    assert refusal(content.getvalue(), "r.xlsx").code == "roster.macros"


def test_other_zips_are_refused() -> None:
    """A zip that is no .xlsx: a document, an OpenDocument sheet, a binary workbook."""
    for inside in ("word/document.xml", "content.xml", "xl/workbook.bin"):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(inside, "<x/>")
        assert refusal(content.getvalue(), "r.xlsx").code == "roster.not_a_spreadsheet"


def test_an_encrypted_zip_is_refused() -> None:
    """By the flag of its entries."""
    flagged = bytearray(GOOD)
    at = flagged.find(b"PK\x01\x02")
    flagged[at + 8] |= 1
    assert refusal(bytes(flagged), "r.xlsx").code == "roster.encrypted"


def test_any_damage_to_an_xlsx_is_refused_or_harmless() -> None:
    """Each tenth byte changed: never anything but a refusal or a workbook."""
    for at in range(0, len(GOOD), 10):
        changed = bytearray(GOOD)
        changed[at] ^= 0xFF
        try:
            open_workbook(bytes(changed), "r.xlsx")
        except CheckpointError:
            continue


def test_any_damage_to_an_xls_is_refused_or_harmless() -> None:
    """The same for the older format."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row in range(20):
        sheet.write(row, 0, f"王{row}")
    stored = io.BytesIO()
    book.save(stored)
    good = stored.getvalue()
    for at in range(0, len(good), 23):
        changed = bytearray(good)
        changed[at] ^= 0xFF
        try:
            open_workbook(bytes(changed), "r.xls")
        except CheckpointError:
            continue


def test_an_xlsx_that_is_called_xls_is_opened() -> None:
    """Many systems export it so, and a spreadsheet program opens it as well."""
    assert open_workbook(GOOD, "r.xls").sheets[0].name == "名册"


def test_cells_are_plain_text() -> None:
    """Numbers lose their `.0`, dates and formulas are remembered as such."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("一")
        sheet.write_row(0, 0, [101, 2.5, " 王一 ", True, 19973454113])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_datetime(1, 1, _a_date(), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.merge_range(2, 0, 4, 1, "merged")
        book.add_worksheet("二").very_hidden()
    opened = open_workbook(content.getvalue(), "r.xlsx")
    first, second = opened.sheets
    assert first.rows[0] == ("101", "2.5", "王一", "TRUE", "19973454113")
    assert first.rows[1][:2] == ("2", "2010-01-01")
    assert first.oddities == {(1, 0): Oddity.FORMULA, (1, 1): Oddity.DATE}
    assert first.merges == (Merge(2, 0, 4, 1),)
    assert (first.hidden, second.hidden) == (False, True)


def _a_date():  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    return datetime(2010, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    """Every pair, with a rare character and a comma inside of a cell."""
    rows = [["楼栋", "姓名", "备注"], ["1", "㛃静", "a, b; c"], ["2", "王一", "第一行\n第二行"]]
    workbook = open_workbook(*as_csv(rows, encoding, delimiter))
    assert workbook.sheets[0].rows == tuple(map(tuple, rows))


def test_the_first_line_may_name_the_delimiter() -> None:
    """`sep=;` is for spreadsheet programs; rows keep their numbers."""
    sheet = open_workbook(b"sep=;\nbuilding;name\n1;a,b\n", "r.csv").sheets[0]
    assert sheet.rows == ((), ("building", "name"), ("1", "a,b"))


def test_trailing_blank_rows_are_ignored() -> None:
    """Formatted rows below the table are no rows."""
    sheet = open_workbook(b"building,name\n1,a\n,\n,\n", "r.csv").sheets[0]
    assert len(sheet.rows) == 2


def test_hidden_sheets_are_listed_as_hidden() -> None:
    """They are there to choose, and not proposed."""
    content = as_xlsx_sheets({"A": ([["x"]], ()), "B": ([["y"]], ())}, hidden=["B"])
    assert [sheet.hidden for sheet in open_workbook(*content).sheets] == [False, True]


def test_refusing_the_worst_takes_little_memory_in_all(tmp_path: Path) -> None:
    """The whole process, compiled readers included, stays under 100 MB for a corner cell."""
    path = tmp_path / "corner.xlsx"
    path.write_bytes(package(cells("A1", "XFD1048576")))
    script = (
        "import sys; from pathlib import Path\n"
        "from checkpoint.people.roster.sheets import open_workbook, read_file\n"
        "from checkpoint.errors import TooLarge\n"
        "path = Path(sys.argv[1])\n"
        "try:\n    open_workbook(read_file(path), path.name)\n"
        "except TooLarge:\n"
        "    status = Path('/proc/self/status').read_text()\n"
        "    print(int(status.split('VmHWM:')[1].split()[0]) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert 0 < int(done.stdout) < 100
