"""Every format answers as the network does, with every layer, every activation function and every kind of output."""

import ast
import importlib.util
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

from engine.array import Array
from engine.experiment import Experiment
from engine.export import FORMATS, Format, Program, Weights, onnx_model, program_of, register
from engine.fault import Fault
from engine.layers.kinds import KINDS
from engine.layers.stages import leaves
from engine.layers.trace import Step
from engine.run import Run
from tests.engine.export.networks import NETWORKS, RECURRENT, program

SECONDS = 100
CLOSE = 1e-5
ALL = {**NETWORKS, **RECURRENT}


def files(format: str, name: str, folder: Path) -> Path:
    """The folder of a program in a language."""
    with zipfile.ZipFile(io.BytesIO(FORMATS[format].export(program(name)))) as archive:
        archive.extractall(folder / name)
    return folder / name


def answers(source: str, folder: Path, **environment: str) -> list[dict[str, list[Array]]]:
    """What `source` prints as JSON when it is run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", source],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, list[Array]]] = json.loads(done.stdout.splitlines()[-1])
    return found


def check(name: str, found: list[Any]) -> None:
    """Each answer (n_out, m) is the network's."""
    for A, wanted in zip(found, program(name).A, strict=True):
        np.testing.assert_allclose(np.reshape(A, wanted.shape), wanted, atol=CLOSE)


def rows(name: str) -> Array:
    """The samples as rows, pictures as (m, C, H, W)."""
    made = program(name)
    return np.ascontiguousarray(made.X.T).reshape(-1, *made.shape_in)


def test_these_networks_have_every_layer() -> None:
    found = {layer.kind for name in ALL for layer in experiment_of(name).plan.described}
    held = {leaf.kind for name in ALL for leaf in leaves(experiment_of(name).plan.described)}
    assert {*KINDS} <= found | held


def experiment_of(name: str) -> Experiment:
    return Experiment.model_validate(ALL[name])


def test_the_script_of_numpy_runs_alone(tmp_path: Path) -> None:
    folders = [files("numpy", name, tmp_path) for name in ALL]
    for name, folder in zip(ALL, folders, strict=True):
        assert np.load(folder / "weights.npz", allow_pickle=False)
        scope: dict[str, Any] = {"__name__": "network", "__file__": str(folder / "network.py")}
        exec((folder / "network.py").read_text(), scope)
        A = scope["predict"](program(name).X)
        check(name, [*A] if isinstance(A, tuple) else [A])
    done = subprocess.run(
        [sys.executable, "-W", "error", folders[0] / "network.py"], capture_output=True, text=True
    )
    assert done.stdout.count("as Chalknet: True") == 2, done.stderr


def test_the_model_of_onnx_runs() -> None:
    for name in NETWORKS:
        model = FORMATS["onnx"].export(program(name))
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        found = session.run(None, {"X": rows(name)})
        check(name, [A.reshape(len(A), -1).T for A in found])


def test_the_module_of_pytorch_runs(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    for name in ALL:
        folder = files("pytorch", name, tmp_path)
        scope: dict[str, Any] = {"__name__": "network", "__file__": str(folder / "network.py")}
        exec((folder / "network.py").read_text(), scope)
        with torch.no_grad():
            A = scope["load"]()(torch.from_numpy(rows(name)))
        check(name, [each.numpy().reshape(len(each), -1).T for each in (A if isinstance(A, tuple) else (A,))])


@pytest.mark.parametrize("format", ["onnx", "keras"])
def test_formats_without_recurrent_layers_say_so(format: str) -> None:
    for name in RECURRENT:
        steps = {step.kind for step in program(name).steps}
        what = (
            "sequences of different lengths"
            if "lengths" in steps
            else "(plain recurrent|GRU|LSTM) layers|dense layers at each step"
        )
        with pytest.raises(Fault, match=f"Chalknet does not export ({what}) to {FORMATS[format].title} yet"):
            FORMATS[format].export(program(name))


def test_dense_layers_that_answer_at_each_step_are_named() -> None:
    experiment = Experiment().changed(
        {"data": {"kind": "echo", "samples": 20}, "objective": {"loss": "softmax"}}
    )
    run = Run(experiment)
    weights = Weights(run.theta, run.statistics, run.dataset.mean, run.dataset.deviation)
    with pytest.raises(Fault, match="dense layers that answer at each step"):
        program_of(experiment, weights, 0)


def test_the_model_of_keras_runs(tmp_path: Path) -> None:
    if not (importlib.util.find_spec("keras") and importlib.util.find_spec("torch")):
        pytest.skip("Keras is not installed, or no PyTorch for it to run on")
    # In a process of its own: Keras takes its backend from the environment.
    source = """
import json, sys
from pathlib import Path
found = {}
for folder in sorted(Path(".").iterdir()):
    scope = {"__name__": "network", "__file__": str(folder.resolve() / "network.py")}
    exec((folder / "network.py").read_text(), scope)
    X = scope["weights"]["example_X"].T
    network = scope["load"]()
    shape = network.input_shape[1:]
    X = X.reshape(-1, shape[2], *shape[:2]).transpose(0, 2, 3, 1) if len(shape) == 3 else X.copy()
    A = network(X)
    A = [each.detach().numpy() for each in (A if isinstance(A, list) else [A])]
    A = [each.transpose(0, 3, 1, 2) if each.ndim == 4 else each for each in A]
    found[folder.name] = [each.reshape(len(each), -1).T.tolist() for each in A]
print(json.dumps(found))
"""
    for name in NETWORKS:
        files("keras", name, tmp_path)
    found: Any = answers(source, tmp_path, KERAS_BACKEND="torch")
    for name in NETWORKS:
        check(name, found[name])


def test_the_source_of_keras_has_its_layers(tmp_path: Path) -> None:
    source = (files("keras", "pictures", tmp_path) / "network.py").read_text()
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [func.attr for func in calls if isinstance(func, ast.Attribute)]
    for layer, count in {"Conv2D": 6, "Conv2DTranspose": 1, "BatchNormalization": 3, "Dense": 6}.items():
        assert named.count(layer) == count, layer
    assert "keras.Input((8, 8, 1)" in source and "  # 7×7×3" in source


def test_the_notebook_runs_from_its_first_cell_to_its_last() -> None:
    for name in ("pictures", "points"):
        notebook = json.loads(FORMATS["notebook"].export(program(name)))
        scope: dict[str, Any] = {}
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), scope)
        check(name, [scope[answer] for answer in program(name).answers])
    assert any("W A_{prev} + b" in "".join(cell["source"]) for cell in notebook["cells"])


@pytest.mark.parametrize("format", FORMATS)
def test_what_the_numbers_mean_is_written_whatever_it_is_called(format: str) -> None:
    meaning = 'The inputs are, in this order: 身高, """, \\, \\".'
    file = FORMATS[format].export(program("default")._replace(meaning=(meaning,)))
    if format == "onnx":
        assert meaning in onnx.load_model_from_string(file).graph.doc_string
    elif format == "notebook":
        assert meaning in "".join(json.loads(file)["cells"][0]["source"])
    else:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            source = archive.read("network.py").decode()
        assert meaning in str(ast.get_docstring(ast.parse(source)))


def with_a_toy() -> Program:
    made = program("default")
    toy = Step("A1b", "toy", ("A1",), (4,), (4,))
    return made._replace(steps=(*made.steps, toy))


@pytest.mark.parametrize("format", FORMATS)
def test_a_layer_that_a_format_does_not_know_is_named(format: str) -> None:
    with pytest.raises(Fault, match="Chalknet does not export toy to"):
        FORMATS[format].export(with_a_toy())


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_model.Onnx, "package", "no_such_package")
    with pytest.raises(Fault, match="no_such_package is not installed"):
        FORMATS["onnx"].export(program("default"))


def test_a_format_is_one_class_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Toy(Format):
        title = "Toy"
        help = "It counts."
        known = FORMATS["numpy"].known

        @classmethod
        def written(cls, program: Program) -> Any:
            return len(program.steps)

    monkeypatch.setattr("engine.export.format.FORMATS", {**FORMATS})
    register("toy", Toy)
    count: Any = Toy.export(program("default"))
    assert count == 6
