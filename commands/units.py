"""Units as commands name them."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Unit
from services.errors import Refusal


def is_empty(session: Session) -> bool:
    """Whether the database has no unit yet."""
    return session.exec(select(Unit.id).limit(1)).first() is None


def root(session: Session) -> UUID:
    """The unit at the top; Refusal when there is none."""
    found = session.exec(select(Unit.id).order_by(sa.func.length(col(Unit.path))).limit(1)).first()
    if found is None:
        raise Refusal("Chưa có đơn vị nào. Hãy nhập cây tổ chức hoặc chạy “manage.py demo”.")
    return found
