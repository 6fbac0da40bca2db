"""A group's head-room in words, for the screen."""

from fractions import Fraction

from services.classification.rows import GroupRow
from services.scoring.fact_words import percent_words
from services.vietnamese import number


def short_label(label: str) -> str:
    """What a grade is called where there is little room: ``Xuất sắc``, ``Tốt``, ``Hoàn thành``, ``Không hoàn thành``."""
    said = label.removesuffix(" nhiệm vụ").removeprefix("Hoàn thành ")
    return said[:1].upper() + said[1:]


def room_in_words(group: GroupRow) -> str:
    """``Nhóm 14 chi bộ thuộc …: xuất sắc 2/3, còn 1``, counting proposals as well as decisions."""
    room = group.room
    called = short_label(group.labels[room.cap.grade]).lower()
    left = f"còn {number(room.room)}" if room.room >= 0 else f"vượt {number(-room.room)}"
    return f"Nhóm {number(room.size)} {group.what}: {called} {number(room.excellent)}/{number(room.allowed)}, {left}"


def rule_in_words(group: GroupRow) -> str:
    """The rule behind the number, and where it comes from."""
    cap = group.room.cap
    excellent, good = (short_label(group.labels[grade]).lower() for grade in (cap.grade, cap.good))
    base = f"chỉ tính trên số {good}" if cap.denominator == "good_only" else f"tính trên số {good} trở lên"
    exceptional = group.room.allowed_exceptionally
    more = (
        f"; được đến {percent_words(cap.ratio_of_one(is_exceptional=True))} ({number(exceptional)}) khi có lý do đặc biệt"
        if exceptional is not None
        else ""
    )
    return (
        f"Tỷ lệ {excellent} tối đa {percent_words(cap.ratio_of_one())} ({base}){more}, theo {group.document}. "
        "Trường hợp chưa đề xuất được coi là xếp được mức tốt."
    )


def after_in_words(group: GroupRow, excellent: int, good: int) -> str:
    """What so many more decided ones make of a group, and how many excellent ones it may have then."""
    room = group.room.after(excellent, good)
    called, other = (short_label(group.labels[grade]).lower() for grade in (room.cap.grade, room.cap.good))
    return (
        f"Sau quyết định này, nhóm {number(room.size)} {group.what} có {number(room.decided_excellent)} {called} "
        f"bên cạnh {number(room.decided_good)} {other}; nhiều nhất được {number(room.limit(is_exceptional=False))}"
    )


def shares_in_words(excellent: int, good: int, called: str) -> str:
    """``18,75 % (3/16, chỉ tính hoàn thành tốt); 15,8 % (3/19, tính hoàn thành tốt trở lên)``; empty without any."""
    both = excellent + good
    said = []
    if good:
        said.append(
            f"{percent_words(Fraction(excellent, good))} ({number(excellent)}/{number(good)}, chỉ tính {called})"
        )
    if both:
        share = percent_words(Fraction(excellent, both))
        said.append(f"{share} ({number(excellent)}/{number(both)}, tính {called} trở lên)")
    return "; ".join(said)
