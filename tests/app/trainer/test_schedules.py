"""Commands come at any moment of training: in the end each page knows what a newcomer is shown."""

import pytest

from tests.app.trainer.page import VIEWS, Page
from tests.app.trainer.schedule import Schedule

KINDS = [
    ("light",),
    ("heavy",),
    ("light", "heavy"),
    ("light", "light", "heavy"),
    ("heavy", "heavy", "family"),
    ("search", "light"),
]


def newcomer(schedule: Schedule, run: str, views: dict[str, object]) -> Page:
    """What a page is shown that comes now."""
    page = schedule.look(run, views)
    schedule.settle()
    schedule.pages.remove(page)
    page.subscription.leave()
    schedule.settle()
    return page


@pytest.mark.parametrize("seed", range(12))
def test_whoever_has_looked_on_knows_what_a_newcomer_is_shown(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = Schedule(seed, monkeypatch)
    for number, kind in enumerate(KINDS[seed % len(KINDS)]):
        schedule.start(f"{kind}-{number}", kind, schedule.random.choice(["ann", "bob"]))
    schedule.settle()
    for run in schedule.runs:
        schedule.look(run)
    schedule.live(100)
    for run in schedule.runs:
        schedule.ask("control", run, {"do": "pause"})
    schedule.settle()
    assert schedule.answered == dict.fromkeys(range(1, schedule.asked + 1), 1)
    for run in schedule.runs:
        for views in VIEWS:
            if not (pages := [page for page in schedule.pages if page.run == run and page.views is views]):
                continue
            expected = newcomer(schedule, run, views)
            for page in pages:
                assert page.shown == expected.shown
                if schedule.host.runs[run].traced.losses.every == 1:
                    assert page.losses == expected.losses
