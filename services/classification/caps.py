"""The cap on excellent grades as a refusal: which rule, of which document, the numbers, and what is possible."""

from collections.abc import Mapping
from uuid import UUID

from services.classification.ground import Ground
from services.classification.groups import Group
from services.classification.head_room import HeadRoom, Standing
from services.errors import Invalid
from services.scoring.fact_words import percent_words
from services.vietnamese import number

BASES = {"good_only": "chỉ tính trên số {good}", "good_or_better": "tính trên số {good} trở lên"}
"""How the denominator is said."""


def required(at: Ground, changed: Mapping[UUID, Standing], reason: str) -> set[UUID]:
    """Those of the changed for whom the exceptional ratio is used; Invalid where a change exceeds the cap.

    ``changed`` are standings as they will be; ``reason`` is the written reason for the exceptional ratio, empty without
    one. What was too much already (years before the portal) keeps nobody from a change that adds no excellent one and
    makes it no worse.
    """
    exceptional: set[UUID] = set()
    before = at.head_rooms()
    for key, after in at.head_rooms(changed).items():
        added = _excellent(at, at.groups[key], changed)
        is_exceptional = bool(reason) if added else after.has_exception
        if added and after.excess(is_exceptional=False) <= 0:
            continue
        if _is_too_much(before[key], after, is_addition=bool(added), is_exceptional=is_exceptional):
            raise Invalid(_exceeded(at.groups[key], after, is_exceptional=is_exceptional, is_decision=bool(added)))
        exceptional |= added
    return exceptional


def _is_too_much(before: HeadRoom, after: HeadRoom, *, is_addition: bool, is_exceptional: bool) -> bool:
    if is_addition:
        return after.excess(is_exceptional=is_exceptional) > 0
    return after.is_worse_than(before, is_exceptional=is_exceptional)


def _excellent(at: Ground, group: Group, changed: Mapping[UUID, Standing]) -> set[UUID]:
    """The changed of a group that become excellent."""
    cap = group.scheme.cap
    units = {place.unit_id for place in group.places}
    mine = {subject_id for subject_id in changed if at.classified[subject_id].ref.unit_id in units}
    return {subject_id for subject_id in mine if cap and changed[subject_id].decided == cap.grade}


def _exceeded(group: Group, room: HeadRoom, *, is_exceptional: bool, is_decision: bool) -> str:
    """Why it is refused, and what can be done instead."""
    labels, cap = group.scheme.grades, room.cap
    excellent, good = f"“{labels[cap.grade]}”", f"“{labels[cap.good]}”"
    ratio = percent_words(cap.ratio_of_one(is_exceptional=is_exceptional))
    beside = f"{number(room.decided_excellent)} {excellent} bên cạnh {number(room.decided_good)} {good}"
    what = "quyết định này làm cho có" if is_decision else "rút quyết định này thì còn"
    most = number(room.limit(is_exceptional=is_exceptional))
    return (
        f"Nhóm {number(room.size)} {group.what}: {what} {beside}, vượt tỷ lệ {ratio} "
        f"({BASES[cap.denominator].format(good=good)}) của {group.scheme.document}; nhiều nhất được {most}. "
        f"Đồng chí có thể {', hoặc '.join(_ways(room, is_exceptional=is_exceptional, is_decision=is_decision))}."
    )


def _ways(room: HeadRoom, *, is_exceptional: bool, is_decision: bool) -> list[str]:
    if not is_decision:
        return ["rút cùng lúc một số quyết định xếp mức cao nhất"]
    ways = ["chọn mức thấp hơn cho một số trường hợp"]
    if room.allowed > room.limit(is_exceptional=False):
        ways.append("ra quyết định những trường hợp còn lại của nhóm trước hoặc cùng lúc")
    if not is_exceptional and room.cap.exceptional_ratio is not None and room.excess(is_exceptional=True) <= 0:
        ratio = percent_words(room.cap.ratio_of_one(is_exceptional=True))
        ways.append(f"ghi rõ lý do đặc biệt để áp dụng tỷ lệ đến {ratio}")
    return ways
