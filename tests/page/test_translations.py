"""Every text of templates, scripts, fields and refusals has a Chinese translation, and none is left over."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from app.web import fields as controls
from engine.architectures import ARCHITECTURES
from engine.data.shapes import SHAPES
from engine.examples import EXAMPLES
from engine.experiment import Experiment
from engine.export import FORMATS
from engine.recipes import RECIPES
from engine.search import STRATEGIES

ROOT = Path(__file__).parents[2]
SCRIPTS = [
    path
    for path in sorted((ROOT / "static").rglob("*.js"))
    if not {"bundled", "vendor"} & {*path.relative_to(ROOT).parts}
]
PO = ROOT / "app" / "locale" / "zh" / "LC_MESSAGES" / "chalknet.po"


REFUSALS = {
    "Refusal": (3,),
    "HostError": (3,),
    "remark": (3,),
    "wrong": (2,),
    "because": (2,),
    "check_most": (2,),
    "check_least": (2,),
} | dict.fromkeys(
    ("sentence", "Fault", "UnusableTable", "UnusablePictures", "DigitsUnavailable", "Undecodable", "refuse"),
    (1,),
)
"""Which argument of each is the sentence."""


def texts() -> Iterator[str]:
    sources: list[tuple[Path, str, Mapping[str, tuple[int, ...] | None]]] = [
        *(
            (path, "python", REFUSALS)
            for part in ("app", "engine")
            for path in sorted((ROOT / part).rglob("*.py"))
        ),
        *((path, "jinja2", {"_": None}) for path in sorted((ROOT / "templates").rglob("*.html"))),
        *((path, "javascript", {"t": None}) for path in SCRIPTS),
    ]
    for path, method, keywords in sources:
        options = {"encoding": "utf-8"}
        for _line, message, _comments, _context in extract_from_file(method, path, keywords, options=options):
            assert isinstance(message, str)
            yield message
    yield from (shape.name for shape in SHAPES)
    yield from (recipe.title for recipe in RECIPES.values())
    yield from (each.title for each in ARCHITECTURES.values() if each.is_autoencoder)
    yield from (text for format in FORMATS.values() for text in (format.title, format.help))
    yield from (text for each in STRATEGIES.values() for text in (each.label, each.help))
    for example in EXAMPLES.values():
        yield from (example.title, example.about)
    # A unit such as % is the same everywhere.
    yield from (
        text
        for text in controls.texts(controls.fields_of(Experiment.model_json_schema()))
        if re.search(r"\w", text)
    )


def catalog() -> dict[str, str]:
    with PO.open("rb") as file:
        return {
            str(message.id): str(message.string)
            for message in read_po(file, abort_invalid=True)
            if message.id
        }


def test_every_text_is_translated_and_no_translation_is_left_over() -> None:
    found, translated = set(texts()), catalog()
    assert "Play" in found and len(found) > 60
    assert sorted(found - translated.keys()) == []
    assert sorted(translated.keys() - found) == []
    assert [text for text, translation in translated.items() if not translation] == []


def test_a_translation_keeps_the_places_that_are_filled_in() -> None:
    for text, translation in catalog().items():
        assert ("%" in translation) == ("%" in text), text  # templates fill in with %, too
        assert sorted(re.findall(r"\{\w+\}", translation)) == sorted(re.findall(r"\{\w+\}", text)), text


def test_a_thing_has_one_name_in_chinese() -> None:
    others = {
        "您": "你",
        "批量归一化": "批归一化",
        "Inception 模块": "Inception 块",
        "细胞": "记忆单元",
        "正确率": "准确率",
    }
    sheets = (ROOT / "templates" / "explanations" / "zh.html").read_text()
    found = [name for name in others if name in sheets or any(name in text for text in catalog().values())]
    assert found == []


FAULTS = {
    "a mark of half width beside a Chinese character": r"[一-鿿][,;:!?]|[,;:!?][一-鿿]",
    "a Chinese character and a letter or digit without a blank": r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]",
    "a blank between two Chinese characters or marks": r"[一-鿿，。：；、？！（）] +[一-鿿，。：；、？！（）]",
    "a blank before the percent sign": r"[\d}] %",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_chinese_is_set_as_chinese(fault: str) -> None:
    assert [text for text in catalog().values() if re.search(FAULTS[fault], text)] == []


def test_no_message_is_translated_twice() -> None:
    messages = re.findall(r"^msgid (.+(?:\n\".*)*)", PO.read_text("utf-8"), re.MULTILINE)
    assert sorted(message for message in set(messages) if messages.count(message) > 1) == []
