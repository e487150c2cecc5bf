"""Addresses as offices write them, and what is no address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.people.roster.address import Address, read_address, read_part, with_area
from checkpoint.people.roster.address_words import Part

EVERY_PART = (Part.BUILDING, Part.UNIT, Part.ROOM)


@pytest.mark.parametrize(
    "text",
    [
        "3号楼2单元501室",
        "3-2-501",
        "3#2-501",
        "3#楼2单元501",
        "3#-2-501",
        "#3-2-501",
        "3栋2单元501",
        "3栋-2-501",
        "3幢2单元501房",
        "3楼2门501",
        "3号楼2单元5层501室",
        "第3栋2单元501",
        "３号楼２单元５０１室",
        "３＃２－５０１",
        "3 号楼 2 单元 501 室",
        " 3 - 2 - 501 ",
        "3 2 501",
        "3—2—501",
        "3/2/501",
        "3,2,501",
        "03-02-0501",
        "三号楼二单元五〇一室",
        "三栋二单元五零一",
        "3号楼2单元501(出租)",
        "棉四生活区3号楼2单元501",
        "Building 3 Unit 2 Room 501",
        "building 3, unit 2, room 501",
        "Bldg. 3, Entrance 2, Apt #501",
        "Room 501, Unit 2, Building 3",
        "Unit 2, Room 501, Building No. 3",
    ],
)
def test_one_door_in_many_spellings(text: str) -> None:
    """Each of them is building 3, unit 2, room 501."""
    address = read_address(text)
    assert address is not None
    assert with_area(address, keep_all=False) == Address("3", "2", "501")


@pytest.mark.parametrize(
    ("text", "building", "unit", "room"),
    [
        ("A座1203", "A", "", "1203"),
        ("a-1203", "A", "", "1203"),
        ("Block A 501", "A", "", "501"),
        ("Bldg 3 Apt 5B", "3", "", "5B"),
        ("Building 3, Unit 501", "3", "", "501"),
        ("3-501", "3", "", "501"),
        ("3号楼501", "3", "", "501"),
        ("12号501室", "12", "", "501"),
        ("12号楼501号", "12", "", "501"),
        ("100弄12号501室", "100弄12", "", "501"),
        ("东区3栋501", "东区3", "", "501"),
        ("棉四生活区东区3栋2单元501", "东区3", "2", "501"),
        ("3号院2号楼1单元501", "3号院2", "1", "501"),
        ("3号楼东单元501", "3", "东", "501"),
        ("甲栋乙单元301", "甲", "乙", "301"),
        ("翠竹楼2单元501", "翠竹楼", "2", "501"),
        ("十二栋一单元一百零二", "12", "1", "102"),
        ("D12栋3301", "D12", "", "3301"),
        ("3-2-501-1", "3", "2", "501-1"),
        ("3-501-2", "3", "", "501-2"),
        ("501", "", "", "501"),
    ],
)
def test_other_doors(text: str, building: str, unit: str, room: str) -> None:
    """Letters, areas, named buildings, divided doors, no units."""
    address = read_address(text)
    assert address is not None
    assert with_area(address, keep_all=False) == Address(building, unit, room)


@pytest.mark.parametrize(
    "text",
    [
        "3号楼2单元",
        "村头老房",
        "=1+1",
        "+3-2-501",
        "@3-2-501",
        "1-1-1-1-1",
        "<script>1</script>",
        "1'; DROP TABLE household;--",
        "3-2-501" * 20,
        "楼" * 5000,
        "1" * 5000,
        "-" * 5000,
    ],
)
def test_what_is_no_address(text: str) -> None:
    """It is refused, and quickly."""
    assert read_address(text) is None


@pytest.mark.parametrize(
    ("text", "part", "open_parts", "expected"),
    [
        ("3号楼", Part.BUILDING, (Part.BUILDING,), Address("3")),
        ("3#", Part.BUILDING, (Part.BUILDING,), Address("3")),
        ("No.3", Part.BUILDING, (Part.BUILDING,), Address("3")),
        ("Tower A", Part.BUILDING, (Part.BUILDING,), Address("A")),
        ("三", Part.BUILDING, (Part.BUILDING,), Address("3")),
        ("东区3号楼", Part.BUILDING, (Part.BUILDING,), Address("3", area="东区")),
        ("翠竹楼", Part.BUILDING, (Part.BUILDING,), Address("翠竹楼")),
        ("3号楼2单元", Part.BUILDING, (Part.BUILDING, Part.UNIT), Address("3", "2")),
        ("3-2", Part.BUILDING, (Part.BUILDING, Part.UNIT), Address("3", "2")),
        ("3-2", Part.BUILDING, (Part.BUILDING,), Address("3-2")),
        ("二单元", Part.UNIT, (Part.UNIT,), Address(unit="2")),
        ("无", Part.UNIT, (Part.UNIT,), Address()),
        ("5楼501", Part.ROOM, (Part.ROOM,), Address(room="501")),
        ("2-501", Part.ROOM, (Part.UNIT, Part.ROOM), Address(unit="2", room="501")),
        ("501-1", Part.ROOM, (Part.UNIT, Part.ROOM), Address(room="501-1")),
        ("501、502", Part.ROOM, (Part.ROOM,), Address(room="501-502")),
        ("商铺3", Part.ROOM, (Part.ROOM,), Address(room="商铺3")),
        ("门卫室", Part.ROOM, (Part.ROOM,), Address(room="门卫室")),
        ("3-2-501", Part.ROOM, EVERY_PART, Address("3", "2", "501")),
        ("=A1", Part.ROOM, (Part.ROOM,), None),
        ("<b>3</b>", Part.BUILDING, (Part.BUILDING,), None),
    ],
)
def test_a_cell_of_one_column(
    text: str, part: Part, open_parts: tuple[Part, ...], expected: Address | None
) -> None:
    """A cell may say more than its column, where no other column says it."""
    assert read_part(text, part, open_parts) == expected


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises, and what is read has a room."""
    address = read_address(text)
    assert address is None or address.room or address == Address()


@given(st.integers(1, 99), st.integers(1, 9), st.integers(101, 4000))
def test_canonical_parts_read_as_themselves(building: int, unit: int, room: int) -> None:
    """Reading what was read changes nothing."""
    once = read_address(f"{building}-{unit}-{room}")
    assert once == Address(str(building), str(unit), str(room))
    assert read_part(once.building, Part.BUILDING, (Part.BUILDING,)) == Address(once.building)
    assert read_part(once.room, Part.ROOM, (Part.ROOM,)) == Address(room=once.room)
