"""What an open page is told of its class."""

from unittest.mock import MagicMock

from app.live.attendance import Attendance
from tests.app.classroom.made import made


def test_tiles_that_come_all_the_time_do_not_keep_back_what_all_have_in_common() -> None:
    classroom = made(teachers=["ann"], on_wall="settings")
    line, board = MagicMock(is_free=True), MagicMock()
    line.push.side_effect = lambda message: setattr(line, "is_free", False)  # as a poll that is answered
    board.news.return_value, board.shared.return_value = b"tiles", b"settings"
    wall = Attendance(MagicMock(), classroom, "ann", line, MagicMock(), role="projector")
    wall.show(board)
    assert [call.args[0] for call in line.push.call_args_list] == [
        b"tiles"
    ]  # it does not know what is on the wall
    assert wall.take() is not None
    line.push.reset_mock()
    line.is_free = True
    wall.show(board)
    assert [call.args[0] for call in line.push.call_args_list] == [b"tiles", b"settings"]
    wall.show(board)
    assert line.push.call_count == 2
