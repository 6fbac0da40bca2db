"""The vote on a proposal as people write it: ``11/12``, eleven of twelve. Pure."""

import re
from typing import NamedTuple

from services.errors import Invalid
from services.vietnamese import number

_VOTES = re.compile(r"\s*([0-9]{1,4})\s*/\s*([0-9]{1,4})\s*")


class Votes(NamedTuple):
    """Votes for the proposal, and those that count in all; both None: no vote is known."""

    votes_for: int | None = None
    base: int | None = None

    @property
    def written(self) -> str:
        """As it is typed; empty where there is none."""
        return "" if self.base is None else f"{self.votes_for}/{self.base}"


def typed(text: object) -> Votes:
    """The vote in what somebody typed; Invalid, in words, when it is none."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return Votes()
    found = _VOTES.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    if not found:
        raise Invalid("Đồng chí ghi số phiếu tán thành trên tổng số phiếu, ví dụ 11/12.", field="votes")
    votes_for, base = int(found[1]), int(found[2])
    if base == 0:
        raise Invalid("Tổng số phiếu phải lớn hơn 0.", field="votes")
    if votes_for > base:
        raise Invalid(
            f"Số phiếu tán thành ({number(votes_for)}) không được lớn hơn tổng số phiếu ({number(base)}).",
            field="votes",
        )
    return Votes(votes_for, base)
