"""The words for how a person belongs to a household. Pure."""

import re

from checkpoint.people.roster.text import squeezed

_CHINESE = """
户主 本人 妻子 妻 丈夫 夫 夫妻 配偶 爱人 老婆 老公
子女 子 女 儿子 女儿 长子 次子 三子 四子 长女 次女 三女 四女 独子 独女 养子 养女 继子 继女 儿 孩子
父亲 父 母亲 母 爸爸 妈妈 父母 继父 继母 养父 养母
孙子女 孙子 孙女 孙 外孙 外孙子 外孙女 曾孙 曾孙女
祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 姥姥 姥爷
岳父 岳母 公公 婆婆 公 婆 儿媳 媳妇 女婿
兄弟 兄弟姐妹 姐妹 兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 嫂子 弟媳 姐夫 妹夫
侄子 侄女 外甥 外甥女 叔叔 伯父 姑姑 舅舅 姨妈 伯母 婶婶
亲属 亲戚 其他亲属 其他 非亲属 朋友 同事 室友 合租 租户 租客 承租人 房客 保姆 护工 月嫂 雇员
"""
_ENGLISH = """
head householder self owner wife husband spouse partner son daughter child children father mother
parent grandson granddaughter grandchild grandfather grandmother grandparent brother sister sibling
fatherinlaw motherinlaw soninlaw daughterinlaw uncle aunt nephew niece cousin relative other friend
roommate tenant lodger nanny carer caregiver housekeeper headofhousehold
"""
RELATIONS = frozenset(_CHINESE.split()) | frozenset(_ENGLISH.split())
_HEADS = frozenset(("户主", "本人", "head", "householder", "self", "headofhousehold", "owner"))
_NOT_LETTERS = re.compile(r"[\W_]+")


def is_relation(text: str) -> bool:
    """Whether the text is one of the usual words for a relation."""
    return _key(text) in RELATIONS


def is_head(relation: str) -> bool:
    """Whether the relation is that of the head of the household."""
    return _key(relation) in _HEADS


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", squeezed(text))
