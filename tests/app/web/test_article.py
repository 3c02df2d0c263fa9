"""The article under the playground says the same in both languages."""

import re

import pytest

from app.web.rendering import folder

ARTICLES = {
    code: (folder("templates") / "article" / f"{code}.html").read_text("utf-8") for code in ("en", "zh")
}
FIGURES = (folder("static") / "figures" / "figures.js").read_text("utf-8")


@pytest.mark.parametrize(
    "pattern", [r"<h3>", r"<p[ >]", r"<li>", r"<em>", r"<dt>\d{4}</dt>", r"figure\(\"[\w-]+\""]
)
def test_both_languages_have_the_same_parts(pattern: str) -> None:
    english, chinese = (re.findall(pattern, text) for text in ARTICLES.values())
    assert english == chinese and english


def test_every_figure_is_drawn_by_a_module() -> None:
    for name in re.findall(r"figure\(\"([\w-]+)\"", ARTICLES["en"]):
        assert re.search(rf"\b{name}\b", FIGURES), name


def test_the_article_is_of_a_length_that_is_read() -> None:
    words = len(re.sub(r"<[^>]*>", " ", ARTICLES["en"]).split())
    assert 1000 < words < 1500
