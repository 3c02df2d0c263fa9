"""Whatever is sent, the server does it or answers with a clear refusal, goes on, and does not grow."""

import json
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import requests
import schemathesis
import websockets.sync.client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.classroom.shared import PARTS
from app.live.session import MODELS
from app.wire.commands import MAX_COMMAND_BYTES, Command
from tests.app.client import SECONDS, Server, read, run_of, serving

VALID, WRONG, BODILESS = 12, 15, 5
"""Of each operation, as it is described and otherwise, and of one with nothing to get wrong but an id or two. The
commands of the socket are cheaper. The same ones are drawn in every run of the tests."""
COMMANDS = 600
MOST_GROWTH = 60_000_000
"""Bytes; a network of the largest shape with its frames is some of that."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

NASTIES = [
    "__proto__",
    "constructor",
    "\u202eevil\u202c",
    "x" * 10_000,
    "<img src=x onerror=alert(1)>",
    "\x00",
    "../../etc",
]
NASTY = some.sampled_from(NASTIES)
UNLIMITED = {
    "CHALKNET_NETWORKS_PER_VISITOR": "1000",
    "CHALKNET_DATASETS_PER_VISITOR": "1000",
    "CHALKNET_COMMANDS_PER_SECOND": "100000",
    "CHALKNET_COMMANDS_PER_SECOND_PER_ADDRESS": "100000",
    "CHALKNET_LOOP_SHARE_PER_CONNECTION": "1",
    "CHALKNET_LOOP_SHARE_PER_ADDRESS": "1",
    "CHALKNET_RECEIVED_BYTES_PER_SECOND": "1e9",
}


def network_of(visitor: httpx.Client) -> str:
    saved = visitor.post("/api/networks", json={"run": run_of(visitor), "name": "a network"})
    return str(saved.json()["id"])


def dataset_of(visitor: httpx.Client) -> str:
    rows = "".join(f"{n},{'ab'[n % 2]}\n" for n in range(10))
    return str(visitor.post("/api/datasets", params={"name": "a file"}, content=rows).json()["id"])


def class_of(visitor: httpx.Client) -> str:
    """One class, in which the visitor has a seat: requests that delete it make another."""
    own = visitor.get("/api/classes").json()
    code = own[0]["code"] if own else visitor.post("/api/classes", json={"title": "A class"}).json()["code"]
    visitor.post(f"/api/classes/{code}/seat", json={})
    return str(code)


MAKERS = {"run": run_of, "network": network_of, "dataset": dataset_of, "code": class_of}
"""Of what an address may name, a real one."""


ANY_BYTES = {"/api/runs/files"}
"""The body is a file, and that is all: by the description, no bytes are wrong."""


@schemathesis.serializer("text/csv")
def as_it_is(context: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Server]:
    with serving(**UNLIMITED) as server:
        yield server
        assert server.stranger().get("/readyz").status_code == 200


@pytest.fixture(scope="module")
def visitor(fuzzed: Server) -> httpx.Client:
    return fuzzed.visitor()


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_requests_are_answered_as_the_interface_describes(
    fuzzed: Server, visitor: httpx.Client, mode: schemathesis.GenerationMode, half: int
) -> None:
    description = schemathesis.openapi.from_url(f"{fuzzed.url}/openapi.json", timeout=SECONDS)
    operations = [found.ok() for found in description.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) >= 32
    with requests.Session() as session:
        session.trust_env = False  # Proxies and passwords are looked for again with each request.
        for operation in operations[half::2]:
            # Elsewhere there is nothing to get wrong but the run's id.
            if mode.is_positive or (operation.body and operation.path not in ANY_BYTES):
                send_cases(operation, mode, visitor, session)


def send_cases(
    operation: Any, mode: schemathesis.GenerationMode, visitor: httpx.Client, session: requests.Session
) -> None:
    """Send an operation what its description allows, or what it does not, over one connection: with names that nothing
    has, and with those of what is there."""
    # What is there stays, unless the operation deletes it.
    makers = MAKERS if operation.method == "delete" else {name: cache(make) for name, make in MAKERS.items()}
    examples = VALID if mode.is_positive else WRONG

    def send(case: schemathesis.Case[Any]) -> None:
        # Schemathesis by itself waits for ten seconds, which a busy machine may need.
        case.call_and_validate(session=session, cookies=dict(visitor.cookies), checks=CHECKS, timeout=SECONDS)

    @settings(
        max_examples=examples if operation.body or operation.query else BODILESS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        send(case)
        for name, make in makers.items():
            if name in case.path_parameters:
                case.path_parameters[name] = make(visitor)
                send(case)

    ask()


@pytest.mark.parametrize("nasty", [*NASTIES, "\ud800", 2**70, -(2**70), 1e308, [[[[[]]]]], {"a": {"b": {}}}])
def test_what_could_trip_a_parser_a_pipe_or_a_page_is_refused_in_few_words(
    fuzzed: Server, visitor: httpx.Client, nasty: Any
) -> None:
    run = f"/api/runs/{run_of(visitor)}"
    bodies = [{"data": {"noise": nasty}}, {"network": {"hidden": [nasty]}}, {"data": {"kind": nasty}}]
    if isinstance(nasty, str):
        bodies += [{nasty: {}}, {"data": {nasty: 1}}, {"data": {"kind": nasty}}]
        assert visitor.get(f"/api/runs/{quote(nasty, errors='replace')}").status_code in {404, 422}
    deep: Any = []
    for _ in range(505):
        deep = [deep]
    for body in [*bodies, {"data": {"noise": deep}}]:
        text = json.dumps(body)
        for answer in (
            visitor.post("/api/runs", content=text, headers={"Content-Type": "application/json"}),
            visitor.patch(run, content=text, headers={"Content-Type": "application/json"}),
        ):
            assert answer.status_code in {400, 422}, (answer.text, body)
            assert len(answer.content) < 1000


@pytest.mark.parametrize("nasty", NASTIES)
def test_names_and_cells_are_only_ever_text(fuzzed: Server, visitor: httpx.Client, nasty: str) -> None:
    fine = nasty.isprintable() or nasty == "\u202eevil\u202c"
    expected = 201 if fine and len(nasty) <= 80 else 422
    saved = visitor.post("/api/networks", json={"run": run_of(visitor), "name": nasty})
    assert saved.status_code == expected, saved.text[:1000]
    rows = "".join(f'{n},"{(nasty, "b")[n % 2]}"\n' for n in range(10))
    sent = [
        visitor.post("/api/datasets", params={"name": nasty}, content="1,2\n" * 10),
        visitor.post("/api/datasets", params={"name": "name"}, content=f'n,"{nasty}"\n{rows}'),
    ]
    # What a file has is shortened to a line of text, or stays out.
    codes = [answer.status_code for answer in sent]
    assert codes in ([expected, 201], [422, 422]), [answer.text[:1000] for answer in sent]
    if expected == 201:
        name = nasty.strip("\u202e\u202c")  # which would turn the text after it
        assert visitor.get("/api/networks").json()[0]["name"] == name
        kept = visitor.get(f"/api/datasets/{sent[1].json()['id']}").json()
        assert kept["columns"][1]["name"] == name
        assert kept["first_rows"][0] == [0, name]
        assert name in kept["columns"][1]["classes"]
    for path in ("/api/networks/{}", "/api/datasets/{}", "/api/networks/{}/runs"):
        answer = visitor.request(
            "POST" if path.endswith("runs") else "GET", path.format(quote(nasty, safe=""))
        )
        assert answer.status_code in {404, 422}
        assert len(answer.content) < 1000


scalars = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20) | NASTY
anything = some.recursive(
    scalars,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(NASTY | some.text(), inner, max_size=4),
)


def fields_of(model: type[Command], run: str, code: str) -> some.SearchStrategy[dict[str, Any]]:
    """A command of one kind, whose fields are right, wrong, or missing."""
    weight = some.fixed_dictionaries(
        {"parameter": some.just("W"), "layer": some.integers(1, 4), "unit": some.integers(0, 5)}
    )
    plane = some.fixed_dictionaries(
        {"kind": some.sampled_from(["weights", "random", "path"])},
        optional={"across": weight, "up": weight, "pin": some.integers(0, 3)},
    )
    right: dict[str, some.SearchStrategy[Any]] = {
        "run": some.just(run),
        "code": some.just(code),
        "role": some.sampled_from(["teacher", "projector", "student", None]),
        "shared": some.lists(some.sampled_from([*PARTS]), max_size=3),
        "visible": some.none() | some.lists(some.text(max_size=12), max_size=3),
        "id": some.integers(0, 2**53 - 1),
        "gesture": some.integers(0, 3),
        "keep_weights": some.booleans(),
        "begins": some.booleans(),
        "parameter": some.sampled_from(["W", "b", "gamma"]),
        "layer": some.integers(0, 5),
        "unit": some.integers(0, 5),
        "input": some.integers(0, 5),
        "value": some.floats(-2000, 2000),
        "ground": plane,
        "at": some.tuples(some.floats(-2000, 2000), some.floats(-2000, 2000)),
        "iterations": some.integers(-100, 1000),
        "epochs": some.integers(-3, 3),
        "step": some.integers(0, 3000),
        "number": some.integers(1, 50),
        "iterations_per_second": some.none() | some.floats(0.1, 100_000),
        "views": some.fixed_dictionaries(
            {}, optional={"resolution": some.integers(10, 200), "focus": anything, "ground": plane | anything}
        ),
        "changes": some.dictionaries(
            some.sampled_from(["data", "network", "optimizer", "training", "objective"]) | NASTY,
            some.dictionaries(
                some.sampled_from(["kind", "hidden", "learning_rate", "seed", "batch_size", "noise"]) | NASTY,
                anything | some.lists(some.integers(1, 16), max_size=6) | some.floats(0, 10),
                max_size=3,
            )
            | anything,
            max_size=3,
        ),
    }
    names = [name for name in model.model_fields if name != "do"]
    [do] = typing.get_args(model.model_fields["do"].annotation)
    required: dict[str, some.SearchStrategy[Any]] = {"do": some.just(do)}
    return some.fixed_dictionaries(
        required,
        optional={name: right[name] | right[name] | anything for name in names},
    )


def memory(process: int) -> int:
    """The resident bytes of a process."""
    with open(f"/proc/{process}/statm") as file:
        return int(file.read().split()[1]) * 4096


def test_commands_are_done_or_refused_and_the_socket_stays_open(
    fuzzed: Server, visitor: httpx.Client
) -> None:
    run = run_of(visitor)
    code = class_of(visitor)
    commands = some.one_of([fields_of(model, run, code) for model in MODELS.values()])
    messages = commands.map(json.dumps) | anything.map(json.dumps) | some.text() | some.binary()
    processes = [fuzzed.process.pid, *fuzzed.training_processes()]
    number = 0

    with websockets.sync.client.connect(
        fuzzed.url.replace("http", "ws") + "/live",
        origin=websockets.Origin(fuzzed.url),
        additional_headers={"Cookie": "; ".join(map("=".join, visitor.cookies.items()))},
        max_size=None,
        # A ping from the thread behind the socket draws from `random`, which Hypothesis takes for ours.
        ping_interval=None,
    ) as socket:

        @settings(
            max_examples=COMMANDS, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(messages)
        def send(message: str | bytes) -> None:
            nonlocal number
            if len(message) > MAX_COMMAND_BYTES:
                return
            number += 1
            socket.send(message)
            socket.send(json.dumps({"do": "unwatch", "run": "nobodys", "id": 2**52 + number}))
            while (answer := read(socket.recv(SECONDS)))["type"] != "done" or answer["id"] != 2**52 + number:  # type: ignore[arg-type]
                if answer["type"] == "error":
                    assert answer["code"] not in {"internal", "host-restarted"}, message
                    assert answer["message"] and len(answer["message"]) < 2000

        before = [memory(process) for process in processes]
        send()
        grown = [memory(process) - was for process, was in zip(processes, before, strict=True)]
    assert max(grown) < MOST_GROWTH
    assert fuzzed.training_processes() == processes[1:], "a host died"
