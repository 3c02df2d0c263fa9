"""What comes at the same moment as a class, a seat or a run ends: nothing of it stays behind, and nothing is mixed up.

The requests start together, so that each order comes up sooner or later; every one of them ends well.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.app.client import Server, holds, live
from tests.app.opened_class import Class, attend

pytestmark = pytest.mark.anyio

STUDENTS = 4
TRIES = 3

Request = tuple[httpx.Client, str, str, Any]
"""Who asks, the method, the path and the body."""


def at_once(*requests: Request) -> list[int]:
    """The statuses of requests that start together; none of them ends by a fault of the server."""
    ready = Barrier(len(requests))

    def ask(request: Request) -> int:
        visitor, method, path, body = request
        ready.wait()
        answer = visitor.request(method, path, json=body)
        assert answer.status_code < 500, answer.text
        return answer.status_code

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(ask, requests))


def begin(school: Class, student: httpx.Client) -> Request:
    return student, "POST", f"{school.path}/seat/run", None


def nothing_is_left(students: Sequence[httpx.Client]) -> None:
    holds(lambda: all(student.get("/api/runs").json() == [] for student in students))


def test_runs_begin_while_the_class_is_deleted(server: Server) -> None:
    for _ in range(TRIES):
        school, late = Class(server), server.visitor()
        students = [school.join()[0] for _ in range(STUDENTS)]
        statuses = at_once(
            *(begin(school, student) for student in students),
            (school.teacher, "DELETE", school.path, None),
            (late, "POST", f"{school.path}/seat", {}),
            (school.teacher, "GET", f"{school.path}/networks", None),
            (school.teacher, "GET", f"{school.path}/results", None),
            (school.teacher, "POST", f"{school.path}/question", {"text": "x", "kind": "number"}),
        )
        assert {*statuses[:STUDENTS]} <= {200, 404} and statuses[STUDENTS] == 204
        nothing_is_left([*students, late])
        assert school.teacher.get("/api/classes").json() == []


def test_runs_begin_while_their_seats_are_deleted(server: Server) -> None:
    school = Class(server)
    for _ in range(TRIES):
        seats = [school.join() for _ in range(STUDENTS)]
        members = [f"{school.path}/members/{seat['id']}" for _, seat in seats]
        at_once(
            *(begin(school, student) for student, _ in seats),
            *((school.teacher, "DELETE", member, None) for member in members),
        )
        nothing_is_left([student for student, _ in seats])


async def test_runs_begin_while_tasks_are_set(server: Server) -> None:
    school = Class(server)
    sizes = {school.set_task(network={"hidden": [size]}): [size] for size in (5, 6, 7)}
    students = [school.join()[0] for _ in range(STUDENTS)]
    for _ in range(TRIES):
        at_once(
            *(begin(school, student) for student in students),
            *((school.teacher, "PUT", f"{school.path}/present", {"task": task}) for task in sizes),
        )
    for student in students:
        school.begin(student)
        async with live(server, student) as page:
            told = await attend(page, school)
        assert told["member"]["run"] in {each["run"] for each in told["begun"]}
        for each in told["begun"]:
            network = student.get(f"/api/runs/{each['run']}").json()["experiment"]["network"]
            assert network["hidden"] == sizes[each["task"]]


async def test_a_student_leaves_while_the_teacher_steers(server: Server) -> None:
    school = Class(server)
    teacher = school.teacher
    for nth in range(TRIES):
        ann, seat = school.join()
        school.begin(ann)
        at_once(
            (ann, "DELETE", f"{school.path}/seat", None),
            (teacher, "POST", f"{school.path}/pushes", {"changes": {"network": {"hidden": [nth + 3]}}}),
            (teacher, "PUT", f"{school.path}/spotlight", {"member": seat["id"]}),
            (teacher, "PUT", f"{school.path}/members/{seat['id']}/chalk", None),
            (teacher, "POST", f"{school.path}/stills", {"member": seat["id"]}),
            (teacher, "PATCH", school.path, {"paused": nth % 2 == 0}),
        )
        nothing_is_left([ann])
    async with live(server, teacher) as board:
        told = await attend(board, school, role="teacher")
    assert told["spotlight"] is None and told["stills"] == [] and told["members"] == []
