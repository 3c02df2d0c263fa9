"""Classes for the tests of this room."""

from typing import Any

from app.classroom.classroom import Classroom
from app.classroom.codes import digest_of


def made(**fields: Any) -> Classroom:
    """A class with the teacher ms-t and room for three students, or with other fields."""
    return Classroom(
        **{
            "code": "ABC234",
            "title": "Networks",
            "created_at": 0,
            "expires_at": 1e9,
            "most_members": 3,
            "teacher_key": digest_of("teacher"),
            "wall_key": digest_of("wall"),
            "teachers": ["ms-t"],
            **fields,
        }
    )
