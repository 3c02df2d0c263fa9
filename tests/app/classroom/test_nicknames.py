"""Nicknames and codes: what may be typed, what is drawn, and what cannot be told apart."""

import pytest
from pydantic import TypeAdapter, ValidationError

from app.classroom.codes import ALPHABET, code_in, digest_of, is_key, new_code, new_key
from app.classroom.nicknames import MOST_CHARACTERS, Nickname, drawn, folded

nickname: TypeAdapter[str] = TypeAdapter(Nickname)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann  ", "Ann"),
        ("Ann \t\n B", "Ann B"),
        ("e\u0301va", "éva"),
        ("李雷", "李雷"),
        ("👩‍🔬", "👩‍🔬"),
        ("Ng\u0169yễn", "Ngũyễn"),
        ("<b>", "<b>"),
    ],
)
def test_a_name_is_text_in_one_form(typed: str, kept: str) -> None:
    assert nickname.validate_python(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *["", "   ", "\u200d", "a\u202eb", "a\u0000b", "\u3164", "A\u2800", "\ud800"],
        *["Z\u0301\u0301\u0301\u0301a", "x" * (MOST_CHARACTERS + 1)],
    ],
)
def test_what_a_line_cannot_show_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        nickname.validate_python(typed)


def test_names_that_look_alike_are_one() -> None:
    assert folded("Ann") == folded("ＡＮＮ") == folded("a n n")
    assert folded("Ann") == folded("A\u200dnn") == folded("Ann\ufe0f")
    assert folded("Ann") != folded("Anna")


@pytest.mark.parametrize("language", ["en", "zh", "fr"])
def test_a_drawn_name_is_free_and_valid_even_after_all_are_taken(language: str) -> None:
    taken: list[str] = []
    for _ in range(400):
        name = drawn(taken, language)
        assert nickname.validate_python(name) == name
        assert folded(name) not in map(folded, taken)
        taken.append(name)


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code()
    assert len(code) == 6 and set(code) <= set(ALPHABET)
    assert code_in(f" {code[:3].lower()}-{code[3:]} ") == code
    for wrong in ("", code[:5], code + "A", "AB0DEF", "ABCDÉF", "ＡＢＣＤＥＦ"):
        assert code_in(wrong) is None


def test_a_key_is_known_by_its_digest_alone() -> None:
    key = new_key()
    assert is_key(key, digest_of(key)) and key not in digest_of(key)
    assert not is_key(new_key(), digest_of(key)) and not is_key("", "")
