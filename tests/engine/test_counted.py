"""After a 1, the noun is singular, and thousands are set apart, on the server as on the page."""

from pathlib import Path
from typing import Any

import pytest

from engine.counted import NOUNS, english
from engine.fault import Fault

PAGE = Path(__file__).parents[2] / "static/words/counted.js"


@pytest.mark.parametrize(
    ("text", "values", "sentence"),
    [
        ("Row {number} has {count} numbers.", {"number": 1, "count": 1}, "Row 1 has 1 number."),
        ("Row {number} has {count} numbers.", {"number": 1, "count": 2}, "Row 1 has 2 numbers."),
        (
            "There are {count} pictures of {classes} classes.",
            {"count": "1", "classes": 1},
            "There is 1 picture of 1 class.",
        ),
        (
            "There are {count} pictures of {classes} classes.",
            {"count": 3, "classes": 1},
            "There are 3 pictures of 1 class.",
        ),
        ("{all} hidden units, {some} entries", {"all": 1, "some": 1}, "1 hidden unit, 1 entry"),
        (
            "Layer {layer} has {units} units: {unit} is too many.",
            {"layer": 1, "units": 1, "unit": 2},
            "Layer 1 has 1 unit: 2 is too many.",
        ),
        (
            "the samples are {after}, not {before} by {n}",
            {"after": "1×8×8", "before": 1, "n": 1},
            "the samples are 1×8×8, not 1 by 1",
        ),
        (
            "{name} has {width} pixels, more than {most}, {given}.",
            {"name": "1000", "width": 10000, "most": 16_000_000, "given": 1234.5},
            "1000 has 10,000 pixels, more than 16,000,000, 1234.5.",
        ),
        ("{known} of {most}", {"known": True, "most": 10**20}, f"True of {10**20}"),
    ],
)
def test_a_sentence_agrees_with_its_numbers(text: str, values: dict[str, Any], sentence: str) -> None:
    assert english(text, values) == str(Fault(text, **values)) == sentence
    assert Fault(text, **values).text == text


def test_the_page_counts_the_same_nouns() -> None:
    assert "".join(PAGE.read_text().split("const NOUNS =")[1].split(";")[0].split('"')[1::2]) == NOUNS
