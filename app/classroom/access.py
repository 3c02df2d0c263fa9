"""Access within classes: a student's run is seen by their teacher, and stands still while the class is paused."""

from app.classroom.classrooms import Classrooms
from app.errors import Refusal, sentence, unknown_run
from app.runs.access import Do

EYES_ON_ME = sentence("Your teacher has paused the class: training goes on when they let it.")


class ClassAccess:
    """See `app.runs.access.Access`.

    | who                          | see | train                    | steer | push | own |
    |------------------------------|-----|--------------------------|-------|------|-----|
    | the owner                    | yes | unless the class pauses  | yes   | yes  | yes |
    | the browser with the seat    | yes | unless the class pauses  | yes   | yes  | yes |
    | a teacher of the class       | yes | no                       | no    | yes  | no  |
    | anybody else                 | no  | no                       | no    | no   | no  |
    """

    def __init__(self, classrooms: Classrooms) -> None:
        self.classrooms = classrooms

    def check(self, visitor: str, run: str, owner: str, do: Do) -> None:
        seat = self.classrooms.seat_of_run(run)
        if seat is None:
            if visitor != owner:
                raise unknown_run()
            return
        classroom, member = seat
        if visitor in (owner, member.visitor):
            if do is Do.TRAIN and classroom.is_paused and member.is_in:
                raise Refusal("class-paused", None, EYES_ON_ME)
            return
        if do in (Do.SEE, Do.PUSH) and classroom.is_teacher(visitor):
            return
        raise unknown_run()
