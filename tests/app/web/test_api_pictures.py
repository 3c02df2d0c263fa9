"""Archives of pictures sent to the real server, and runs that learn from them."""

from typing import Any

import httpx

from tests.app.client import Server
from tests.app.pictures.files import plain, two_classes, zipped


def send(visitor: httpx.Client, content: bytes, name: str = "colours.zip") -> httpx.Response:
    headers = {"Content-Type": "application/zip"}
    return visitor.post("/api/datasets/pictures", params={"name": name}, content=content, headers=headers)


def learning(about: dict[str, Any], **data: Any) -> dict[str, Any]:
    album = {"id": about["id"], "pictures": about["rows"], "classes": len(about["columns"][0]["classes"])}
    return {
        "data": {"kind": "pictures", "album": album, "pixels": 16, **data},
        "network": {"hidden": [4]},
        "objective": {"loss": "softmax"},
        "training": {"batch_size": 4},
    }


def test_pictures_are_sent_looked_at_and_deleted_by_their_owner(server: Server) -> None:
    visitor, other = server.visitor(), server.visitor()
    files = two_classes() | {"red/notes.txt": b"hello"}
    sent = send(visitor, zipped(files))
    assert sent.status_code == 201
    about = sent.json()
    assert (about["name"], about["rows"], about["size"]) == ("colours.zip", 12, 12 * 3073)
    [column] = about["columns"]
    assert (column["kind"], column["classes"]) == ("pictures", ["blue", "red"])
    [note] = about["notes"]
    assert note["text"].format(**note["values"]) == "red/notes.txt is no PNG or JPEG picture: left out"
    [listed] = visitor.get("/api/datasets").json()
    assert listed.items() <= about.items()
    address = f"/api/datasets/{about['id']}"
    assert visitor.get(address).json().items() <= about.items()
    assert send(visitor, zipped(two_classes()), "again.zip").json()["id"] == about["id"]
    assert other.get(address).status_code == other.delete(address).status_code == 404
    assert visitor.delete(address).status_code == 204


def test_what_is_wrong_is_said_file_by_file(server: Server) -> None:
    visitor = server.visitor()
    answer = send(visitor, zipped({"a.png": plain(), "red/b.png": plain()[:50]}))
    error = answer.json()["error"]
    assert answer.status_code == 422 and error["code"] == "wrong-file"
    assert "a.png is in no folder" in error["message"] and "red/b.png is damaged" in error["message"]
    assert send(visitor, b"hello").json()["error"]["message"] == "This is no ZIP archive, or a damaged one."
    many = send(visitor, zipped({f"{n % 2}/{n}.png": b"" for n in range(501)})).json()["error"]
    assert many["remarks"][0]["values"] == {"count": 501, "most": 500}
    assert visitor.get("/api/datasets").json() == []


def test_a_run_learns_from_them_and_a_saved_network_keeps_them(server: Server) -> None:
    visitor, other = server.visitor(), server.visitor()
    about = send(visitor, zipped(two_classes(10))).json()
    started = visitor.post("/api/runs", json=learning(about, flip=0.5))
    assert started.status_code == 201, started.text
    assert started.json()["experiment"]["data"]["album"]["pictures"] == 20
    run = f"/api/runs/{started.json()['id']}"
    assert other.post("/api/runs", json=learning(about)).status_code == 404
    gone = visitor.post("/api/runs", json=learning({**about, "rows": 21}))
    assert gone.status_code == 422 and "20 pictures of 2 classes" in gone.json()["error"]["message"]
    saved = visitor.post("/api/networks", json={"run": started.json()["id"], "name": "colours"})
    assert saved.status_code == 201, saved.text
    refused = visitor.delete(f"/api/datasets/{about['id']}").json()["error"]
    assert refused["code"] == "dataset-in-use"
    assert visitor.get(run).json()["experiment"]["data"]["kind"] == "pictures"


def test_a_transfer_may_name_ones_own_pictures_and_nobody_elses(server: Server) -> None:
    ann, bob = server.visitor(), server.visitor()
    pictures = learning(send(ann, zipped(two_classes())).json())
    digits = {"data": {"kind": "digits", "side": 16, "samples": 100}, "network": {"hidden": [4]}}
    run = bob.post("/api/runs", json={**digits, "objective": {"loss": "softmax"}}).json()["id"]
    saved = bob.post("/api/networks", json={"run": run, "name": "digits"}).json()["id"]
    data = pictures["data"] | {"channels": 1}
    asked = {"layers": 1, "freeze": True, "changes": {"data": data, "training": {"batch_size": 4}}}
    refused = bob.post(f"/api/networks/{saved}/transfers", json=asked)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown-dataset"), refused.text
    accepted = ann.post(f"/api/networks/{saved}/transfers", json=asked)
    assert accepted.status_code == 201, accepted.text
