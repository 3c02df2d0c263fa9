"""Codes and keys: a room's short code invites, the teacher's long key gives rights, a seat's key moves a student."""

import hashlib
import hmac
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and letters without look-alikes: no 0 and O, no 1, I and L."""
CODE_CHARACTERS = 6
"""31^6 = 887 million codes: with the limit on wrong ones, too many to guess."""
KEY_BYTES = 24
SEPARATORS = str.maketrans("", "", " -_.·")


def new_code() -> str:
    """A code that a class can read from a projector and type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))


def code_in(typed: str) -> str | None:
    """The code that someone typed, in small letters or with spaces between; None where it cannot be one."""
    code = typed.translate(SEPARATORS).upper()
    return code if len(code) == CODE_CHARACTERS and set(code) <= set(ALPHABET) else None


def new_key() -> str:
    """A key that cannot be guessed. It is given to a person once; the server keeps its digest."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest_of(key: str) -> str:
    """The digest of a key, which is stored: it recognises the key, and does not give it away."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_key(key: str, digest: str) -> bool:
    """Whether a digest is of this key; the time of the answer tells nothing of the key."""
    return bool(digest) and hmac.compare_digest(digest_of(key), digest)
