"""Pages that the server makes fill in values as the page does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.web.filled import filled
from app.web.rendering import Templates

PAGE = Path(__file__).parents[2] / "page/filled.test.js"
OF_A_CLASS: dict[str, Any] = {
    "modules": [],
    "home": "../",
    "class_code": "ABC234",
    "path": "class/ABC234",
    "coded": [],
    "activations": [],
}
CASES = re.findall(r'filled\((".*"), (\{.*\})\), (".*")\);', PAGE.read_text("utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_values_are_filled_in_as_the_page_does(case: tuple[str, str, str]) -> None:
    text, values, sentence = case
    named = re.sub(r"(\w+): ", r'"\1": ', values)
    assert filled(json.loads(text), json.loads(named)) == json.loads(sentence)


def test_templates_fill_in_by_the_same_rule() -> None:
    assert len(CASES) > 5
    page = Templates("mark").render(
        "zh", "problem.html", modules=[], home="./", status=503, message="?", again=1000
    )
    assert "1,000 秒" in page
    english = Templates("mark").render(
        "en", "problem.html", modules=[], home="./", status=503, message="?", again=1
    )
    assert "in 1 second." in english


def test_sentences_of_a_template_are_joined_by_the_rule_of_the_page() -> None:
    door = {
        code: Templates("mark").render(code, "classroom/door.html", **OF_A_CLASS) for code in ("en", "zh")
    }
    assert "You are a teacher of this class. <a" in door["en"]
    assert "你是这个班级的教师。<a" in door["zh"]
