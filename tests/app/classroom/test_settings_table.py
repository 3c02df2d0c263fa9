"""A row for each setting, with the last measures that it reached, and not too many of them."""

import numpy as np

from app.classroom.member import Member
from app.classroom.settings_table import NUMBERS, Recorder, columns
from app.classroom.trained import Trained
from app.classroom.tried import MOST_OF_ONE, MOST_ROWS, Row, Tried
from engine.experiment import Experiment

ANN = Member.new("v", "Ann", "en", 0, waits=False)
SLOW, FAST = (Experiment.model_validate({"optimizer": {"learning_rate": rate}}) for rate in (0.01, 1))


def at(step: int, experiment: Experiment, loss: float = 0.5) -> Trained:
    header = {"step": step, "train_loss": loss, "test_loss": loss + 0.1, "test_accuracy": 0.9}
    return Trained(ANN, "run", experiment, header, {})


def noted(recorder: Recorder, *heard: Trained) -> list[tuple[float, int, int]]:
    for each in heard:
        recorder.note(each)
    return [(row.learning_rate, row.since, row.steps) for row in recorder.table.rows]


def test_another_setting_is_another_row() -> None:
    recorder = Recorder(Tried())
    assert noted(recorder, at(0, SLOW)) == []
    assert noted(recorder, at(30, SLOW), at(40, SLOW, 0.4)) == [(0.01, 0, 40)]
    # The other one goes on where the former stood; beginning anew is a row of its own.
    assert noted(recorder, at(40, FAST), at(90, FAST, 0.2)) == [(0.01, 0, 40), (1, 40, 90)]
    assert noted(recorder, at(0, FAST), at(20, FAST)) == [(0.01, 0, 40), (1, 40, 90), (1, 0, 20)]
    # Between two frames, a setting may have been changed and steps may have been taken with the other one.
    assert noted(recorder, at(60, SLOW))[-1] == (0.01, 20, 60)
    row = recorder.table.rows[0]
    assert (row.train_loss, row.test_loss, row.accuracy) == (0.4, 0.5, 0.9)
    assert (row.sizes, row.neurons, row.layers, row.parameters) == ((2, 4, 2, 1), 6, 3, 12 + 10 + 3)


def test_the_same_setting_once_more_takes_the_same_steps() -> None:
    recorder = Recorder(Tried())
    assert noted(recorder, at(50, SLOW), at(0, SLOW), at(20, SLOW, 0.7)) == [(0.01, 0, 50)]
    assert recorder.table.rows[0].train_loss == 0.5
    assert noted(recorder, at(60, SLOW)) == [(0.01, 0, 60)]


def test_what_a_slider_passes_is_not_kept() -> None:
    recorder = Recorder(Tried())
    passed = [Experiment.model_validate({"optimizer": {"learning_rate": rate / 100}}) for rate in range(2, 9)]
    moves = [at(50 + 3 * n + step, each) for n, each in enumerate(passed) for step in (0, 2)]
    assert noted(recorder, at(50, SLOW), *moves) == [(0.01, 0, 50), (0.08, 67, 70)]


def test_a_restart_goes_on_with_the_row_that_was_stored() -> None:
    recorder = Recorder(Tried())
    noted(recorder, at(40, SLOW), at(40, FAST), at(90, FAST))
    stored = Tried.model_validate(recorder.table.model_dump(mode="json"))
    again = Recorder(stored)
    # It is awake again with an equal experiment, some steps before the last that were heard of.
    assert noted(again, at(85, FAST.model_copy()), at(120, FAST)) == [(0.01, 0, 40), (1, 40, 120)]
    assert noted(Recorder(stored), at(140, SLOW))[-1] == (0.01, 120, 140)


def row(number: int, member: str) -> Row:
    about = {"task": "", "run": member, "digest": "", "sizes": (2, 1), "activation": "tanh", "method": "adam"}
    numbers = dict.fromkeys(("batch_size", "neurons", "layers", "parameters", "since", "steps"), number)
    return Row.model_validate({"number": number, "member": member, "learning_rate": 0.1, **about, **numbers})


def test_a_table_has_bounds_and_forgets() -> None:
    table = Tried()
    for number in range(MOST_OF_ONE + 5):
        table.add(row(number, "ann"))
    assert [each.number for each in table.rows] == list(range(5, MOST_OF_ONE + 5))
    for number in range(MOST_ROWS):
        table.add(row(MOST_OF_ONE + 5 + number, f"bob{number}"))
    assert len(table.rows) == MOST_ROWS and table.rows[-1].member == f"bob{MOST_ROWS - 1}"
    table.forget("bob7")
    assert len(table.rows) == MOST_ROWS - 1


def test_the_message_has_a_column_for_each_number() -> None:
    fields, arrays = columns([row(1, "ann"), row(2, "bob"), row(3, "ann")], {"ann"})
    assert fields["runs"] == fields["members"] == ["ann", "bob"] and arrays["run"].tolist() == [0, 1, 0]
    assert arrays["present"].tolist() == [0, 0, 1]
    assert arrays["numbers"].shape == (3, len(NUMBERS)) and np.isnan(arrays["numbers"][0, -1])
    assert columns([], ())[1]["numbers"].shape == (0, len(NUMBERS))
