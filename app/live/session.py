"""A session belongs to one open page: it carries out commands one by one, and sends frames as they come."""

import asyncio
from typing import Any, get_args

import pydantic_core
from pydantic import ValidationError

from app import log as logs
from app.classroom.board import Boards
from app.door.visitors import mark_of_visitor
from app.errors import Refusal, explain, sentence
from app.frames.views import Views
from app.limits import Limits
from app.live.attendance import Attendance
from app.live.line import Gone, Line
from app.live.subscription import Subscription
from app.metrics import Metrics
from app.runs.access import Do
from app.runs.owned import ASLEEP, CLOSED, Owned
from app.runs.runs import Runs
from app.wire import commands
from app.wire import messages as wire

MODELS: dict[str, type[commands.Command]] = {
    get_args(model.model_fields["do"].annotation)[0]: model
    for model in get_args(get_args(commands.AnyCommand)[0])
}
"""The model of every command, by name."""
REFUSED_SECONDS = 0.1
"""The pause after a command that exceeds the rate limit. It slows reading down, so that the client must wait."""


MOST_CLASSES = 4
MANY_CLASSES = sentence("This page is in {most} classes at once, as many as it may.")


def error(command_id: int | None, refusal: Refusal) -> bytes:
    return wire.pack({"type": "error", "id": command_id, **refusal.as_dict()})


class Session:
    """The conversation between one of a visitor's pages and the server."""

    def __init__(
        self,
        line: Line,
        visitor: str,
        address: str,
        runs: Runs,
        boards: Boards,
        limits: Limits,
        metrics: Metrics,
    ) -> None:
        self.line = line
        self.visitor = visitor
        self.address = address
        self.runs = runs
        self.boards = boards
        self.limits = limits
        self.metrics = metrics
        self.subscriptions: dict[str, Subscription] = {}
        self.asleep: dict[str, Views] = {}
        """The views of runs that sleep because the page has acknowledged nothing for long."""
        self.waking: dict[str, Views] = {}
        """The views of runs that are being woken; who leaves or watches such a run takes it out."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.attendances: dict[str, Attendance] = {}
        """The classes in which the page is present, by code."""
        self.notices: list[bytes] = []
        self._answering = False
        self._soon: asyncio.Handle | None = None
        self._resting: asyncio.TimerHandle | None = None

    async def converse(self) -> None:
        """Carry out commands until the page leaves. Its runs continue."""
        self.line.listen(self.hear, self.send_next)
        try:
            await self.line.send(
                wire.pack(
                    {"type": "welcome", "version": wire.VERSION, "visitor": mark_of_visitor(self.visitor)}
                )
            )
            while True:
                text = await self.line.receive()
                self._answering = True
                answer = await self.answer(text)
                if answer is not None:
                    await self.line.send(answer)
                self._answering = False
                await asyncio.sleep(0)  # a page that sends without pause must not block the others
        except Gone:
            pass
        except asyncio.CancelledError:
            pass  # the server ends, and does not wait for a page that does not read
        finally:
            self.line.listen(None, None)
            for coming in (self._soon, self._resting):
                if coming:
                    coming.cancel()
            for run in (*self.subscriptions, *self.waking):
                self.unwatch(run)
            for attendance in self.attendances.values():
                attendance.end()

    def send_next(self) -> None:
        """Send waiting messages, but only after the answer of a command in progress, if that came from the host
        earlier: then its task is due before what is due soon from now on."""
        if not self._answering:
            self.send()
            return
        if self._soon is not None:
            self._soon.cancel()
        self._soon = asyncio.get_running_loop().call_soon(self.send)

    def send(self) -> None:
        """Send waiting messages while the page accepts them: notices first, then frames."""
        self._soon = None
        while self.notices and self.line.is_free:
            self.line.push(self.notices.pop(0))
        for attendance in self.attendances.values():
            while self.line.is_free and (news := attendance.take()):
                self.line.push(news)
        for subscription in tuple(self.subscriptions.values()):
            if self.line.is_free and not self._resting and (frame := subscription.take()):
                self.line.push(frame)
                if wait := max(self.limits.sent(self.visitor, len(frame)), self.line.frame_seconds):
                    self._resting = asyncio.get_running_loop().call_later(wait, self._go_on)

    def _go_on(self) -> None:
        self._resting = None
        self.send_next()

    def hear(self, text: bytes) -> bool:
        """Deal at once with an acknowledgement of a frame, the most frequent message of a page, or with a ping. Return
        whether the text was one of these."""
        try:
            if b'"ack"' in text:
                return self.acknowledge(commands.Ack.model_validate_json(text))
            if b'"ping"' in text and self.line.is_free:
                ping = commands.Ping.model_validate_json(text)
                self.count(text)
                self.line.push(wire.pack({"type": "done", "id": ping.id}))
                return True
        except (ValidationError, Refusal):
            pass  # `answer` sends the reason
        return False

    async def answer(self, text: str | bytes) -> bytes | None:
        """Carry out one command, and return the answer."""
        command_id = None
        try:
            if isinstance(text, bytes):
                self.count(text)
                raise Refusal("binary", None, "Commands are JSON text, but this message is binary.")
            try:
                command = commands.reader.validate_json(text)
            except ValidationError as invalid:
                command_id = id_in(text)
                self.count(text)
                raise explain(invalid.errors(), tags=MODELS) from None
            command_id = command.id
            if isinstance(command, commands.Ping):
                self.count(text)
                return wire.pack({"type": "done", "id": command_id})
            if isinstance(command, commands.OfClass):
                self.count(text)
                self.attend(command)
                return wire.pack({"type": "done", "id": command_id})
            logs.run.set(command.run)
            if isinstance(command, commands.Ack):
                # An acknowledgement is not charged: there are no more of them than frames.
                if not self.acknowledge(command):
                    self.count(text)
                return None
            self.count(text)
            result = await self.carry_out(command)
        except Refusal as refusal:
            self.metrics.rejected(refusal.code)
            if refusal.code == "too-many-commands":
                await asyncio.sleep(REFUSED_SECONDS)
            return error(command_id, refusal)
        return wire.pack({"type": "done", "id": command_id, **result})

    def count(self, message: str | bytes) -> None:
        self.limits.command(self.visitor, self.address, len(message))

    def acknowledge(self, ack: commands.Ack) -> bool:
        """Pass on an acknowledgement; whether it acknowledges a new frame."""
        if ack.run in self.asleep:
            self.wake_soon(ack.run, self.asleep.pop(ack.run))
            return True
        subscription = self.subscriptions.get(ack.run)
        return subscription is not None and subscription.acknowledge(ack.number)

    def wake_soon(self, run: str, views: Views) -> None:
        self.waking[run] = views
        task = asyncio.create_task(self.wake(run, views))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wake(self, run: str, views: Views) -> None:
        """Continue a run that was put to sleep while the page was away."""
        try:
            woken = await self.runs.of(self.visitor, run, self.address, Do.SEE)
            if self.waking.get(run) is views:  # else the page has left it, or has asked for other views
                self.watch(woken, views)
        except Refusal as refusal:
            if self.waking.pop(run, None) is views:
                # A full server, or a database that is away, ends no run: the page asks for it until it is there.
                self.tell(run, "run-gone" if refusal.code == "unknown-run" else ASLEEP, refusal.message)

    async def carry_out(self, command: commands.OfRun) -> dict[str, Any]:
        """The contents of `done`; raises Refusal."""
        if isinstance(command, commands.Unwatch):
            self.unwatch(command.run)
            return {}
        run = await self.runs.of(self.visitor, command.run, self.address, do_of(command))
        if isinstance(command, commands.Watch):
            self.watch(run, command.views)
            return {}
        return await run.control(command.model_dump(exclude={"id", "run"}), self.visitor)

    def watch(self, run: Owned, views: Views) -> None:
        """Subscribe to a run, or change the views; raises Refusal."""
        self.waking.pop(run.id, None)
        if run.id not in self.subscriptions:
            self.limits.subscribe(self.visitor, self.address)
            self.subscriptions[run.id] = Subscription(
                run,
                self.send_next,
                self.tell,
                self.metrics,
                lambda: self.runs.may(self.visitor, run.id, run.visitor, Do.SEE),
            )
        self.subscriptions[run.id].watch(views)

    def attend(self, command: commands.OfClass) -> None:
        """Be present in a class, with other tiles, or leave it; raises Refusal."""
        classroom = self.boards.classrooms.find(command.code, self.address)
        present = self.attendances.get(classroom.code)
        if not isinstance(command, commands.Attend):
            if present is not None:
                self.attendances.pop(classroom.code).end()
            return
        if present is None:
            if len(self.attendances) >= MOST_CLASSES:
                raise Refusal("too-many-classes", None, MANY_CLASSES, most=MOST_CLASSES)
            present = Attendance(
                self.boards,
                classroom,
                self.visitor,
                self.line,
                self.send_next,
                role=command.role,
            )
            self.attendances[classroom.code] = present
        present.visible = None if command.visible is None else frozenset(command.visible)
        present.show_shared(command.shared)
        self.send_next()

    def unwatch(self, run: str) -> None:
        self.asleep.pop(run, None)
        self.waking.pop(run, None)
        if subscription := self.subscriptions.pop(run, None):
            self.limits.unsubscribe(self.visitor, self.address)
            subscription.leave()

    def tell(self, run: str, code: str, message: str) -> None:
        if code == CLOSED[0]:
            self.unwatch(run)
        if code in {"run-gone", "run-lost", ASLEEP} and run in self.subscriptions:
            subscription = self.subscriptions.pop(run)
            self.limits.unsubscribe(self.visitor, self.address)
            if code == ASLEEP:
                if subscription.is_drawn and self.line.is_free:
                    self.wake_soon(run, subscription.views)  # no acknowledgement is due that could wake it
                else:
                    self.asleep[run] = subscription.views
                return
        self.notices.append(wire.pack({"type": "notice", "run": run, "code": code, "message": message}))
        self.send_next()


def do_of(command: commands.OfRun) -> Do:
    """What a command does with its run."""
    if isinstance(command, commands.Watch):
        return Do.SEE
    return Do.TRAIN if isinstance(command, commands.Play | commands.Step | commands.Travel) else Do.STEER


def id_in(text: str) -> int | None:
    """The id of an invalid command, so that the page can match the error to it."""
    try:
        command = pydantic_core.from_json(text)
    except ValueError:
        return None
    number = command.get("id") if isinstance(command, dict) else None
    return number if isinstance(number, int) and 0 <= number < 2**53 else None
