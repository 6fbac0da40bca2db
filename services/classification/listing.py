"""A classification as tables: what is shown and what is written into a file is one and the same."""

from fractions import Fraction

from services.classification.counts import Mark, Tally
from services.classification.references import LEVEL_NAMES, Level
from services.classification.rows import Row, Sheet
from services.classification.totals import LevelCounts, Overview
from services.classification.words import short_label
from services.tables import Column, Kind, Table

_COUNT, _SHARE = Kind.INTEGER, Kind.PERCENT


def counts_table(found: Overview, counts: LevelCounts) -> Table:
    """The counts of a level: exclusive, with those good or better beside them, holder by holder and in all."""
    who = LEVEL_NAMES[counts.level]
    columns = (
        Column("Đơn vị", Kind.TEXT, 34),
        Column(f"Tổng số {who}", _COUNT, 12),
        *(Column(mark.label, _COUNT, 13) for mark in counts.marks),
        Column("Chưa xếp loại", _COUNT, 12),
        *(Column(f"Từ mức {short_label(mark.label).lower()} trở lên", _COUNT, 14) for mark in counts.marks[1:2]),
        *(Column(f"Tỷ lệ từ mức {short_label(mark.label).lower()} trở lên", _SHARE, 14) for mark in counts.marks[1:2]),
    )
    lines = [(line.name, line.tally) for line in counts.lines] + [("Cộng", counts.total)]
    return Table(
        title=f"Xếp loại {who} năm {found.year}",
        notes=(found.unit_name, "Mỗi trường hợp chỉ tính ở một mức; chỉ tính kết quả đã có quyết định."),
        columns=columns,
        rows=tuple(_count_row(name, tally, counts.marks) for name, tally in lines),
    )


def _count_row(name: str, tally: Tally, marks: tuple[Mark, ...]) -> tuple[object, ...]:
    good = [tally.at_least(mark.rank) for mark in marks[1:2]]
    shares = [Fraction(count, tally.total) if tally.total else None for count in good]
    return (name, tally.total, *(tally.of(mark) for mark in marks), tally.unclassified, *good, *shares)


def sheet_table(sheet: Sheet) -> Table:
    """Everybody of a sheet with proposal and decision; those who are left out at the end, with the reason."""
    who = LEVEL_NAMES[sheet.level]
    columns = (
        Column("STT", _COUNT, 6),
        Column("Họ và tên" if sheet.level is Level.MEMBER else "Đơn vị", Kind.TEXT, 30),
        Column("Ghi chú", Kind.TEXT, 22),
        Column("Đề xuất", Kind.TEXT, 26),
        Column("Số phiếu", Kind.TEXT, 10),
        Column("Xếp loại", Kind.TEXT, 26),
        Column("Số quyết định", Kind.TEXT, 16),
        Column("Ngày quyết định", Kind.DATE, 13),
        Column("Cơ quan quyết định", Kind.TEXT, 24),
    )
    classified = [_row(number, row) for number, row in enumerate(sheet.rows, 1)]
    left_out = [
        (number, entry.name, f"Không xếp loại: {entry.reason}", *("",) * 4, None, "")
        for number, entry in enumerate(sheet.left_out, len(classified) + 1)
    ]
    return Table(
        title=f"Danh sách xếp loại {who} năm {sheet.year}",
        notes=(sheet.unit_name,),
        columns=columns,
        rows=(*classified, *left_out),
    )


def _row(number: int, row: Row) -> tuple[object, ...]:
    decided = row.decided
    remark = " · ".join(filter(None, [row.superior, row.remark, row.proposal.note]))
    decision = (decided.label, decided.number, decided.on, decided.authority) if decided else ("", "", None, "")
    return (number, row.name, remark, row.proposal.label, row.proposal.votes, *decision)
