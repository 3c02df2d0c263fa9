"""The referees of all classes: each works while a page of its class is open."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.referee import Referee, Watching
from app.classroom.standings import Standings, Tell
from app.classroom.trial import Trials


class Referees:
    def __init__(self, classrooms: Classrooms, watching: Watching) -> None:
        self.classrooms = classrooms
        self.trials = Trials(classrooms.runs)
        self._watching = watching
        self._all: dict[str, Referee] = {}

    @contextmanager
    def attending(self, classroom: Classroom, member: str | None, tell: Tell) -> Iterator[Standings]:
        """The standings of a class; `tell` is called at each change of the ranking and of the member's, until the
        block ends."""
        if classroom.code not in self._all:
            self._all[classroom.code] = Referee(self.classrooms, self.trials, self._watching, classroom)
        referee = self._all[classroom.code]
        listeners = referee.standings.listeners
        listeners.setdefault(member, set()).add(tell)
        try:
            yield referee.standings
        finally:
            listeners[member].discard(tell)
            if not listeners[member]:
                del listeners[member]
            if not listeners and self._all.get(classroom.code) is referee:
                referee.end()
                del self._all[classroom.code]
