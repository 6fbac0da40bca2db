"""The work of members across the sample's meetings: commitments and deeds of this year, ratings, presentations.

Commitments are there for a whole district; what a cell committee writes month by month only where the sample has an
account that writes it (Bằng Vân).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from models import (
    HANDED_IN,
    Meeting,
    MeetingKind,
    MemberRating,
    Pledge,
    PledgeKind,
    PledgeReview,
    Presentation,
    RatingGrade,
    Task,
    TaskOutcome,
)
from services import months
from services.clock import VIETNAM
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.people import Cell, Person, Stay
from services.sample.rows import Chunk
from services.sample.scale import Frame

SIGNED, SIGNED_BY_WEAK = 0.985, 0.8
DEED = 0.3
"""Share of the members who signed, and of those who registered a deed."""
COMMITMENTS = (
    "Thực hiện nghiêm Điều lệ Đảng; gương mẫu trong công tác và cuộc sống; tham gia sinh hoạt đầy đủ.",
    "Rèn luyện đạo đức, lối sống; giữ mối liên hệ với nhân dân nơi cư trú; đóng đảng phí đúng hạn.",
    "Hoàn thành nhiệm vụ được giao; vận động gia đình chấp hành chủ trương, chính sách.",
)
DEEDS = (
    "Giúp một hộ nghèo trong thôn về giống, ngày công.",
    "Vận động gia đình hiến đất, góp công làm đường thôn.",
    "Trồng và chăm sóc 0,5 ha rừng.",
    "Hướng dẫn 5 hộ trong thôn dùng dịch vụ công trực tuyến.",
    "Giữ gìn vệ sinh môi trường, mỗi tháng dọn đường thôn một lần.",
)
TOPICS = (
    "Chuyên đề học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Kết quả thực hiện cam kết của bản thân",
    "Kinh nghiệm phát triển kinh tế hộ gia đình",
    "Tình hình an ninh, trật tự trên địa bàn",
)
GRADES = (RatingGrade.GOOD, RatingGrade.DONE, RatingGrade.NOT_DONE)
GRADE_WEIGHTS = (30, 64, 6)
FOUND, FOUND_WEIGHTS = (TaskOutcome.DONE, TaskOutcome.PARTLY_DONE), (80, 20)
RATED_MONTHS, PRESENTED_MONTHS = 3, 8
HALF_YEAR = 6
"""The month whose regular meeting looks at the commitments."""


def record(chunk: Chunk, frame: Frame, chance: Chance, group: Group, writer: UUID | None) -> None:
    """Keep what the members of a group's cells pledged; with a ``writer`` also what their committees wrote."""
    for cell in group.cells:
        pledged = list(_pledges(chunk, frame, chance, cell))
        if writer:
            _review(chunk, frame, chance, cell, pledged)
            _rate(chunk, frame, chance, cell, writer)
            _present(chunk, frame, chance, cell)


def _pledges(chunk: Chunk, frame: Frame, chance: Chance, cell: Cell) -> Iterator[UUID]:
    signed_on = date(frame.until.year, 1, chance.randint(5, 28))
    if signed_on >= frame.until:
        return
    share = SIGNED_BY_WEAK if cell.is_weak else SIGNED
    for stay in _members(cell, signed_on):
        if chance.happens(share):
            yield _pledge(chunk, frame, cell, stay, (PledgeKind.COMMITMENT, chance.choice(COMMITMENTS), signed_on))
        if chance.happens(DEED):
            yield _pledge(chunk, frame, cell, stay, (PledgeKind.DEED, chance.choice(DEEDS), signed_on))


def _pledge(chunk: Chunk, frame: Frame, cell: Cell, stay: Stay, what: tuple[PledgeKind, str, date]) -> UUID:
    kind, text, on = what
    pledge_id = frame.key()
    chunk.add(
        Pledge,
        id=pledge_id,
        unit_id=cell.unit_id,
        member_id=stay.person.member_id,
        year=on.year,
        kind=kind,
        text=text,
        signed_on=on if kind is PledgeKind.COMMITMENT else None,
        created_at=datetime.combine(on, time(16), VIETNAM),
    )
    return pledge_id


def _members(cell: Cell, on: date) -> list[Stay]:
    """The members of the cell who are due at its meetings on a day; guests pledge at home."""
    return [stay for stay in cell.present_on(on) if not stay.is_guest and stay.is_due_on(on)]


def _review(chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, pledged: list[UUID]) -> None:
    """The regular meeting in the middle of the year looked at every pledge, if its record was handed in."""
    wanted = (cell.unit_id, date(frame.until.year, HALF_YEAR, 1), MeetingKind.REGULAR)
    for row in chunk.rows[Meeting]:
        if (row["unit_id"], row["month"], row["kind"]) == wanted and row["state"] in HANDED_IN:
            for pledge_id in pledged:
                outcome = chance.weighted(FOUND, FOUND_WEIGHTS)
                chunk.add(PledgeReview, pledge_id=pledge_id, meeting_id=row["id"], outcome=outcome)


def _rate(chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, writer: UUID) -> None:
    """Whoever had a task due in one of the last months was rated on the first days of the next."""
    first = months.after(frame.this_month, -RATED_MONTHS)
    due = {
        (row["owner_id"], months.month_of(row["due_on"]))
        for row in chunk.rows[Task]
        if row["unit_id"] == cell.unit_id and first <= row["due_on"] < frame.this_month
    }
    for member_id, month in sorted(due):
        rated_at = datetime.combine(months.after(month) + timedelta(days=1), time(9), VIETNAM)
        if rated_at < frame.moment:
            chunk.add(
                MemberRating,
                member_id=member_id,
                unit_id=cell.unit_id,
                month=month,
                grade=chance.weighted(GRADES, GRADE_WEIGHTS),
                rated_at=rated_at,
                rated_by=writer,
            )


def _present(chunk: Chunk, frame: Frame, chance: Chance, cell: Cell) -> None:
    """One member a month, in turn."""
    people: list[Person] = [stay.person for stay in _members(cell, frame.until)]
    start = chance.randrange(len(people)) if people else 0
    for place, month in enumerate(months.span(months.after(frame.this_month, -PRESENTED_MONTHS), frame.this_month)):
        if people:
            chunk.add(
                Presentation,
                id=frame.key(),
                unit_id=cell.unit_id,
                month=month,
                member_id=people[(start + place) % len(people)].member_id,
                topic=chance.choice(TOPICS),
                created_at=datetime.combine(months.after(month, -1) + timedelta(days=19), time(15), VIETNAM),
            )
