"""A judgement with a note beside it, stored field by field: a month's rating, the review of a pledge."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from models import MemberRating, PledgeReview
from services.errors import Invalid, NotFound
from services.member_work import places

LONGEST_NOTE = 500
Value = StrEnum | str | None


@dataclass(frozen=True)
class Judgement:
    """``choice`` is the field and column of the judgement, ``options`` what it can be; ``note`` stands beside it."""

    choice: str
    options: type[StrEnum]
    first_choose: str
    """What to say of a note without a judgement."""

    def parsed(self, kind: str, value: object, field: str) -> Value:
        """A value as it is stored; Invalid for what cannot be, NotFound for another field."""
        if kind == "note":
            return places.text(value, "ghi chú", field, LONGEST_NOTE)
        if kind != self.choice:
            raise NotFound
        if value is None or value == "":
            return None
        if not isinstance(value, str) or value not in [option.value for option in self.options]:
            raise Invalid("Đồng chí chọn một mức trong danh sách.", field=field)
        return self.options(value)

    def stored(self, row: MemberRating | PledgeReview | None, kind: str) -> Value:
        """What is stored in a field."""
        if row is None:
            return "" if kind == "note" else None
        value: Value = getattr(row, kind)
        return value

    def keep(
        self,
        session: Session,
        row: MemberRating | PledgeReview | None,
        fresh: MemberRating | PledgeReview,
        kind: str,
        new: Value,
    ) -> None:
        """Store a parsed value on the row, or on the fresh one where there is none. Without a judgement there is no

        row: its note goes with it.
        """
        if new is None:
            session.delete(row)
            return
        if row is None and kind == "note":
            raise Invalid(self.first_choose)
        kept = row or fresh
        setattr(kept, kind, new)
        session.add(kept)


def named(field: str) -> tuple[str, UUID]:
    """Kind and subject of ``grade:<id>``; NotFound for anything that names nobody."""
    kind, _, subject = field.partition(":")
    try:
        return kind, UUID(subject)
    except ValueError:
        raise NotFound from None
