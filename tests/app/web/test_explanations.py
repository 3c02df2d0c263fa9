"""The longer explanations: the same ones in both languages, of controls that are there, with figures that are there."""

import re
from pathlib import Path

from app.web.explanations import explained
from app.web.fields import fields_of
from engine.experiment import Experiment
from tests.app.client import Server

ROOT = Path(__file__).parents[3]
SECTION = r'<section data-explains="([^"]+)"(?: data-figure="([^"]+)")?>'


def sections(code: str) -> list[tuple[str, str]]:
    text = (ROOT / "templates" / "explanations" / f"{code}.html").read_text(encoding="utf-8")
    return re.findall(SECTION, text)


def test_both_languages_explain_the_same() -> None:
    assert sections("en") == sections("zh")
    names = [name for names, _ in sections("en") for name in names.split()]
    assert sorted(names) == sorted(explained()), "none twice"


def test_what_is_explained_is_on_the_page() -> None:
    fields = {field.name for field in fields_of(Experiment.model_json_schema()) if field.control["group"]} | {
        "network.hidden",
        "data.features",
    }
    sources = [*(ROOT / "templates" / "parts").glob("*.html"), *(ROOT / "static" / "diagram").glob("*.js")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    text += (ROOT / "static" / "layers" / "editor.js").read_text(encoding="utf-8")
    for name in explained():
        assert name in fields if "." in name else f'"{name}"' in text, name


def test_the_page_loads_them_in_its_language(server: Server) -> None:
    client = server.stranger()
    assert "学习率" in client.get("/explanations/zh").text
    assert "Learning rate" in client.get("/explanations/en").text
    assert client.get("/explanations/xx").status_code == 404
    assert "Each step goes downhill" not in client.get("/").text
