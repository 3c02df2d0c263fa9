"""All classrooms of this server: it opens them, finds them, and writes what has changed."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from pydantic import ValidationError

from app.classroom.class_network import ClassNetwork, owner_of
from app.classroom.classroom import Classroom
from app.classroom.codes import code_in, digest_of, new_code, new_key
from app.classroom.member import Member
from app.classroom.presence import Presence
from app.classroom.telling import EVERYBODY, Telling
from app.errors import Refusal, sentence
from app.limits import Rate, too_many
from app.runs.runs import DAY, Runs
from app.storage.classrooms import ClassroomRows, KeptClassroom

WRITE_SECONDS = 1.0
WRONG_CODES_A_MINUTE = 30.0
SWEEP_SECONDS = 60.0

NO_CLASS = sentence(
    "There is no class with this code: it is over, or its code is another one. Codes have no 0, O, 1, I and L."
)
MANY_CLASSES = sentence("You have {most} classes, as many as are allowed: delete one first.")
MANY_BY_ADDRESS = sentence(
    "Your network address has {most} classes, as many as are allowed: delete one first."
)

log = logging.getLogger("chalknet.classroom")


def unknown_class() -> Refusal:
    return Refusal("unknown-class", "code", NO_CLASS)


class Bounds:
    """The limits of a server."""

    def __init__(self, *, per_visitor: int, per_address: int, members: int, days: float) -> None:
        self.per_visitor = per_visitor
        self.per_address = per_address
        self.members = members
        self.days = days


class Classrooms:
    """Its methods belong to the event loop. Where a method raises Refusal, nothing has changed."""

    def __init__(
        self, runs: Runs, rows: ClassroomRows, bounds: Bounds, clock: Callable[[], float] = time.time
    ) -> None:
        self.runs = runs
        self.rows = rows
        self.bounds = bounds
        self.clock = clock
        self._all: dict[str, Classroom] = {}
        self._addresses: dict[str, str] = {}
        """The digest of the address from which each was opened, by code."""
        self._seats: dict[str, tuple[Classroom, Member]] = {}
        """The seat of each run."""
        self.networks: dict[str, Classroom] = {}
        """The class of each class network, by its run."""
        self._changed: set[str] = set()
        self.followers: list[Callable[[Classroom], None]] = []
        """Called after every change of a classroom."""
        self.telling = Telling(self._check_watchers)
        self.presence = Presence()
        self.acting: dict[str, asyncio.Task[None]] = {}
        """The act on all runs of a class that is under way, by its code (see `app.classroom.pause`)."""
        self.beginning: dict[str, asyncio.Lock] = {}
        """The seats that begin a run, by the ids of their members (see `app.classroom.beginning`)."""
        self._wrong = Rate(WRONG_CODES_A_MINUTE / 60, 60)

    async def open(self) -> None:
        """Read all classrooms. Raises Refusal."""
        for kept in await self.rows.all():
            try:
                classroom = Classroom.model_validate(kept.document)
            except ValidationError as error:
                log.error("the class %s cannot be read: it has %d errors", kept.code, error.error_count())
                continue
            self._add(classroom, kept.address)
        self._tasks = [asyncio.create_task(self._write_on()), asyncio.create_task(self._sweep())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        # A write that is cancelled counts what it had as changed again.
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.telling.close()
        with suppress(Refusal):
            await self.write()

    # Finding

    def find(self, typed: str, address: str) -> Classroom:
        """The classroom of a code. Wrong codes are counted for each address, and right ones are not. Raises Refusal."""
        code = code_in(typed)
        classroom = None if code is None else self._all.get(code)
        if classroom is None or classroom.expires_at <= self.clock():
            if wait := self._wrong.spend(address):
                raise too_many("commands", wait)
            raise unknown_class()
        return classroom

    def of_teacher(self, visitor: str) -> list[Classroom]:
        """The classes of which a visitor is a teacher, the latest first."""
        own = [each for each in self._all.values() if each.is_teacher(visitor)]
        return sorted(own, key=lambda each: -each.created_at)

    def give_to(self, run: str, classroom: Classroom, member: Member) -> None:
        """Let a run belong to a seat; where the seat was deleted meanwhile, the run is deleted, too."""
        if self.has_seat(classroom, member):
            self._seats[run] = classroom, member
        else:
            self.runs.archive.forget(run)

    def all(self) -> tuple[Classroom, ...]:
        return tuple(self._all.values())

    def seat_of_run(self, run: str) -> tuple[Classroom, Member] | None:
        """The seat for which a run was made."""
        return self._seats.get(run)

    def _check_watchers(self, code: str) -> None:
        """Let nobody go on watching a run of the class who may not any more."""
        if classroom := self._all.get(code):
            network = [] if classroom.network is None else [classroom.network.run]
            for run in (*network, *(run for member in classroom.members for run in member.runs.values())):
                if owned := self.runs.awake.get(run):
                    owned.check_watchers()

    # Changing

    @contextmanager
    def changing(self, classroom: Classroom, seat: Member | None = None) -> Iterator[None]:
        """Change a classroom, or of it one seat alone: it will be written, and whom it concerns is told."""
        yield
        self._changed.add(classroom.code)
        self.telling.soon(classroom.code, EVERYBODY if seat is None else seat.id)
        for follow in self.followers:
            follow(classroom)

    def keep(self, classroom: Classroom) -> None:
        """Write a classroom, of which nobody needs to be told."""
        self._changed.add(classroom.code)

    def create(self, visitor: str, address: str, title: str) -> tuple[Classroom, str, str]:
        """A new classroom, the key of its private link, and that of its projector's link. Raises Refusal."""
        if len(self.of_teacher(visitor)) >= self.bounds.per_visitor:
            raise Refusal("too-many-classes", None, MANY_CLASSES, most=self.bounds.per_visitor)
        digest = self.rows.archive.digest_of(address)
        if list(self._addresses.values()).count(digest) >= self.bounds.per_address:
            raise Refusal("too-many-classes", None, MANY_BY_ADDRESS, most=self.bounds.per_address)
        code = next(code for code in iter(new_code, None) if code not in self._all)
        teacher, wall = new_key(), new_key()
        now = self.clock()
        classroom = Classroom(
            code=code,
            title=title,
            created_at=now,
            expires_at=now + DAY * self.bounds.days,
            most_members=self.bounds.members,
            teacher_key=digest_of(teacher),
            wall_key=digest_of(wall),
            teachers=[visitor],
        )
        self._add(classroom, digest)
        with self.changing(classroom):
            log.info("a class was opened", extra={"class": code})
        return classroom, teacher, wall

    def _add(self, classroom: Classroom, address: str) -> None:
        self._all[classroom.code] = classroom
        self._addresses[classroom.code] = address
        if classroom.network is not None:
            self.networks[classroom.network.run] = classroom
        for member in classroom.members:
            for run in member.all_runs:
                self._seats[run] = classroom, member

    async def drop(self, classroom: Classroom, member: Member) -> None:
        """Delete a seat with its runs."""
        with self.changing(classroom):
            classroom.leave(member)
            classroom.stills = [still for still in classroom.stills if still.member != member.id]
            if member in classroom.members:
                classroom.members.remove(member)
            classroom.forget(member)
        await self._delete_runs(member)

    async def remove(self, classroom: Classroom) -> None:
        """Delete a class and all in it: seats, nicknames and runs. Raises Refusal where the database does not answer,
        and the class is still there."""
        # It is gone before its row is: otherwise a write in between would bring the row back.
        self._all.pop(classroom.code, None)
        try:
            await self.rows.remove(classroom.code, owner_of(classroom.code))
        except BaseException:
            self._all[classroom.code] = classroom
            self._changed.add(classroom.code)
            raise
        self._addresses.pop(classroom.code, None)
        for member in [*classroom.members]:
            await self._delete_runs(member)
        if (network := classroom.network) is not None:
            classroom.network = None
            await self.delete_network(network)
        self.telling.now(classroom.code)
        log.info(
            "a class was deleted, with its %d seats", len(classroom.members), extra={"class": classroom.code}
        )

    async def delete_network(self, network: ClassNetwork) -> None:
        """Delete the run of a class network that its class has no longer."""
        self.networks.pop(network.run, None)
        with suppress(Refusal):  # its owner has deleted it before
            await self.runs.remove(network.owner, network.run)

    async def _delete_runs(self, member: Member) -> None:
        for run in member.all_runs:
            self._seats.pop(run, None)
            with suppress(Refusal):  # its student has deleted it before
                await self.runs.remove(member.owner, run)
        self.beginning.pop(member.id, None)

    # Telling and writing

    def exists(self, classroom: Classroom) -> bool:
        return self._all.get(classroom.code) is classroom

    def has_seat(self, classroom: Classroom, member: Member) -> bool:
        return self.exists(classroom) and any(each is member for each in classroom.members)

    def check_seat(self, classroom: Classroom, member: Member) -> None:
        """Raises Refusal where the class or the seat was deleted meanwhile."""
        if not self.exists(classroom):
            raise unknown_class()
        classroom.member(member.id)

    async def write(self) -> None:
        """Write what has changed. Raises Refusal, and tries it again the next time."""
        codes, self._changed = self._changed, set()
        kept = [
            KeptClassroom(code, each.document(), each.expires_at, self._addresses[code])
            for code in codes
            if (each := self._all.get(code)) is not None
        ]
        try:
            await self.rows.write(kept)
        except BaseException:
            self._changed |= codes
            raise

    async def _write_on(self) -> None:
        while True:
            await asyncio.sleep(WRITE_SECONDS)
            with suppress(Refusal):
                await self.write()

    async def _sweep(self) -> None:
        """Delete the classes whose time is over, forever."""
        while True:
            for classroom in [each for each in self._all.values() if each.expires_at <= self.clock()]:
                with suppress(Refusal):
                    await self.remove(classroom)
            await asyncio.sleep(SWEEP_SECONDS)
