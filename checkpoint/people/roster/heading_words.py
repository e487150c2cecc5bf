"""What a heading's wording says about its column, Chinese and English. Pure."""

import re
from enum import StrEnum
from functools import lru_cache

from checkpoint.people.roster.relations import is_head, is_relation
from checkpoint.people.roster.text import half_width, squeezed


class Field(StrEnum):
    """What a column of a roster holds."""

    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    ADDRESS = "address"
    NAME = "name"
    HEAD = "head"
    MEMBERS = "members"
    RELATION = "relation"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    SIZE = "size"
    NOTE = "note"
    SEQUENCE = "sequence"
    IGNORE = "ignore"


PEOPLE = frozenset((Field.NAME, Field.HEAD, Field.MEMBERS))
PLACES = frozenset((Field.BUILDING, Field.UNIT, Field.ROOM, Field.ADDRESS))
# Every member's name may have a column of its own; remarks may have two.
REPEATABLE = frozenset((Field.MEMBERS, Field.SEQUENCE, Field.IGNORE))
LONGEST_HEADING = 30

_EXACT = {
    Field.BUILDING: """
        楼 楼栋 楼栋号 楼号 楼幢 楼幢号 楼座 楼座号 楼宇 楼房号 栋 栋号 栋数 栋楼 幢 幢号 座
        座号 号楼 几号楼 几栋 所在楼栋 所在楼号 building buildingno buildingnumber buildingname
        bldg bldgno block blockno tower
    """,
    Field.UNIT: """
        单元 单元号 几单元 门 门栋 门洞 门洞号 梯 梯号 楼门 楼门号 unit unitno unitnumber
        entrance entranceno stair staircase stairwell
    """,
    Field.ROOM: """
        房 房号 房间 房间号 房屋号 房室号 室 室号 门牌 门牌号 门牌号码 门号 户室 户室号 房间门牌
        几室 room roomno roomnumber rm flat flatno apt aptno apartment apartmentno
        apartmentnumber door doorno doornumber houseno housenumber
    """,
    Field.ADDRESS: """
        地址 住址 家庭地址 家庭住址 详细地址 详细住址 居住地址 现住址 现居住地 现居住地址 居住地
        住房地址 房屋地址 楼栋房号 楼房地址 门牌地址 房屋坐落 address homeaddress fulladdress
        location residence
    """,
    Field.NAME: """
        姓名 名字 居民 居民姓名 住户 住户姓名 成员姓名 人员姓名 家庭成员姓名 name fullname names
        resident residentname person personname membername
    """,
    Field.HEAD: """
        户主 户主姓名 户主名 房主 房主姓名 业主 业主姓名 head headname householder
        headofhousehold householdhead headofhouseholdname householdername owner ownername
    """,
    Field.MEMBERS: """
        家庭成员 成员 成员名单 同住人 同住人员 同住家属 共同居住人 共同居住人员 家庭人员
        常住人员 居住人员 住户成员 家庭成员名单 全部成员 全家姓名 家属 members member
        familymembers householdmembers occupants residents people familymember
    """,
    Field.RELATION: """
        关系 与户主关系 与户主的关系 和户主关系 同户主关系 户主关系 家庭关系 称谓 成员关系
        relation relationship relationtohead relationshiptohead role
    """,
    Field.PHONE: """
        电话 电话号码 联系电话 手机 手机号 手机号码 联系方式 联系人电话 移动电话 户主电话
        本人电话 固定电话 phone phoneno phonenumber mobile mobileno mobilephone tel telephone
        telno cell cellphone contact contactnumber contactphone contactno
    """,
    Field.ID_NUMBER: """
        身份证 身份证号 身份证号码 公民身份号码 证件号 证件号码 id idno idnumber idcard idcardno
        idcardnumber nationalid passport passportno 护照号
    """,
    Field.SIZE: """
        人口 人口数 人数 家庭人口 家庭人口数 家庭人数 户人口 户内人口 常住人口 常住人数 居住人数
        成员数 家庭成员数 总人数 几口人 householdsize familysize size headcount noofpeople
        numberofpeople noofmembers numberofmembers persons noofpersons membercount
    """,
    Field.NOTE: """
        备注 说明 附注 备考 note notes remark remarks comment comments memo
    """,
    Field.SEQUENCE: """
        序号 编号 序 行号 号 no num number index seq sequence serial serialno sn 户编号
    """,
}
_BY_WORDING = {wording: field for field, all_ in _EXACT.items() for wording in all_.split()}
# Said of several things; another column that says it outright has the right of way.
_WEAK = {
    "户号": Field.ROOM,
    "户": Field.ROOM,
    "号码": Field.PHONE,
    "联系人": Field.NAME,
    "人员": Field.NAME,
}

# In order: the first that is found wins, so what contains another word comes before it.
_CONTAINED = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (Field.RELATION, r"关系|称谓|relation"),
        (Field.ID_NUMBER, r"身份证|证件|护照|idcard|idnumber|passport"),
        (Field.PHONE, r"电话|手机|联系方式|phone|mobile|telephone"),
        (
            Field.IGNORE,
            r"性别|年龄|出生|民族|工作|职业|学历|政治|籍贯|户籍|户口|车|体温|健康|症状|日期|时间|面积|楼层|"
            r"社区|小区|网格|街道|是否|签名|签字|birth|gender|plate|vehicle|temperature|floor|community|"
            r"compound|email|signature",
        ),
        (Field.SIZE, r"人口|人数|口人|成员数|headcount|householdsize|numberof"),
        (Field.ADDRESS, r"[楼栋幢座].*(单元|房|室|门牌)|单元.*[房室]|building.*(room|unit)"),
        (Field.ADDRESS, r"地址|住址|坐落|address"),
        (Field.HEAD, r"户主|业主|房主|householder|headof|householdhead"),
        (Field.MEMBERS, r"成员|同住|居住人|家属|members|occupants"),
        (Field.NAME, r"姓名|名字|fullname|residentname"),
        (Field.UNIT, r"单元|unit"),
        (Field.ROOM, r"房号|房间|门牌|室号|户号|room|apartment|flat"),
        (Field.BUILDING, r"楼|栋|幢|building|block|tower"),
        (Field.NOTE, r"备注|说明|remark|comment|notes"),
        (Field.SEQUENCE, r"序号|编号"),
    )
)
_RELATIVE_NAME = re.compile(
    r"^(配偶|妻子|丈夫|父亲|母亲|子女|儿子|女儿|孩子|长辈|老人).{0,3}(姓名|名字)?\d?$"
)
_OF_NAMES = re.compile(r"(姓名|名字|名)?[0-9]?$")
_BRACKETED = re.compile(r"[(\[【<].*?[)\]】>]")
_NOT_WORDING = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"^(\D+)[1-9]\d?$|^(\D+)[一二三四五六七八九]$")


@lru_cache(maxsize=4_000)
def field_of(heading: str) -> tuple[Field, float] | None:
    """The field that a heading names and how sure that is (0 to 1), None for other text."""
    if len(heading) > LONGEST_HEADING:
        return None
    plain = squeezed(heading)
    wording = _NOT_WORDING.sub("", _BRACKETED.sub("", plain)) or _NOT_WORDING.sub("", plain)
    if not wording:
        return (Field.SEQUENCE, 1.0) if plain in ("#", "№") else None
    if wording in _BY_WORDING:
        return _BY_WORDING[wording], 1.0
    if wording in _WEAK:
        return _WEAK[wording], 0.5
    if numbered := _NUMBERED.match(wording):
        return _numbered(numbered[1] or numbered[2])
    if any(character.isdigit() for character in wording):
        return None
    return _contained(wording)


def _numbered(wording: str) -> tuple[Field, float] | None:
    """`成员2`, `姓名3`: one of several columns of members. `1号楼` is no heading."""
    field = _BY_WORDING.get(wording)
    if field in (Field.NAME, Field.MEMBERS):
        return Field.MEMBERS, 0.9
    return (Field.IGNORE, 0.6) if field in (Field.PHONE, Field.RELATION, Field.ID_NUMBER) else None


def _contained(wording: str) -> tuple[Field, float] | None:
    if _RELATIVE_NAME.match(wording):
        return Field.MEMBERS, 0.7
    for field, pattern in _CONTAINED:
        if pattern.search(wording):
            return field, 0.7
    return None


def relation_in(heading: str) -> str:
    """The relation that a column of names is about: `配偶姓名` is of spouses."""
    word = _OF_NAMES.sub("", _NOT_WORDING.sub("", squeezed(heading)))
    return word if is_relation(word) else ""


def is_heading_like(cell: str) -> bool:
    """Whether a cell may be a heading at all: short, a word and not a value."""
    if not cell or len(cell) > LONGEST_HEADING or field_of(cell) is None:
        return False
    plain = half_width(cell)
    # `填表人:王一` labels a value in the same cell; a heading labels those below.
    return not re.search(r":\s*\S", plain) and not (is_head(plain) and plain != "户主")
