"""What whoever keeps the server running reads in its log."""

import io
import json
import logging

import pytest

from app import log
from tests.app.client import holds, run_of, serving


def test_a_line_is_one_json_object_with_the_ids_and_the_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        log.configure("info")
        log.request.set("r1")
        logging.getLogger("chalknet.test").info("two\nlines", extra={"run": "abc"})
        try:
            raise ValueError("wrong")
        except ValueError:
            logging.getLogger("chalknet.test").exception("failed")
    finally:
        log.request.set(None)
        root.handlers, root.level = before, level
    first, second = (json.loads(line) for line in written.getvalue().splitlines())
    assert (first["level"], first["logger"], first["message"]) == ("INFO", "chalknet.test", "two\nlines")
    assert (first["request"], first["run"]) == ("r1", "abc")
    assert "ValueError: wrong" in second["exc_info"]


def test_each_request_has_an_id_that_the_answer_names_and_the_run_it_is_about() -> None:
    with serving(CHALKNET_LOG_LEVEL="info") as server:
        visitor = server.visitor()
        run = run_of(visitor)
        answer = visitor.get(f"/api/runs/{run}")
        request = answer.headers["x-request-id"]
        holds(lambda: request in server.log)  # the line is written after the answer
        lines = [json.loads(line) for line in server.log.splitlines()]
        [line] = [line for line in lines if line.get("request") == request]
        assert line["run"] == run
        assert f"GET /api/runs/{run}" in line["message"]
        assert len({line["request"] for line in lines if "request" in line}) == 3
        assert all("chalknet_visitor" not in json.dumps(line) for line in lines)
