"""An empty roster to fill in, for an office that has none yet."""

import io

_HEADINGS = ("楼栋", "单元", "房号", "家庭人口", "姓名", "与户主关系", "联系电话", "备注")
_WIDTHS = (8, 8, 8, 10, 16, 12, 16, 24)
_RULES = (
    "怎么填 · How to fill this in",
    "一人一行，户主写在第一行。同一户的楼栋、单元、房号可以合并，也可以每行都写。",
    "没有单元的楼，单元留空。没有人住的房子，姓名写“空置”。",
    "One row for each person, the head of the household first.",
    "The address may be merged over a household's rows, or stand in each of them.",
    "Leave the unit blank where there are none. Where nobody lives, write 空置 as the name.",
)


def roster_template() -> bytes:
    """The bytes of an .xlsx with headings, text columns and a page of rules."""
    import xlsxwriter  # here alone: it is a lot to import

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        # As text, or 1-1-10 becomes a date and a phone number a power of ten.
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        page = book.add_worksheet("名册")
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
            page.set_column(column, column, width, text)
            page.write_string(0, column, heading, bold)
        page.freeze_panes(1, 0)
        rules = book.add_worksheet("填表说明")
        rules.set_column(0, 0, 90)
        rules.write_column(0, 0, _RULES)
    return content.getvalue()
