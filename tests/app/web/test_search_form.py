"""The form of a search offers every method, and says which need a library that is not installed."""

from app.web.rendering import Templates
from engine.search import STRATEGIES


def test_a_method_without_its_library_stands_there_and_says_what_it_needs() -> None:
    strategies = {**STRATEGIES, "bayes": STRATEGIES["bayes"]._replace(needs="no_such_library")}
    templates = Templates("mark")
    form = templates.render("en", "parts/search.html", strategies=strategies)
    bayes: list[str] = []
    others: list[str] = []
    for chip in form.split('<label class="chip"')[1:]:
        (bayes if 'value="bayes"' in chip else others).append(chip.split("</label>")[0])
    assert len(bayes) == 1 and " disabled" in bayes[0] and "needs chalknet[search]" in bayes[0]
    assert len(others) == 5 and not any(" disabled" in chip for chip in others)
    assert "需要 chalknet[search]" in templates.render("zh", "parts/search.html", strategies=strategies)
