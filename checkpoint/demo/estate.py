"""A made-up estate of the size of the Miansi quarters, always the same. Nobody in it exists."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

BUILDINGS = 52
HOUSEHOLDS = 3427
PEOPLE = 10803

COMMUNITY = "棉四社区居委会"
COMPOUND = "棉四生活区"
PHONE = "199 0000 0000"
OPEN_GATE = "北门"
GATES = 16  # the open one and fifteen sealed ones

_FAMILY_NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文辉玲建国志诚思雨佳琪浩宇梓涵欣怡"
_RARE = ("欧阳娜娜", "司马相如", "阿依古丽·买买提", "Gaynor Smith", "㛃静", "𠮷田太郎")
_RELATIONS = ("户主", "配偶", "子女", "子女", "父亲", "母亲", "孙子女", "其他")
_UNITS = 4
_SIZES = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One line of the roster."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """One door and who lives behind it."""

    building: int
    unit: int
    room: int
    people: tuple[SamplePerson, ...]


def sample_estate(seed: int = 20200203) -> list[SampleHousehold]:
    """Exactly BUILDINGS buildings, HOUSEHOLDS households and PEOPLE people, in order of address."""
    chance = random.Random(seed)  # noqa: S311 - sample rows, not secrets
    doors = list(_doors())
    sizes = _sizes(chance, len(doors))
    return [
        SampleHousehold(*door, _people(chance, size, index))
        for index, (door, size) in enumerate(zip(doors, sizes, strict=True))
    ]


def _doors() -> Iterator[tuple[int, int, int]]:
    small, large = divmod(HOUSEHOLDS, BUILDINGS)
    for building in range(1, BUILDINGS + 1):
        for index in range(small + (building <= large)):
            unit, place = index % _UNITS + 1, index // _UNITS
            yield building, unit, (place // 3 + 1) * 100 + place % 3 + 1


def _sizes(chance: random.Random, count: int) -> list[int]:
    sizes = [chance.choice(_SIZES) for _ in range(count)]
    while (missing := PEOPLE - sum(sizes)) != 0:
        index = chance.randrange(count)
        step = 1 if missing > 0 else -1
        if 1 <= sizes[index] + step <= 8:
            sizes[index] += step
    return sizes


def _people(chance: random.Random, size: int, index: int) -> tuple[SamplePerson, ...]:
    return tuple(
        SamplePerson(
            name=_RARE[index] if position == 0 and index < len(_RARE) else _name(chance),
            relation=_RELATIONS[position],
            phone=_phone(chance) if position < 2 else "",
        )
        for position in range(size)
    )


def _name(chance: random.Random) -> str:
    given = chance.choice(_GIVEN) + (chance.choice(_GIVEN) if chance.random() < 0.6 else "")
    return chance.choice(_FAMILY_NAMES) + given


def _phone(chance: random.Random) -> str:
    # One block of numbers that is plainly made up: the demonstration rings nobody.
    return f"1990000{chance.randrange(10**4):04d}"
