"""The chalk lapses where its teacher has gone, and not before their page has come."""

from app.classroom.chalk import LAPSE_SECONDS, Chalk, page_of
from app.classroom.chalking import is_over
from app.classroom.classroom import Classroom
from app.classroom.presence import Presence


def test_a_teacher_has_time_to_come_and_to_come_back() -> None:
    times = [0.0]
    presence = Presence(lambda: times[0])
    classroom = Classroom(
        code="ABC234",
        title="Networks",
        teachers=["ada"],
        created_at=0,
        expires_at=9e9,
        most_members=9,
        teacher_key="",
        wall_key="",
    )
    chalk = Chalk(run="r", teacher="ada", taken_at=1000.0)
    times[0] = 900.0  # the server has run for long
    assert not is_over(chalk, classroom, presence, 1000.0)
    assert is_over(chalk, classroom, presence, 1000.0 + LAPSE_SECONDS)
    with presence.here(page_of("ada", "ABC234")):
        assert not is_over(chalk, classroom, presence, 2000.0)
    assert not is_over(chalk, classroom, presence, 2000.0)
    times[0] += LAPSE_SECONDS
    assert is_over(chalk, classroom, presence, 2000.0)
    classroom.teachers = []
    assert is_over(chalk, classroom, presence, 1000.0)
