"""Access within classes: whose run it is, who looks on, who has the chalk, and what everyone sees."""

from app.classroom.chalk import CHALK_TAKEN
from app.classroom.class_network import owner_of
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.document.family import is_family
from app.errors import Refusal, sentence, unknown_run
from app.runs.access import Do

EYES_ON_ME = sentence("Your teacher has paused the class: training goes on when they let it.")
GUESSING_STILL = sentence(
    "The class is guessing: start the run with “Start the run”, which ends the guessing."
)


class ClassAccess:
    """See `app.runs.access.Access`.

    | who                             | see | train                   | steer | push | own |
    |---------------------------------|-----|-------------------------|-------|------|-----|
    | the owner                       | yes | unless the class pauses | yes   | yes  | yes |
    | the browser with the seat       | yes | unless the class pauses | yes   | yes  | yes |
    | both, while a teacher has the   | yes | no                      | no    | yes  | yes |
    | chalk                           |     |                         |       |      |     |
    | a teacher of the class          | yes | no                      | no    | yes  | no  |
    | the teacher who has the chalk   | yes | yes                     | yes   | yes  | no  |
    | the class and its projector, of | yes | no                      | no    | no   | no  |
    | what is in the spotlight        |     |                         |       |      |     |
    | anybody else                    | no  | no                      | no    | no   | no  |

    While a class is paused, the families of a browser with an open page of a seat in it do not train either.
    A class network is the class's own, and so every teacher's; the projector sees it.
    While the class guesses what it will do, nobody trains it: the start of the run ends the guessing.
    """

    def __init__(self, classrooms: Classrooms) -> None:
        self.classrooms = classrooms

    def class_of(self, run: str) -> str | None:
        seat = self.classrooms.seat_of_run(run)
        return seat[0].code if seat is not None and seat[1].is_in else None

    def keepers(self, visitor: str) -> dict[str, str | None]:
        taught = self.classrooms.of_teacher(visitor)
        return {visitor: None, **{owner_of(each.code): each.code for each in taught}}

    def check(self, visitor: str, run: str, owner: str, do: Do) -> None:
        seat = self.classrooms.seat_of_run(run)
        if (classroom := self.classrooms.networks.get(run)) is not None:
            return self._check_network(classroom, visitor, owner, do)
        if seat is None:
            if visitor != owner:
                raise unknown_run()
            if do is Do.TRAIN and is_family(run):
                self._check_family(visitor)
            return
        classroom, member = seat
        chalk = None if member.chalk is None or member.chalk.run != run else member.chalk.teacher
        if chalk == visitor and do is not Do.OWN and classroom.is_teacher(visitor):
            return
        if visitor in (owner, member.visitor):
            if chalk is not None and do in (Do.TRAIN, Do.STEER):
                raise Refusal("chalk-taken", None, CHALK_TAKEN)
            if do is Do.TRAIN and classroom.is_paused and member.is_in:
                raise Refusal("class-paused", None, EYES_ON_ME)
            return
        if do in (Do.SEE, Do.PUSH) and classroom.is_teacher(visitor):
            return
        if do is Do.SEE and classroom.lit == run and classroom.sees_lit(visitor):
            return
        raise unknown_run()

    def _check_family(self, visitor: str) -> None:
        """Raises Refusal where the visitor sits in a class that is paused: the page of a seat has families, too."""
        for classroom in self.classrooms.all():
            member = classroom.of_visitor(visitor) if classroom.is_paused else None
            if member is not None and member.is_in and not self.classrooms.presence.away(member.id):
                raise Refusal("class-paused", None, EYES_ON_ME)

    def _check_network(self, classroom: Classroom, visitor: str, owner: str, do: Do) -> None:
        if classroom.is_teacher(visitor) or visitor == owner == owner_of(classroom.code):
            question = classroom.question
            if do is Do.TRAIN and question is not None and question.state == "asked":
                raise Refusal("guessing-still", None, GUESSING_STILL)
            return
        if do is not Do.SEE or not classroom.may_look(visitor):
            raise unknown_run()
