"""A run is saved as a file and opened from it, also on another server, by its page's own interface."""

import io
import json
import zipfile
from typing import Any

import httpx
import numpy as np
import pytest

from engine.export import FORMATS
from tests.app.client import Message, Server, live, run_of, serving
from tests.app.pictures.files import two_classes, with_boxes, zipped
from tests.app.test_tables import learning, sent

pytestmark = pytest.mark.anyio

ADAM: dict[str, Any] = {
    "network": {"hidden": [3], "dropout": "inverted"},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
}


def saved(visitor: httpx.Client, run: str) -> bytes:
    answer = visitor.get(f"/api/runs/{run}/file")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="run.chalknet"'
    return answer.content


def opened(visitor: httpx.Client, file: bytes) -> httpx.Response:
    return visitor.post("/api/runs/files", content=file, headers={"content-type": "application/zip"})


async def stepped(server: Server, visitor: httpx.Client, run: str, steps: int) -> Message:
    async with live(server, visitor) as page:
        first = await page.look(run)
        last = first["step"] + steps
        await page.ask("step", run, iterations=steps)
        if first["step"] < last:
            await page.until(lambda message: message["type"] == "frame" and message["step"] == last)
        await page.ask("unwatch", run)
        return await page.look(run)


async def test_it_goes_on_bit_for_bit_on_another_server(server: Server) -> None:
    ann = server.visitor()
    run = run_of(ann, **ADAM)
    then = await stepped(server, ann, run, 120)
    file = saved(ann, run)
    later = await stepped(server, ann, run, 30)
    with serving() as other:
        bob = other.visitor()
        answer = opened(bob, file)
        assert answer.status_code == 201, answer.text
        assert answer.json()["experiment"]["network"]["hidden"] == [3]
        mine = answer.json()["id"]
        async with live(other, bob) as page:
            first = await page.look(mine)
        assert (first["step"], first["state"]) == (120, "paused")
        for name in ("theta", "history_steps", "history_losses", "evaluation_steps", "evaluations"):
            if name in then.arrays:
                np.testing.assert_array_equal(first.arrays[name], then.arrays[name])
        assert len(first.arrays["history_steps"]) == 120
        again = await stepped(other, bob, mine, 30)
        np.testing.assert_array_equal(again.arrays["theta"], later.arrays["theta"])


async def test_ones_own_table_comes_along_and_nothing_else_of_it(server: Server) -> None:
    ann, bob = server.visitor(), server.visitor()
    id = sent(ann)
    run = run_of(ann, data=learning(id), training={"batch_size": 10})
    then = await stepped(server, ann, run, 30)
    file = saved(ann, run)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        described = json.loads(archive.read("data.json"))
    assert [column["name"] for column in described["columns"]] == ["x", "y", "kind"]  # and no price
    # Who has the table already needs no other copy of it.
    assert opened(ann, file).status_code == 201 and len(ann.get("/api/datasets").json()) == 1
    answer = opened(bob, file)
    assert answer.status_code == 201, answer.text
    [data] = bob.get("/api/datasets").json()
    assert (data["rows"], len(data["columns"]), data["name"]) == (120, 3, described["name"])
    mine = answer.json()["id"]
    async with live(server, bob) as page:
        first = await page.look(mine)
    np.testing.assert_array_equal(first.arrays["theta"], then.arrays["theta"])
    assert first["train_loss"] == then["train_loss"] and first["names"] == then["names"]
    # It is Bob's own now: he can save it, and open it again.
    assert opened(bob, saved(bob, mine)).status_code == 201
    # Without its data it is of no use to anyone else, and what does not fit leaves nothing behind.
    carl = server.visitor()
    assert opened(carl, without(file, "data.json", "data.npy")).json()["error"]["code"] == "no-data"
    refused = opened(carl, with_rows(file, 60))
    assert refused.status_code == 422 and "60 rows" in refused.json()["error"]["message"]
    assert carl.get("/api/datasets").json() == [] and carl.get("/api/runs").json() == []


def test_anothers_table_stays_with_its_owner(server: Server) -> None:
    ann, bob = server.visitor(), server.visitor()
    run = run_of(ann, data=learning(sent(ann)), training={"batch_size": 10})
    network = ann.post("/api/networks", json={"run": run, "name": "leaves"}).json()["id"]
    mine = bob.post(f"/api/networks/{network}/runs").json()["id"]
    refused = bob.get(f"/api/runs/{mine}/file")
    assert refused.status_code == 422 and refused.json()["error"]["code"] == "not-yours"
    assert bob.get(f"/api/runs/{run}/file").status_code == 404
    refused = bob.get(f"/api/runs/{mine}/sheets/data")
    assert refused.status_code == 422 and refused.json()["error"]["code"] == "not-yours"
    assert bob.get(f"/api/runs/{mine}/sheets/curve").status_code == 200
    own = ann.get(f"/api/runs/{run}/sheets/data")
    assert own.headers["content-type"] == "text/csv; charset=utf-8"
    assert own.headers["content-disposition"] == 'attachment; filename="data.csv"'
    lines = own.text.split("\r\n")
    assert lines[0] == "split,x,y,kind" and len(lines) == 122


async def test_the_curve_is_a_sheet_of_the_present_step(server: Server) -> None:
    ann = server.visitor()
    run = run_of(ann)
    then = await stepped(server, ann, run, 40)
    header, *rows = [line.split(",") for line in ann.get(f"/api/runs/{run}/sheets/curve").text.splitlines()]
    assert header[:5] == ["step", "epoch", "batch_loss", "training_loss", "test_loss"]
    assert [int(row[0]) for row in rows] == [*range(41)]
    assert float(rows[-1][5]) == then["train_accuracy"]
    np.testing.assert_array_equal(
        np.array([row[2] for row in rows[1:]], np.float32), then.arrays["history_losses"]
    )
    assert ann.get(f"/api/runs/{run}/sheets/weights").status_code == 422
    assert server.visitor().get(f"/api/runs/{run}/sheets/curve").status_code == 404


HEADS = [{"loss": "softmax"}, {"targets": {"kind": "box"}, "output": "sigmoid"}]


@pytest.mark.parametrize("boxes", [False, True])
def test_ones_own_pictures_come_along(server: Server, boxes: bool) -> None:
    ann, bob = server.visitor(), server.visitor()
    files = two_classes()
    archive = zipped(with_boxes(files) if boxes else files)
    sent = ann.post("/api/datasets/pictures", params={"name": "two"}, content=archive)
    album = {"id": sent.json()["id"], "pictures": 12, "classes": 2, "boxes": boxes}
    run = run_of(
        ann,
        data={"kind": "pictures", "album": album, "pixels": 16},
        objective={"heads": HEADS if boxes else HEADS[:1]},
        training={"batch_size": 2},
    )
    answer = opened(bob, saved(ann, run))
    assert answer.status_code == 201, answer.text
    [data] = bob.get("/api/datasets").json()
    assert (data["rows"], data["columns"][0]["classes"]) == (12, ["blue", "red"])
    assert data["id"] == album["id"]
    assert [column["kind"] for column in data["columns"]] == ["pictures", "boxes"][: 1 + boxes]
    header = bob.get(f"/api/runs/{answer.json()['id']}/sheets/data").text.partition("\n")[0]
    assert header.strip().endswith("label,box_x,box_y,box_width,box_height" if boxes else "label")


def test_what_is_no_file_is_refused_with_the_reason(server: Server) -> None:
    visitor = server.visitor()
    file = saved(visitor, run_of(visitor))
    for content, code in (
        (b"x,y\n1,2\n", "wrong-file"),
        (file[:-40], "wrong-file"),
        (bytes(17_000_000), "too-long"),
    ):
        answer = opened(visitor, content)
        assert answer.json()["error"]["code"] == code, answer.text
        assert answer.status_code in (413, 422)
    assert server.visitor().get("/api/runs/unknown/file").status_code == 404
    assert server.stranger().post("/api/runs/files", content=file).status_code == 401


ENDINGS = {"numpy": "zip", "onnx": "onnx", "pytorch": "zip", "keras": "zip", "notebook": "ipynb"}


def test_its_network_is_exported_in_every_format(server: Server) -> None:
    ann, bob = server.visitor(), server.visitor()
    run = run_of(ann, data=learning(sent(ann)), training={"batch_size": 10})
    assert ENDINGS.keys() == FORMATS.keys()
    for format, ending in ENDINGS.items():
        answer = ann.get(f"/api/runs/{run}/exports/{format}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"] == f'attachment; filename="network.{ending}"'
        assert len(answer.content) > 300
        assert bob.get(f"/api/runs/{run}/exports/{format}").status_code == 404
    with zipfile.ZipFile(io.BytesIO(ann.get(f"/api/runs/{run}/exports/numpy").content)) as archive:
        assert "The inputs are, in this order: " in archive.read("network.py").decode()
    unknown = ann.get(f"/api/runs/{run}/exports/pickle").json()["error"]
    assert "allowed are numpy, onnx, pytorch, keras, notebook" in unknown["message"]


def without(file: bytes, *names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            if name not in names:
                copy.writestr(name, archive.read(name))
    return made.getvalue()


def with_rows(file: bytes, rows: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        values = np.load(io.BytesIO(archive.read("data.npy")))
    array, made = io.BytesIO(), io.BytesIO(without(file, "data.npy"))
    np.save(array, values[:, :rows])
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("data.npy", array.getvalue())
    return made.getvalue()
