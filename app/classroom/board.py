"""The board: what a teacher sees of everyone's run, some times a second in one message."""

import asyncio
import itertools
import math
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from numpy.typing import NDArray

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.classroom.presence import Presence
from app.classroom.referees import Referees
from app.classroom.settings_table import Recorder
from app.classroom.shared import PARTS
from app.classroom.signs import Fall, Sign, sign_of
from app.classroom.trained import Trained
from app.hosts.host import Host
from app.log import note_failure
from app.wire.commands import Shared
from app.wire.messages import pack_board, unpack_frame
from app.wire.snapshot import Snapshot

BOARD_SECONDS = 0.2
WRITE_SECONDS = 5.0
"""The pause between two writes of the settings that were tried."""
VIEWS: dict[str, Any] = {
    "tile": True,
    "resolution": 20,
    "still_resolution": 20,
    "frames_per_second": 1 / BOARD_SECONDS,
}

numbers = itertools.count(1)


class Feed:
    """A run as the board follows it: see `app.hosts.host.Subscriber`. It keeps no run awake."""

    def __init__(self, run: str, host: Host) -> None:
        self.name = f"board-{next(numbers)}"
        self.run = run
        self.host = host
        self.snapshot: Snapshot | None = None
        self.version = 0
        self.header: dict[str, Any] | None = None
        self.arrays: dict[str, NDArray[Any]] = {}
        self.fall = Fall()
        host.watch(run, self, VIEWS)

    def offer(self, snapshot: Snapshot, losses: bytes) -> None:
        self.snapshot = snapshot
        self.version = next(numbers)
        self.header, self.arrays = unpack_frame(snapshot.frame)
        self.fall.note(self.header["step"], self.header["train_loss"])

    def notice(self, code: str, message: str) -> None:
        """What happens to the run is told to its student."""

    def end(self) -> None:
        self.host.unwatch(self.run, self)


class Shown(NamedTuple):
    """A tile as a page of the board has it."""

    version: int
    sign: Sign


class Board:
    """The tiles of one classroom, while someone looks at them."""

    def __init__(self, classrooms: Classrooms, presence: Presence, classroom: Classroom) -> None:
        self.classrooms = classrooms
        self.presence = presence
        self.classroom = classroom
        self._feeds: dict[str, Feed] = {}
        self._shared: dict[Shared, tuple[float, bytes]] = {}
        """The latest message of each part that is told of all together, and its time."""
        self._recorder = Recorder(classroom.tried)
        self._is_unwritten, self._written = False, 0.0

    def follow(self) -> None:
        """Follow the present run of every member, wherever it is awake."""
        inside = {member.id: member for member in self.classroom.inside()}
        for id, feed in tuple(self._feeds.items()):
            member = inside.get(id)
            owned = self.classrooms.runs.awake.get(feed.run)
            if member is None or member.run != feed.run or owned is None or owned.host is not feed.host:
                feed.end()
                del self._feeds[id]
            else:
                feed.fall.under(owned.experiment)
        for id, member in inside.items():
            if id not in self._feeds and member.run is not None:
                owned = self.classrooms.runs.awake.get(member.run)
                if owned is not None and (owned.starting is None or owned.starting.is_set()):
                    self._feeds[id] = Feed(member.run, owned.host)

    def progress_of(self, member: str) -> tuple[int, dict[str, Any]] | None:
        """See `app.classroom.referee.Board`."""
        feed = self._feeds.get(member)
        return None if feed is None or feed.header is None else (feed.version, feed.header)

    def sign(self, member: Member, *, is_projected: bool = False) -> Sign:
        """How it goes; a raised hand is for the teacher alone, and not for the wall."""
        feed = self._feeds.get(member.id)
        return sign_of(
            None if feed is None else feed.header,
            Fall() if feed is None else feed.fall,
            hand=member.hand and not is_projected,
            done=member.done,
            away=self.presence.away(member.id),
        )

    def news(
        self,
        known: dict[str, Shown],
        members: Collection[str],
        visible: Collection[str] | None,
        *,
        is_projected: bool = False,
    ) -> bytes | None:
        """The news of these members for a page that has these tiles, None where it knows everything; `known` is brought
        up to date. Only `visible` tiles have their frames. A projector has the sign of the spotlit run, too."""
        frames, signs = {}, {}
        for member in self.classroom.inside():
            if member.id not in members:
                continue
            feed, sign = self._feeds.get(member.id), self.sign(member, is_projected=is_projected)
            before = known.get(member.id)
            version = 0 if before is None else before.version
            if feed is not None and feed.snapshot is not None and (visible is None or member.id in visible):
                if feed.version != version:
                    frames[member.id] = feed.snapshot.frame
                version = feed.version
            if before is None or before.sign is not sign:
                signs[member.id] = sign.value
            known[member.id] = Shown(version, sign)
            # The wall knows the network in the spotlight by its run alone.
            if is_projected and member.run is not None and member.run == self.classroom.lit:
                before = known.get(member.run)
                if before is None or before.sign is not sign:
                    signs[member.run] = sign.value
                known[member.run] = Shown(0, sign)
        if not frames and not signs:
            return None
        return pack_board({"type": "board", "code": self.classroom.code, "signs": signs}, frames)

    def shared(self, part: Shared) -> bytes:
        """A part of what the students have in common, computed once for all who look."""
        about, now = PARTS[part], time.monotonic()
        at, told = self._shared.get(part, (-math.inf, b""))
        if now >= at + about.seconds:
            told = about.told(self.classroom, self.trained())
            self._shared[part] = now, told
        return told

    def trained(self) -> Iterator[Trained]:
        """The present networks of the members, as far as they are awake."""
        for member in self.classroom.inside():
            feed = self._feeds.get(member.id)
            owned = None if feed is None else self.classrooms.runs.awake.get(feed.run)
            if feed is not None and owned is not None and feed.header is not None:
                yield Trained(member, feed.run, owned.experiment, feed.header, feed.arrays)

    def record(self) -> None:
        """Write down what everyone tries, and what comes of it."""
        trained = list(self.trained())
        self._recorder.forget(each.run for each in trained)
        noted = [self._recorder.note(each) for each in trained]
        self._is_unwritten |= any(noted)
        if self._is_unwritten and time.monotonic() >= self._written + WRITE_SECONDS:
            self._write()

    def _write(self) -> None:
        self._is_unwritten, self._written = False, time.monotonic()
        self.classrooms.keep(self.classroom)

    def end(self) -> None:
        for feed in self._feeds.values():
            feed.end()
        self._feeds = {}
        if self._is_unwritten:
            self._write()


class Boards:
    """The boards that someone looks at."""

    def __init__(self, classrooms: Classrooms) -> None:
        self.classrooms = classrooms
        self.presence = classrooms.presence
        self.referees = Referees(classrooms, self.watching)
        self._boards: dict[str, tuple[Board, set[Callable[[Board], None]], asyncio.Task[None]]] = {}

    @contextmanager
    def watching(self, classroom: Classroom, show: Callable[[Board], None]) -> Iterator[None]:
        """Call `show` some times a second, until the block ends."""
        if classroom.code not in self._boards:
            board = Board(self.classrooms, self.presence, classroom)
            lookers: set[Callable[[Board], None]] = set()
            task = asyncio.create_task(self._run(board, lookers))
            self._boards[classroom.code] = board, lookers, task
        board, lookers, task = self._boards[classroom.code]
        lookers.add(show)
        try:
            yield
        finally:
            lookers.discard(show)
            if not lookers:
                task.cancel()
                board.end()
                self._boards.pop(classroom.code, None)

    async def _run(self, board: Board, lookers: set[Callable[[Board], None]]) -> None:
        while True:
            acts: list[Callable[[], None]] = [board.follow, board.record]
            acts += [partial(show, board) for show in lookers]
            for act in acts:
                # One that cannot be told ends neither the board nor the others.
                try:
                    act()
                except Exception as error:
                    note_failure("a part of a board", repr(error))
            await asyncio.sleep(BOARD_SECONDS)
