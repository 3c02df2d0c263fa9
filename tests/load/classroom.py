"""`make load-class`: a class on this machine: students join within a minute, train, change, come back and raise hands,
while a teacher watches the board, pauses and lets go, pushes a change and lights one network, and bad clients are
among them.

It prints what `make load` prints, what concerns the board, and how soon the teacher's acts reach the last student.
Nothing is asserted; server and load share the cores.
"""

import argparse
import asyncio
import time

import httpx
import numpy as np
from uvloop import run

from tests.app.client import serving
from tests.load.acts import act, told_of
from tests.load.bad_clients import BAD
from tests.load.board import board
from tests.load.load import SETTINGS, answers, percentiles
from tests.load.student import joined
from tests.load.teacher import Teacher, opened
from tests.load.usage import Usage, lateness, percentile
from tests.load.visitor import Visitor

ACTS = 3
"""How often each act of the teacher is carried out and measured."""


async def lesson(count: int, rate: float, seconds: float, bad: int) -> None:
    """A class: it comes in, is measured for so many seconds while it trains, and then paused and let go."""
    # One teacher presses more often than people do; the limits of visitors stay those of the server.
    with serving(**SETTINGS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            cookie, code = await opened(server, http)
            as_teacher = {"Cookie": cookie, "Origin": server.url}
            path = f"/api/classes/{code}"
            teacher = Teacher(server, cookie, code, measuring)
            await teacher.look()

            began = time.monotonic()
            students = await joined(count, path, server, http, rate, measuring)
            print(f"\na class of {count}, {rate:g} frames a second each, {bad} bad clients")
            print(f"  all have joined after   {time.monotonic() - began:.1f} s")
            worst = [Visitor(server, http, rate, measuring) for _ in range(bad)]
            for person in worst:
                await person.arrive({})
            tasks = [asyncio.create_task(each.stay(change_every=5, leave_every=30)) for each in students]
            tasks += [asyncio.create_task(each.raise_hands()) for each in students]
            tasks += [asyncio.create_task(BAD[n % len(BAD)](person)) for n, person in enumerate(worst)]  # type: ignore[arg-type]
            await asyncio.sleep(5)

            taken: list[float] = []
            tasks.append(asyncio.create_task(answers(http, taken)))
            measuring.set()
            usage, late, own = Usage(server), await lateness(http), time.process_time()
            await asyncio.sleep(seconds)
            measuring.clear()
            notes = [student.notes for student in students]
            each = [note.frames / seconds for note in notes]
            print(f"  frames a second each    {np.mean(each):.1f} (least {min(each):.1f})")
            print(f"  frame age               {percentiles([age for note in notes for age in note.ages])}")
            print(f"  control to visible      {percentiles([t for note in notes for t in note.controls])}")
            print(f"  board age               {percentiles(teacher.ages)}")
            news, tiles = teacher.news / seconds, teacher.tiles / max(1, teacher.news)
            print(f"  board                   {news:.1f} news a second of {tiles:.0f} tiles, ", end="")
            print(f"{teacher.bytes / seconds / 1000:.0f} kB a second, ", end="")
            print(f"{teacher.told_bytes / seconds / 1000:.0f} of them without tiles")
            print(f"  /healthz answers in     {percentiles(taken)}")
            late_by = [percentile(late, await lateness(http), percent) for percent in (50, 95, 99)]
            print(f"  event loop late by      {' / '.join(late_by)} ms")
            print(f"  server                  {usage.report(max(1, sum(note.frames for note in notes)))}")
            print(f"  load generator          {100 * (time.process_time() - own) / seconds:.0f} % of a core")

            for _ in range(ACTS):
                answered = await act(students, http.patch(path, json={"paused": True}, headers=as_teacher))
                still = teacher.still_at - answered.pressed
                print(
                    f"  pause                   {answered}; {told_of(students, 'paused', answered)}; ", end=""
                )
                print(f"the last tile stood still after {1e3 * still:.0f} ms")
                await http.patch(path, json={"paused": False}, headers=as_teacher)
                await asyncio.sleep(2)
            for nth in range(ACTS):
                # No student has this one, so that all change.
                changes = {"optimizer": {"learning_rate": 0.3 + nth / 1000}}
                body = {"changes": changes}
                answered = await act(students, http.post(f"{path}/pushes", json=body, headers=as_teacher))
                print(f"  push                    {answered}; {told_of(students, 'pushed', answered)}")
            members = teacher.ids
            for nth in range(ACTS):
                light = {"member": members[nth]}
                answered = await act(students, http.put(f"{path}/spotlight", json=light, headers=as_teacher))
                print(f"  spotlight               {answered}; ", end="")
                print(f"{told_of(students, 'told of the spotlight', answered)}; ", end="")
                print(f"first frame {told_of(students, 'lit', answered)}")
                await http.delete(f"{path}/spotlight", headers=as_teacher)
                await asyncio.sleep(2)
            failed = [task for task in tasks if task.done()]
            for task in failed[:3]:
                if task.exception() is not None:  # a bad client may have done all that it does
                    print(f"  a client failed: {task.exception()!r}")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            teacher.socket.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--rate", type=float, default=20, help="frames a second that each asks for")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--bad", type=int, default=6, help="bad clients among them")
    parser.add_argument("--board", action="store_true", help="measure the board in Chromium instead")
    given = parser.parse_args()
    if given.board:
        return run(board(given.students, given.rate, given.seconds))
    run(lesson(given.students, given.rate, given.seconds, given.bad))


if __name__ == "__main__":
    main()
