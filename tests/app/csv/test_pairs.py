"""Pairs of texts in files: what is read, what is left out, and which line is at fault."""

import pytest

from app.csv.pairs import read
from app.csv.remarks import WrongFile

PAIRS = [(f"word {letter}", letter.upper() * 3) for letter in "abcdefghijkl"]


def file(delimiter: str = ",", more: str = "") -> str:
    return "".join(f"{source}{delimiter}{target}\n" for source, target in PAIRS) + more


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_two_columns_of_text_are_pairs(delimiter: str, encoding: str) -> None:
    found = read(file(delimiter).encode(encoding))
    assert found.pairs == PAIRS and len(found.notes) == 1


def test_a_first_line_that_may_be_a_header_is_named() -> None:
    found = read(f"English,中文\n{file()}".encode())
    assert found.pairs == [("English", "中文"), *PAIRS]
    assert [note.sentence() for note in found.notes] == [
        "line 1: is read as a pair, “English” and “中文”: delete it if it is a header"
    ]
    assert read(f"English,\n{file()}".encode()).pairs == PAIRS  # no pair: left out, and named as that
    assert read(f"3+3,6\n{file()}".encode()).notes == []  # no header has a number


def test_letters_of_any_language_are_kept_and_blanks_are_one() -> None:
    found = read(file(more='"hello,  world",你好，世界\n').encode())
    assert found.pairs[-1] == ("hello, world", "你好，世界")


def test_a_line_without_an_answer_is_left_out_and_named() -> None:
    found = read(file(more="alone,\nmore,MORE\n").encode())
    assert found.pairs == [*PAIRS, ("more", "MORE")]
    assert any(note.line == 13 and "missing" in note.text for note in found.notes)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        ("one\ntwo\nthree\n" * 9, "only one column"),
        ("a,b,c\n" * 12, "there are 3 columns: pairs have two"),
        ("a,b\n" * 3, "too few pairs: 3, where 10"),
        (file(more=f"{'x' * 41},y\n"), "line 13: a text has 41 letters: 40 at most"),
        (file(more="x→y,z\n"), "line 13: a text has →"),
        (file(more="x\ue000y,z\n"), "line 13: a text has signs that are no letters"),
        ("ab,cd\n" * 501, "line 501: the file has more than 500 pairs"),
        ("".join(f"a{chr(0x4E00 + nth)},b\n" for nth in range(120)), "122 different letters: 100 at most"),
        (f"{'ab' * 20},{'cd' * 20}\n" * 200, "16,000 letters in all: 12,000 at most"),
    ],
)
def test_a_file_that_cannot_be_learned_from_is_refused_in_words(content: str, words: str) -> None:
    with pytest.raises(WrongFile) as refused:
        read(content.encode())
    assert words in str(refused.value.as_dict())  # the sentence, with the line at fault
