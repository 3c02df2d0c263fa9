"""CSV files sent to the real server."""

import httpx

from tests.app.client import Server, serving

ROWS = "".join(f"{n},{n / 10},{('setosa', 'virginica')[n % 2]}\n" for n in range(12))
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
    assert (summary["name"], summary["rows"], summary["size"]) == ("iris.csv", 12, 144)
    assert summary["columns"] == [
        {"name": "sepal", "classes": None, "lowest": 0, "highest": 11},
        {"name": "petal", "classes": None, "lowest": 0, "highest": 1.1},
        {"name": "species", "classes": ["setosa", "virginica"], "lowest": 0, "highest": 1},
    ]
    assert visitor.get("/api/datasets").json() == [summary]
    address = f"/api/datasets/{summary['id']}"
    opened = visitor.get(address).json()
    assert opened["first_rows"][:2] == [[0, 0, "setosa"], [1, 0.1, "virginica"]]
    assert other.get(address).json() == other.get("/api/datasets/0000").json()
    assert other.delete(address).status_code == 404
    assert visitor.delete(address).status_code == 204
    assert visitor.get(address).status_code == 404


def test_what_is_wrong_is_said_line_by_line(server: Server) -> None:
    answer = send(server.visitor(), IRIS + "abc,1,setosa\n1,,setosa\n")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["where"]) == ("wrong-file", None)
    assert error["message"].split("\n") == [
        "line 14, column sepal: 'abc' is not a number",
        "line 15, column petal: the cell is empty",
    ]


def test_a_file_may_be_larger_than_a_command_but_not_than_is_allowed() -> None:
    with serving(CHALKNET_UPLOAD_BYTES="100000") as server:
        visitor = server.visitor()
        assert send(visitor, ROWS * 300).status_code == 201
        for content in (b"1,2\n" * 30_000, iter([b"1,2\n" * 15_000] * 2)):
            long = visitor.post("/api/datasets", params={"name": "long"}, content=content)
            assert (long.status_code, long.json()["error"]["code"]) == (413, "too-long")
            assert "100000 bytes are allowed" in long.json()["error"]["message"]


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
