"""Passwords: hashed and checked by streamlit-authenticator, which nothing else in the portal knows.

Only its hasher is used. Its cookie, YAML file, registration and e-mail features are not (docs/decisions/0002).
"""

import logging
import unicodedata
from functools import cache

from services.errors import Invalid

logging.disable(logging.WARNING)  # the package draws widgets on import and Streamlit warns that nobody sees them
from streamlit_authenticator.utilities.hasher import Hasher  # noqa: E402 - after the line above

logging.disable(logging.NOTSET)

SHORTEST = 10
LONGEST_BYTES = 72
"""bcrypt reads no further."""


def hashed(password: str) -> str:
    """The bcrypt hash to store; raises Invalid when the password is too short or too long to be safe."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise Invalid(f"Mật khẩu phải có ít nhất {SHORTEST} ký tự.", field="password")
    if len(plain.encode()) > LONGEST_BYTES:
        raise Invalid("Mật khẩu quá dài (tối đa 72 byte, khoảng 24 chữ có dấu).", field="password")
    return str(Hasher.hash(plain))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the right one. Without a hash it takes as long and is False."""
    plain = _normal(password)
    if len(plain.encode()) > LONGEST_BYTES:
        plain, password_hash = "", None
    found = Hasher.check_pw(plain, password_hash or _nobody())
    return bool(found) and password_hash is not None


@cache
def _nobody() -> str:
    """The hash that unknown names are checked against, so that they take as long as known ones."""
    return str(Hasher.hash("nobody has this password"))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
