"""Nicknames: how a student is called in a class, by a name of their choice or by one that is drawn."""

import secrets
import unicodedata
from collections.abc import Collection
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from engine.fault import Fault

MOST_CHARACTERS = 24
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of characters that nobody sees, such as those that reverse the direction of the text after them."""
JOINERS = {"\u200c", "\u200d"}
"""They belong to the writing of some languages, and to emoji."""
BLANK = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
"""Letters and signs that are drawn as nothing: fillers of Korean syllables, and the empty cell of Braille."""
SELECTORS = {chr(code) for code in range(0xFE00, 0xFE10)}
"""They choose how the sign before them is drawn, in colour for example."""
MOST_MARKS = 3
"""The most accents of a letter: towers of them cover the names above."""


def visible(text: str) -> str:
    """The name in one form of Unicode, if a line can display it; raises ValueError."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if not text:
        raise Fault("A nickname needs a letter, a digit or a sign.")
    if any(each in BLANK or (unicodedata.category(each) in HIDDEN and each not in JOINERS) for each in text):
        raise Fault("A nickname is one line of text, without invisible characters.")
    marks = 0
    for each in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.category(each) in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise Fault("A nickname may have {most} accents on a letter at most.", most=MOST_MARKS)
    if all(unicodedata.category(each) in {"Mn", "Me", "Mc", "Cf", "Zs"} for each in text):
        raise Fault("A nickname needs a letter, a digit or a sign.")
    return text


Nickname = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS),
    AfterValidator(visible),
    Field(description="Shown as it is, as text.", examples=["Blue Otter"]),
]


def folded(nickname: str) -> str:
    """The form in which two nicknames are compared: without case, and without differences that only a program sees,
    such as full-width letters and signs between letters that nobody sees."""
    plain = unicodedata.normalize("NFKC", nickname).casefold()
    return "".join(each for each in plain if each not in {" ", *JOINERS, *SELECTORS})


COLORS = {
    "en": [
        "Blue",
        "Green",
        "Red",
        "Golden",
        "Silver",
        "Violet",
        "Orange",
        "Pink",
        "White",
        "Amber",
        "Coral",
        "Jade",
    ],
    "zh": [
        "蓝色",
        "绿色",
        "红色",
        "金色",
        "银色",
        "紫色",
        "橙色",
        "粉色",
        "白色",
        "琥珀色",
        "珊瑚色",
        "玉色",
    ],
}
ANIMALS = {
    "en": [
        "Otter", "Fox", "Owl", "Panda", "Heron", "Lynx", "Koala", "Robin", "Turtle", "Dolphin", "Hare", "Badger",
        "Swan", "Gecko", "Bison", "Crane", "Seal", "Falcon", "Beaver", "Deer", "Tiger", "Whale", "Finch", "Yak",
    ],
    "zh": [
        "水獭", "狐狸", "猫头鹰", "熊猫", "苍鹭", "猞猁", "考拉", "知更鸟", "乌龟", "海豚", "野兔", "獾",
        "天鹅", "壁虎", "野牛", "仙鹤", "海豹", "猎鹰", "河狸", "小鹿", "老虎", "鲸鱼", "雀鸟", "牦牛",
    ],
}  # fmt: skip
JOINED_BY = {"en": " ", "zh": ""}


def drawn(taken: Collection[str], language: str) -> str:
    """A name of a colour and an animal that nobody among the `taken` ones has."""
    language = language if language in COLORS else "en"
    folds = {folded(each) for each in taken}
    names = [
        color + JOINED_BY[language] + animal for color in COLORS[language] for animal in ANIMALS[language]
    ]
    free = [name for name in names if folded(name) not in folds]
    if free:
        return secrets.choice(free)
    name, number = secrets.choice(names), 2
    while folded(f"{name} {number}") in folds:
        number += 1
    return f"{name} {number}"
