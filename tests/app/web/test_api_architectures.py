"""The ready-made architectures and the plans of networks, as the REST interface has them."""

from typing import Any

import pytest

from engine.experiment import Experiment
from engine.run import Run
from tests.app.client import Server, run_of

DIGITS: dict[str, Any] = {"data": {"kind": "digits", "samples": 500}, "objective": {"loss": "softmax"}}


def architectures(server: Server, body: Any) -> dict[str, dict[str, Any]]:
    answer = server.visitor().post("/api/architectures", json=body)
    assert answer.status_code == 200, answer.text
    return {each["name"]: each for each in answer.json()}


def test_they_are_described_for_an_experiment_and_make_its_network(server: Server) -> None:
    found = architectures(server, DIGITS)
    lenet, vgg16 = found["lenet5"], found["vgg16"]
    assert (lenet["title"], lenet["parameters"], lenet["multiplications"]) == ("LeNet-5", 61706, 416520)
    assert lenet["changes"]["optimizer"] == {"kind": "adam", "learning_rate": 0.001}
    assert lenet["changes"]["network"]["initializer"] == "he" and "objective" not in lenet["changes"]
    assert vgg16["parameters"] == 138357544 and not vgg16["trains"] and vgg16["changes"] is None
    # A convolutional autoencoder reconstructs by a convolution, not by a matrix over all pixels.
    for name in ("autoencoder", "autoencoder_convolutional"):
        autoencoder = Run(Experiment.model_validate(DIGITS).changed(found[name]["changes"]))
        assert found[name]["parameters"] == len(autoencoder.theta)
    heads = found["googlenet_small"]["changes"]["objective"]["heads"]
    assert [head.get("reads") for head in heads] == [None, 3, 5]

    visitor = server.visitor()
    run = run_of(visitor, **DIGITS)
    for name in ("googlenet_small", "lenet5"):
        here = visitor.get(f"/api/runs/{run}").json()["experiment"]
        changes = {each["name"]: each for each in visitor.post("/api/architectures", json=here).json()}[name]
        changed = visitor.patch(f"/api/runs/{run}", json=changes["changes"])
        assert changed.status_code == 200, changed.text
        experiment = changed.json()["experiment"]
        assert experiment["network"]["layers"] == changes["changes"]["network"]["layers"]
        assert len(experiment["objective"].get("heads") or [0]) == (3 if name == "googlenet_small" else 1)
    assert experiment["objective"]["loss"] == "softmax"


def test_what_was_chosen_stays(server: Server) -> None:
    chosen = {
        **DIGITS,
        "network": {"initializer": "orthogonal"},
        "optimizer": {"kind": "adam", "learning_rate": 0.01},
    }
    changes = architectures(server, chosen)["lenet5"]["changes"]
    assert set(changes) == {"network"} and set(changes["network"]) == {"layers", "weights"}


def test_what_does_not_fit_is_refused_in_words(server: Server) -> None:
    on_a_plane = architectures(server, {})
    assert "needs pictures" in on_a_plane["lenet5"]["refusal"]["message"]
    assert on_a_plane["vgg16"]["refusal"] is None
    assert "more than 2 numbers, but a sample has 2" in on_a_plane["autoencoder"]["refusal"]["message"]
    # An autoencoder of numbers that are no pixels measures their squares.
    rows = architectures(server, {"data": {"kind": "parity", "bits": 4}})["autoencoder"]
    assert rows["changes"]["objective"]["heads"][0]["loss"] == "squared_error" and rows["parameters"] == 470
    small = architectures(server, {**DIGITS, "data": {"kind": "digits", "side": 8}})["lenet5"]
    assert small["changes"] is None and "does not fit into the picture" in small["refusal"]["message"]
    large = {**DIGITS, "data": {"kind": "digits", "samples": 2000}, "training": {"batch_size": 256}}
    refusal = architectures(server, large)["resnet_32"]["refusal"]
    assert refusal["where"] == "training.batch_size" and "samples at most" in refusal["message"]


def test_a_plan_has_a_row_for_each_layer(server: Server) -> None:
    visitor = server.visitor()
    plan = visitor.get("/api/architectures/resnet50").json()
    assert plan["shape_in"] == [3, 224, 224] and sum(row["parameters"] for row in plan["layers"]) == 25557032
    body = {
        **DIGITS,
        "network": {"layers": [{"kind": "convolution", "channels": 4}, {"kind": "global_average"}]},
    }
    rows = visitor.post("/api/plan", json=body).json()["layers"]
    assert [(row["number"], row["kind"], row["shape"], row["parameters"]) for row in rows] == [
        (0, "convolution", [4, 26, 26], 40),
        (1, "global_average", [4], 0),
        (2, "dense", [10], 50),
    ]


@pytest.mark.parametrize(
    ("address", "body", "status", "where"),
    [
        ("architectures", [], 422, None),
        ("architectures", {"data": {"kind": "digit"}}, 422, "data.kind"),
        (
            "architectures",
            {"network": {"layers": [{"kind": "convolution"}]}},
            422,
            "network.layers.0.channels",
        ),
        ("architectures", "x" * 2_000_000, 413, None),
        ("plan", {"network": {"layers": [{"kind": "pooling"}]}}, 422, "network.layers.0"),
        (
            "plan",
            {
                **DIGITS,
                "network": {
                    "layers": [
                        {"kind": "global_average"},
                        {"kind": "convolution", "channels": 2, "kernel": 3},
                    ]
                },
            },
            422,
            "network.layers.1",
        ),
    ],
)
def test_wrong_bodies_get_one_clear_error(
    server: Server, address: str, body: Any, status: int, where: str | None
) -> None:
    answer = server.visitor().post(f"/api/{address}", json=body)
    assert (answer.status_code, answer.json()["error"]["where"]) == (status, where), answer.text


def test_an_unknown_plan_and_a_stranger_are_refused(server: Server) -> None:
    unknown = server.visitor().get("/api/architectures/lenet6")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "unknown-architecture")
    assert server.stranger().post("/api/architectures", json={}).status_code == 401
