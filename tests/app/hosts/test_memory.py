"""What a run takes of the memory is reckoned before it is there, and bounded."""

import gc
import itertools
import tracemalloc
from typing import Any

import msgpack
import pytest

from app.hosts.memory import in_all, memory_of
from app.trainer.run_host import RunHost
from engine.data.sharing import made
from engine.experiment import Experiment
from tests.app.client import Server, run_of, serving

DIGITS = {"data": {"kind": "digits", "samples": 20_000, "side": 16}, "objective": {"loss": "softmax"}}
LARGE: dict[str, Any] = {**DIGITS, "network": {"hidden": [400, 180]}, "optimizer": {"kind": "adam"}}

DEEP = [{"kind": "dense", "units": 16}, *[{"kind": "batch_normalization"}, {"kind": "activation"}] * 30]

LENET: dict[str, Any] = {
    "data": {"kind": "digits", "samples": 20_000},
    "objective": {"loss": "softmax"},
    "network": {
        "layers": [
            {"kind": "convolution", "channels": 6, "kernel": 5, "padding": 2},
            {"kind": "activation", "function": "relu"},
            {"kind": "pooling"},
            {"kind": "convolution", "channels": 16, "kernel": 5},
            {"kind": "activation", "function": "relu"},
            {"kind": "pooling"},
            {"kind": "dense", "units": 120},
            {"kind": "activation", "function": "relu"},
            {"kind": "dense", "units": 84},
            {"kind": "activation", "function": "relu"},
        ]
    },
    "optimizer": {"kind": "adam"},
}


WRITING: dict[str, Any] = {
    "data": {"kind": "translation", "samples": 2000},
    "objective": {"loss": "softmax"},
    "training": {"batch_size": 400},
}


@pytest.mark.parametrize(
    "described",
    [
        {},
        {"data": {"samples": 5000}, "network": {"hidden": [16] * 6}, "training": {"batch_size": 2000}},
        {"data": {"samples": 5000}, "network": {"layers": DEEP}, "training": {"batch_size": 2000}},
        {**LARGE, "training": {"batch_size": 100}},
        {**LARGE, "training": {"batch_size": 5000}},
        {**LENET, "training": {"batch_size": 64}},
        {**LENET, "training": {"batch_size": 500}},
        {**WRITING, "network": {"layers": [{"kind": "encoder_decoder", "units": 128}]}},
        {**WRITING, "network": {"layers": [{"kind": "gru", "units": 96, "returns": "every_step"}] * 2}},
    ],
)
def test_a_run_takes_about_what_is_reckoned(described: dict[str, Any]) -> None:
    experiment = Experiment.model_validate(described)
    memory = memory_of(experiment)
    made.cache_clear()
    gc.collect()
    tracemalloc.start()
    try:
        host = RunHost()
        host.start("run", experiment)
        host.control("run", {"do": "step", "iterations": 2})
        host.watch("run", "watcher", {})
        drawn: list[object] = []
        most = 0  # that lies there between two rounds
        for beat in itertools.count(20):
            drawn += host.advance(beat / 20)
            most = max(most, tracemalloc.get_traced_memory()[0])
            if drawn and host.next_due(beat / 20) is None:  # both steps are done, and all is shown
                break
        assert host.runs["run"].run.step == 2
        checkpoint = msgpack.packb(host.checkpoint("run"))
        gc.collect()
        rest, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 0.3 * rest - 10_000_000 < memory.resident < 3 * most + 1_000_000
    assert peak < 1.5 * in_all([memory]) + 10_000_000
    assert len(checkpoint) <= memory.kept


def test_a_run_that_would_take_too_much_is_refused_with_numbers_before_it_begins_or_changes() -> None:
    most = memory_of(Experiment.model_validate(LARGE))
    limit = in_all([most, memory_of(Experiment())]) + 1_000_000
    with serving(CHALKNET_MEMORY_BYTES_PER_VISITOR=str(limit)) as server:
        visitor = server.visitor()
        assert visitor.post("/api/runs", json=LARGE).status_code == 201
        small = run_of(visitor)
        grown = visitor.patch(f"/api/runs/{small}", json=LARGE)
        assert grown.status_code == 429
        error = grown.json()["error"]
        assert error["code"] == "too-much-memory"
        assert error["values"]["size"] > error["values"]["most"] == pytest.approx(limit / 1e6, abs=0.1)
        assert visitor.get(f"/api/runs/{small}").json()["experiment"] == Experiment().model_dump(mode="json")
        # Its own runs make room for a new one: they are asleep, and still there.
        second = visitor.post("/api/runs", json=LARGE)
        assert second.status_code == 201
        assert len(visitor.get("/api/runs").json()) == 3


def test_a_host_is_not_filled_beyond_its_memory() -> None:
    limit = 2 * in_all([memory_of(Experiment.model_validate(LARGE))])
    with serving(CHALKNET_MEMORY_BYTES=str(limit)) as server:
        codes = [began(server) for _ in range(12)]
    # On a slow machine, one that was left long enough ago may make room for a later one.
    assert codes[0] == 201 and "server-full" in codes


def began(server: Server) -> int | str:
    answer = server.visitor().post("/api/runs", json=LARGE)
    return 201 if answer.status_code == 201 else str(answer.json()["error"]["code"])
