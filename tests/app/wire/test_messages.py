import json

import numpy as np
import pytest
from pydantic import ValidationError

from app.frames.looks import views_of
from app.frames.prediction import pixels_in
from app.wire import commands
from app.wire import messages as wire
from engine.experiment import Experiment
from tests.app.client import read


def test_a_packed_message_reads_back_whole_and_aligned() -> None:
    arrays = {
        "losses": np.array([0.5, 0.25, 0.125], "<f4"),
        "output": np.arange(-3, 3, dtype="i1").reshape(2, 3),  # six bytes: what follows must be moved up
        "history_steps": np.array([1, 2**31, 2**53 - 1], "<f8"),
        "cells": np.array([1, 2**31 - 1], "<i4"),
        "empty": np.zeros((0, 3), "<f4"),
        "units": np.arange(24, dtype="i1").reshape(2, 3, 4)[:, :, ::2],  # not contiguous
    }
    message = read(wire.pack({"type": "frame", "run": "r", "step": 7, "diverged_at": None}, arrays))
    assert message["step"] == 7
    assert message["diverged_at"] is None
    assert message.arrays.keys() == arrays.keys()
    for name, array in arrays.items():
        assert message.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(message.arrays[name], array)


def test_as_many_points_as_a_person_may_draw_fit_into_one_command() -> None:
    points = [[-5.99, -5.99, 9]] * 1000
    command = {"do": "change", "run": "r" * 32, "id": 2**53 - 1, "changes": {"data": {"points": points}}}
    text = json.dumps(command)
    assert len(text) < commands.MAX_COMMAND_BYTES / 2
    changed = commands.reader.validate_json(text)
    assert isinstance(changed, commands.Change)
    data = {**changed.changes["data"], "kind": "points", "classes": 10}
    assert Experiment().changed({"data": data}).data.n_samples == 1000


@pytest.mark.parametrize("name", ["", "y", "yy", "yyy"])
def test_the_body_begins_at_a_multiple_of_four_whatever_the_header(name: str) -> None:
    message = wire.pack({"type": name}, {"a": np.array([1.5], "<f4")})
    assert len(message) % 4 == 0
    assert read(message).arrays["a"] == [1.5]


def test_a_message_without_arrays_is_only_a_header() -> None:
    message = read(wire.pack({"type": "done", "id": 3}))
    assert message.header == {"type": "done", "id": 3}


def test_a_frame_gets_its_number_and_its_losses_without_being_read() -> None:
    header = {"step": 7, "full": False, "odd": "abc"}
    frame = wire.pack_frame(header, {"units": np.arange(6, dtype="i1")})
    losses = [np.array(part, "<f4").tobytes() for part in ([0.5], [], [0.25, 0.125])]
    message = read(wire.finished(frame, 70_000, losses))
    assert (message["type"], message["number"], message["step"]) == ("frame", 70_000, 7)
    assert message.arrays["losses"].tolist() == [0.5, 0.25, 0.125]
    assert message.arrays["units"].tolist() == list(range(6))
    assert read(wire.finished(frame, 1, [])).arrays["losses"].shape == (0,)


def test_a_frame_that_replaces_a_full_one_has_nothing_of_the_older_step() -> None:
    names = ["theta", "kept", "focus", "drawn_outputs", "layer_norms", "worked_z", "points", "history_steps"]
    full = {name: np.array([1], "<f8" if name == "history_steps" else "<f4") for name in names}
    header = {"step": 1, "full": True, "experiment": {}, "worked": {"step": 1}, "focus": (0, 1)}
    newer = wire.pack_frame({"step": 2, "full": False, "focus": None}, {"theta": np.array([2], "<f4")})
    merged = read(wire.finished(wire.replaced(wire.pack_frame(header, full), newer), 3, []))
    fields = {"type": "frame", "step": 2, "full": True, "experiment": {}, "focus": None, "number": 3}
    assert {name: merged[name] for name in merged.header if name != "arrays"} == fields
    assert set(merged.arrays) == {"theta", "points", "history_steps", "losses"}
    assert merged.arrays["theta"] == [2] and merged.arrays["history_steps"] == [1]


def test_commands_are_what_they_say() -> None:
    command = commands.reader.validate_json('{"do": "watch", "run": "r", "views": {"focus": [1, 3]}}')
    assert isinstance(command, commands.Watch)
    assert command.views == views_of({"focus": [1, 3]})
    for wrong in ('{"do": "watch", "run": "a b"}', '{"do": "ack", "run": "r", "number": 0}'):
        with pytest.raises(ValidationError):
            commands.reader.validate_json(wrong)


@pytest.mark.parametrize("drawing", ["AAAA", "A" * 4181 + "===", "no base64!", "A" * 5000])
def test_a_drawing_is_so_many_bytes_in_base64(drawing: str) -> None:
    assert pixels_in("A" * 4180 + "AA==").shape == (56, 56)
    with pytest.raises(ValidationError):
        views_of({"drawing": drawing})
