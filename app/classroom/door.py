"""The door of a class: students join, come back to their seat, and take it to another device."""

from app.classroom.classroom import Classroom
from app.classroom.codes import digest_of, is_key, new_key
from app.classroom.member import Member
from app.classroom.nicknames import drawn, folded
from app.errors import Refusal, sentence

BARRED = sentence("The teacher has closed this class to you.")
LOCKED = sentence("The door of this class is locked: ask the teacher to open it.")

TAKEN = sentence("Someone in this class is called {nickname} already: choose another nickname.")
TAKEN_OR_YOURS = sentence(
    "Someone in this class is called {nickname} already: choose another nickname. If that is your seat, open My seat "
    "in the browser where you joined, and there Continue on another device."
)


def join(classroom: Classroom, visitor: str, nickname: str | None, language: str, now: float) -> Member:
    """Give a visitor the seat that they had, or a new one. Without a nickname, one is drawn. Raises Refusal."""
    member = classroom.of_visitor(visitor)
    if member is not None:
        return come_back(classroom, member)
    if classroom.is_locked:
        raise Refusal("locked", None, LOCKED)
    most = classroom.most_members
    if sum(each.standing in {"in", "waiting"} for each in classroom.members) >= most:
        raise Refusal("class-full", None, "This class has {most} students, as many as it may.", most=most)
    if nickname is None:
        nickname = drawn([each.nickname for each in classroom.members], language)
    check_free(classroom, nickname, words=TAKEN_OR_YOURS)
    member = Member.new(visitor, nickname, language, now, waits=classroom.admits_each)
    member.task = classroom.present or ""
    classroom.members.append(member)
    return member


def come_back(classroom: Classroom, member: Member) -> Member:
    """Let a student in again; a removed one comes back as a new one would. Raises Refusal."""
    if member.standing == "barred":
        raise Refusal("barred", None, BARRED)
    if member.standing == "out":
        if classroom.is_locked:
            raise Refusal("locked", None, LOCKED)
        member.standing = "waiting" if classroom.admits_each else "in"
    return member


def rename(classroom: Classroom, member: Member, nickname: str) -> None:
    """Give a member another nickname. Raises Refusal."""
    check_free(classroom, nickname, member)
    member.nickname = nickname


def check_free(classroom: Classroom, nickname: str, but: Member | None = None, words: str = TAKEN) -> None:
    """Raises Refusal, in these words, where another member has the nickname."""
    if any(each is not but and folded(each.nickname) == folded(nickname) for each in classroom.members):
        raise Refusal("nickname-taken", "nickname", words, nickname=nickname)


def give_seat_key(member: Member) -> str:
    """Draw a key with which another device takes the seat over, once."""
    key = new_key()
    member.seat_key = digest_of(key)
    return key


def take_seat(classroom: Classroom, visitor: str, key: str) -> tuple[Member, Member | None]:
    """Give a seat to another browser; the second value is the seat that it had before, now gone. Raises Refusal."""
    member = next((each for each in classroom.members if is_key(key, each.seat_key)), None)
    if member is None or member.standing == "barred":
        raise Refusal("wrong-seat", "key", "This link to a seat was used before, or is not valid any more.")
    if (former := classroom.of_visitor(visitor)) is not None and former is not member:
        if former.standing == "barred":
            raise Refusal("barred", None, BARRED)
        classroom.members.remove(former)
    else:
        former = None
    member.visitor, member.seat_key = visitor, ""
    return member, former
