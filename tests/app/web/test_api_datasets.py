"""CSV files sent to the real server."""

import socket
from base64 import b64decode
from contextlib import ExitStack
from urllib.parse import urlsplit

import httpx

from tests.app.client import Server, serving

ROWS = "".join(f"{n},{n / 10},{('setosa', 'virginica')[n % 2]}\n" for n in range(12))
ALONE = {"batch_size": 1}
IRIS = f"sepal,petal,species\n{ROWS}"


def send(visitor: httpx.Client, content: str | bytes, name: str = "iris.csv") -> httpx.Response:
    return visitor.post(
        "/api/datasets", params={"name": name}, content=content, headers={"Content-Type": "text/csv"}
    )


def test_a_file_is_sent_looked_at_and_deleted_by_its_owner(server: Server) -> None:
    visitor, other = server.visitor(), server.visitor()
    sent = send(visitor, IRIS)
    assert sent.status_code == 201
    summary = sent.json()
    assert (summary["name"], summary["rows"], summary["size"]) == ("iris.csv", 12, 288)
    assert [(column["name"], column["kind"], column["classes"]) for column in summary["columns"]] == [
        ("sepal", "index", None),
        ("petal", "number", None),
        ("species", "classes", ["setosa", "virginica"]),
    ]
    read = {name: summary[name] for name in ("encoding", "delimiter", "header", "decimal", "notes")}
    assert read == {"encoding": "utf-8", "delimiter": ",", "header": True, "decimal": ".", "notes": []}
    [listed] = visitor.get("/api/datasets").json()
    assert listed.items() <= summary.items()
    address = f"/api/datasets/{summary['id']}"
    opened = visitor.get(address).json()
    assert opened.items() <= summary.items()
    assert opened["first_rows"][:2] == [[0, 0, "setosa"], [1, 0.1, "virginica"]]
    assert other.get(address).json() == other.get("/api/datasets/0000").json()
    assert other.delete(address).status_code == 404
    assert visitor.delete(address).status_code == 204
    assert visitor.get(address).status_code == 404


def test_what_is_wrong_is_said_line_by_line(server: Server) -> None:
    visitor = server.visitor()
    answer = send(visitor, IRIS + "1,2,3,setosa\n")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["where"]) == ("wrong-file", None)
    assert error["message"] == "line 14: the row has 4 cells, but the first line has 3"
    [fault] = error["remarks"]
    assert (fault["line"], fault["values"]) == (14, {"count": 4, "first": 3})
    [note] = send(visitor, IRIS + "12,abc,setosa\n").json()["notes"]
    assert (note["line"], note["column"], note["values"]) == (14, "petal", {"cell": "'abc'"})


def test_a_missing_value_costs_its_row_where_its_column_is_chosen(server: Server) -> None:
    visitor = server.visitor()
    sent = send(visitor, IRIS + "12,,setosa\n13,1,NA\n14,NaN,virginica\n").json()
    assert [column["missing"] for column in sent["columns"]] == [0, 2, 1]
    assert [gap and list(b64decode(gap)) for gap in sent["gaps"]] == [None, [0, 0b1010], [0, 0b100]]
    table = {"id": sent["id"], "inputs": [0, 1], "label": 2, "classes": 2}
    for inputs, rows, status in (([0, 1], 12, 201), ([0], 14, 201), ([0], 15, 422)):
        data = {"kind": "table", "standardize": True, "table": {**table, "inputs": inputs, "rows": rows}}
        answer = visitor.post("/api/runs", json={"data": data, "training": ALONE})
        assert answer.status_code == status
    assert "14 rows of the file have a value in each of these columns" in answer.json()["error"]["message"]


def test_another_reading_takes_the_place_of_the_first(server: Server) -> None:
    visitor = server.visitor()
    first = send(visitor, IRIS).json()
    other = visitor.post(
        "/api/datasets",
        params={"name": "iris.csv", "header": "false", "encoding": "utf-8", "instead_of": first["id"]},
        content=IRIS,
    ).json()
    assert (other["rows"], other["header"]) == (13, False)
    assert [each["id"] for each in visitor.get("/api/datasets").json()] == [other["id"]]


def test_a_file_may_be_larger_than_a_command_but_not_than_is_allowed() -> None:
    with serving(CHALKNET_UPLOAD_BYTES="100000") as server:
        visitor = server.visitor()
        assert send(visitor, ROWS * 300).status_code == 201
        for content in (b"1,2\n" * 30_000, iter([b"1,2\n" * 15_000] * 2)):
            long = visitor.post("/api/datasets", params={"name": "long"}, content=content)
            assert (long.status_code, long.json()["error"]["code"]) == (413, "too-long")
            assert "100,000 bytes are allowed" in long.json()["error"]["message"]


def test_number_and_bytes_and_haste_are_limited() -> None:
    with serving(
        CHALKNET_DATASETS_PER_VISITOR="2",
        CHALKNET_DATASET_BYTES_PER_VISITOR="1000",
        CHALKNET_UPLOAD_BYTES_PER_SECOND="1000",
    ) as server:
        visitor = server.visitor()
        assert [send(visitor, ROWS + ROWS * n).status_code for n in range(2)] == [201, 201]
        many, large = send(visitor, ROWS * 3), send(server.visitor(), ROWS * 10)
        assert (many.status_code, many.json()["error"]["code"]) == (429, "too-many-datasets")
        assert (large.status_code, large.json()["error"]["code"]) == (429, "too-many-bytes")
        hasty = [send(visitor, ROWS * 100) for _ in range(3)][-1]
        assert (hasty.status_code, hasty.json()["error"]["code"]) == (429, "too-many-uploads")
        assert send(server.visitor(), ROWS).status_code == 201


def test_files_that_stall_keep_nobody_waiting(server: Server) -> None:
    address = urlsplit(server.url)
    with ExitStack() as stalled:
        for _ in range(8):
            visitor = server.visitor()
            client = stalled.enter_context(socket.create_connection((address.hostname, address.port)))
            cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
            client.sendall(
                f"POST /api/datasets?name=a HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {cookies}\r\n"
                "Content-Length: 100\r\n\r\na".encode()
            )
        sent = server.visitor().post("/api/datasets?name=b", content="a,b\n1,2\n2,4\n3,1\n4,2\n", timeout=8)
        assert sent.status_code in {201, 422}  # not 408
