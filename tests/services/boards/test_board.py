"""The board: cells × months with the state of each record."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import ExpectedKind, MeetingKind, MeetingState, PeriodKind, Role, UnitKind
from services import boards, clock, meetings, periods
from services.boards import BoardState, Counts
from services.errors import NotFound
from tests.factories import a_cell, a_stranger, a_unit, an_actor, an_era
from tests.factories_meetings import NOVEMBER, OCTOBER, SEPTEMBER, a_cast, a_submitted_meeting, put
from tests.factories_periods import a_record, at, expected, opened
from tests.services.boards import naive
from tests.statements import counted

AUGUST = date(2026, 8, 1)
TODAY = date(2026, 11, 20)
REGULAR, THEMATIC = ExpectedKind.REGULAR_MEETING, ExpectedKind.THEMATIC_MEETING


def lines(board):
    """(commune, cell) → letters."""
    return {(row.commune_name, row.name): row.states for row in board.rows}


class TestStates:
    def letter(self, session, cast, edith, month=NOVEMBER):
        [row] = boards.board(session, edith, cast.cell.id, month, month).rows
        return BoardState(row.states)

    @pytest.fixture(params=["frozen", "before the portal"])
    def opens(self, request, session):
        """Open the periods of months where there are any."""
        return lambda month: opened(session, month) if request.param == "frozen" else None

    @pytest.mark.parametrize(
        ("state", "in_time", "too_late"),
        [
            (None, BoardState.NOT_DUE, BoardState.MISSING),
            (MeetingState.DRAFT, BoardState.DRAFT, BoardState.DRAFT_OVERDUE),
            (MeetingState.RETURNED, BoardState.RETURNED, BoardState.RETURNED_OVERDUE),
        ],
    )
    def test_what_is_not_handed_in_is_overdue_after_the_last_day(
        self, session, cast, edith, opens, state, in_time, too_late
    ):
        opens(NOVEMBER)
        if state:
            a_record(session, cast.cell, NOVEMBER, state)
        for moment, letter in (
            (at(date(2026, 12, 5), 23, 59, 59), in_time),
            (at(date(2026, 12, 6), 0, 0, 0), too_late),
        ):
            with clock.set_to(moment):
                assert self.letter(session, cast, edith) is letter

    @pytest.mark.parametrize(
        ("moment", "letter"),
        [
            (at(date(2026, 11, 5), 23, 59, 59), BoardState.SUBMITTED),
            (at(date(2026, 11, 6), 0, 0, 0), BoardState.SUBMITTED_LATE),
        ],
    )
    def test_the_whole_last_day_counts_for_what_is_handed_in(self, session, cast, edith, opens, moment, letter):
        with clock.set_to(moment):
            opens(OCTOBER)
            a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        assert self.letter(session, cast, edith, OCTOBER) is letter

    def test_what_is_approved_shows_it(self, session, cast, edith, opens):
        a_record(session, cast.cell, NOVEMBER, MeetingState.APPROVED, submitted_at=at(TODAY))
        opens(NOVEMBER)
        assert self.letter(session, cast, edith) is BoardState.APPROVED

    def test_a_meeting_that_is_only_planned_is_missing(self, session, cast, edith, opens):
        opens(NOVEMBER)
        a_record(session, cast.cell, NOVEMBER, MeetingState.DRAFT, held_on=None, planned_on=date(2026, 11, 28))
        assert self.letter(session, cast, edith) is BoardState.NOT_DUE

    def test_a_cancelled_or_another_meeting_settles_nothing(self, session, cast, edith, opens):
        opens(NOVEMBER)
        a_record(session, cast.cell, NOVEMBER, submitted_at=at(TODAY), is_cancelled=True)
        a_record(session, cast.cell, NOVEMBER, submitted_at=at(TODAY), kind=MeetingKind.THEMATIC)
        assert self.letter(session, cast, edith) is BoardState.NOT_DUE

    def test_who_is_exempt_owes_nothing(self, session, cast, edith):
        found = expected(session, opened(session, OCTOBER), cast.cell)
        periods.exempt(session, edith, found.id, "Bị cô lập do mưa lũ")
        board = boards.board(session, edith, cast.cell.id, OCTOBER, OCTOBER)
        assert (board.rows[0].states, board.counts) == (BoardState.EXEMPT.value, Counts(exempt=1))

    def test_an_extension_holds_to_the_end_of_its_day_and_then_ends_by_itself(self, session, cast, edith):
        found = expected(session, opened(session, OCTOBER), cast.cell)
        assert self.letter(session, cast, edith, OCTOBER) is BoardState.MISSING
        periods.extend(session, edith, found.id, date(2026, 11, 25), "Bí thư ốm")
        for moment, letter in (
            (at(date(2026, 11, 25), 23, 59, 59), BoardState.NOT_DUE),
            (at(date(2026, 11, 26), 0, 0, 0), BoardState.MISSING),
        ):
            with clock.set_to(moment):
                assert self.letter(session, cast, edith, OCTOBER) is letter

    def test_what_was_received_in_time_within_an_extension_is_not_late(self, session, cast, edith):
        found = expected(session, opened(session, OCTOBER), cast.cell)
        periods.extend(session, edith, found.id, date(2026, 11, 25), "Bí thư ốm")
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        assert self.letter(session, cast, edith, OCTOBER) is BoardState.SUBMITTED


class TestQuarters:
    def test_one_column_a_quarter_and_the_furthest_record_counts(self, session, cast, edith):
        a_record(session, cast.cell, SEPTEMBER, MeetingState.DRAFT, kind=MeetingKind.THEMATIC)
        a_record(session, cast.cell, AUGUST, kind=MeetingKind.THEMATIC, submitted_at=at(date(2026, 8, 20)))
        a_record(session, cast.cell, OCTOBER, is_combined=True, submitted_at=at(date(2026, 10, 6)))
        board = boards.board(session, edith, cast.cell.id, AUGUST, NOVEMBER, THEMATIC)
        assert [board.column_name(place) for place in range(2)] == ["quý III/2026", "quý IV/2026"]
        assert lines(board) == {("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa"): "ss"}

    def test_the_same_as_frozen(self, session, cast, edith):
        a_record(session, cast.cell, AUGUST, kind=MeetingKind.THEMATIC, submitted_at=at(date(2026, 10, 6)))
        opened(session, AUGUST, PeriodKind.QUARTER)
        assert [row.states for row in boards.board(session, edith, cast.cell.id, AUGUST, NOVEMBER, THEMATIC).rows] == [
            "Sm"
        ]


class TestWhoStandsThere:
    def test_by_commune_and_cell_in_vietnamese_order(self, session, cast, edith):
        other = a_unit(session, "Đảng bộ xã Ân Sơn", parent=cast.district)
        for name in ("Chi bộ Đông", "Chi bộ Dương"):
            a_cell(session, other, name)
        board = boards.board(session, edith, cast.district.id, NOVEMBER, NOVEMBER)
        assert list(lines(board)) == [
            ("Đảng bộ xã Ân Sơn", "Chi bộ Dương"),
            ("Đảng bộ xã Ân Sơn", "Chi bộ Đông"),
            ("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa"),
        ]
        assert [(group.name, len(group.rows)) for group in board.groups] == [
            ("Đảng bộ xã Ân Sơn", 2),
            ("Đảng bộ xã Bằng Vân", 1),
        ]

    def test_a_cell_that_moved_stands_under_both_communes_each_with_its_months(self, session, cast, edith):
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        cell = a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 10, 1))
        an_era(session, cell, "Chi bộ Cũ", parent=other, since=date(2026, 10, 1))
        found = lines(boards.board(session, edith, cast.district.id, SEPTEMBER, NOVEMBER))
        assert found["Đảng bộ xã Bằng Vân", "Chi bộ Cũ"] == "M--"
        assert found["Đảng bộ xã Đức Vân", "Chi bộ Cũ"] == "-Mm"

    def test_what_was_frozen_stays_when_the_cell_is_gone(self, session, cast, edith):
        cell = a_cell(session, cast.commune, "Chi bộ Giải thể")
        opened(session, OCTOBER)
        era = naive.session_era(session, cell)
        era.ends_on = date(2026, 9, 1)
        session.flush()
        found = lines(boards.board(session, edith, cast.district.id, OCTOBER, OCTOBER))
        assert found["", "Chi bộ Giải thể"] == "M"

    def test_nothing_out_of_reach(self, session, cast):
        stranger = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        opened(session, OCTOBER)
        with pytest.raises(NotFound):
            boards.board(session, stranger, cast.commune.id, OCTOBER, NOVEMBER)
        assert boards.board(session, stranger, stranger.unit_id, OCTOBER, NOVEMBER).rows == ()

    def test_months_to_come_have_no_column(self, session, cast, edith):
        board = boards.board(session, edith, cast.district.id, OCTOBER, date(2027, 3, 1))
        assert [column.starts_on for column in board.columns] == [OCTOBER, NOVEMBER]
        assert boards.board(session, edith, cast.district.id, date(2027, 1, 1), date(2027, 3, 1)).rows == ()

    def test_five_statements_for_any_number_of_cells_and_months(self, session, cast, edith):
        for number in range(12):
            a_cell(session, cast.commune, f"Chi bộ {number}")
        opened(session, OCTOBER)
        with counted(session) as sent:
            assert len(boards.board(session, edith, cast.commune.id, date(2022, 1, 1), NOVEMBER).rows) == 13
        assert len(sent) == 5


class TestCalling:
    def board(self, session, cast, edith):
        other = a_unit(session, "Đảng bộ xã Ân Sơn", parent=cast.district)
        a_cell(session, other, "Chi bộ Đông")
        put(session, cast.officer, cast.in_month(OCTOBER), "place", "Nhà văn hóa")
        return boards.board(session, edith, cast.district.id, OCTOBER, OCTOBER)

    def test_the_text_names_cells_and_days_and_nobody(self, session, cast, edith):
        board = self.board(session, cast, edith)
        assert boards.reminder(board, board.groups, clock.now()) == (
            "Đến 09:00 ngày 20/11/2026, còn 2 chi bộ chưa nộp biên bản sinh hoạt thường kỳ tháng 10/2026 "
            "(hạn 05/11/2026):\n"
            "Đảng bộ xã Ân Sơn (1):\n- Chi bộ Đông\nĐảng bộ xã Bằng Vân (1):\n- Chi bộ Khuổi Ngọa\n"
            "Đề nghị các đồng chí hoàn thành và nộp trên cổng. Trân trọng cảm ơn!"
        )

    def test_of_one_commune_it_names_the_cells_only(self, session, cast, edith):
        board = self.board(session, cast, edith)
        text = boards.reminder(board, board.groups[:1], clock.now())
        assert "Chi bộ Đông" in text
        assert "Đảng bộ" not in text

    def test_of_several_months_each_is_named(self, session, cast, edith):
        board = boards.board(session, edith, cast.cell.id, SEPTEMBER, NOVEMBER)
        text = boards.reminder(board, board.groups, clock.now())
        assert "từ tháng 09/2026 đến tháng 11/2026" in text
        assert "- Chi bộ Khuổi Ngọa: tháng 09/2026 và tháng 10/2026" in text

    def test_where_nothing_is_overdue_there_is_no_text(self, session, cast, edith):
        board = boards.board(session, edith, cast.cell.id, NOVEMBER, NOVEMBER)
        assert boards.reminder(board, board.groups, clock.now()) == ""

    def test_the_worst_commune_comes_first(self, session, cast, edith):
        board = self.board(session, cast, edith)
        late = a_unit(session, "Đảng bộ xã Vân Tùng", parent=cast.district)
        for name in ("Chi bộ A", "Chi bộ B"):
            a_cell(session, late, name)
        board = boards.board(session, edith, cast.district.id, OCTOBER, OCTOBER)
        assert [group.name for group in boards.worst_first(board.groups)] == [
            "Đảng bộ xã Vân Tùng",
            "Đảng bộ xã Ân Sơn",
            "Đảng bộ xã Bằng Vân",
        ]


# Against the rows


COMMUNES, CELLS, SPAN = 2, 5, (AUGUST, SEPTEMBER, OCTOBER, NOVEMBER)
RECORDS = st.lists(
    st.tuples(
        st.integers(0, CELLS - 1),
        st.sampled_from(SPAN),
        st.sampled_from([MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.EXTRAORDINARY]),
        st.sampled_from(MeetingState),
        st.integers(0, 111),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
    unique_by=lambda record: record[:3],
)
LIVES = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 120)), min_size=CELLS, max_size=CELLS)


@settings(max_examples=40)
@given(RECORDS, LIVES, st.sets(st.sampled_from(SPAN)), st.sets(st.integers(0, CELLS - 1)), st.data())
def test_the_board_is_what_the_rows_say(rolled_back, records, lives, frozen, special, data):
    """Property: every state equals a naive reading, counts per commune add up to the total, reach is kept."""
    with clock.set_to(at(TODAY)), rolled_back() as session:
        cast = a_cast(session)
        communes = [cast.commune, a_unit(session, "Đảng bộ xã Ân Sơn", parent=cast.district)]
        cells = [
            a_cell(
                session,
                communes[number % COMMUNES],
                f"Chi bộ {number}",
                since=naive.day_of(first),
                until=naive.day_of(first + length) if length < 100 else None,
            )
            for number, (first, length) in enumerate(lives)
        ]
        for number, month, kind, state, day, combined, cancelled in records:
            submitted_at = at(naive.day_of(day)) if state.is_handed_in else None
            more = {"is_combined": combined and kind is MeetingKind.REGULAR, "is_cancelled": cancelled}
            a_record(session, cells[number], month, state, kind=kind, submitted_at=submitted_at, **more)
        for month in frozen:
            period_id = opened(session, month)
            _grant(session, period_id, [cells[number] for number in special], data)
        if frozen:
            opened(session, min(frozen), PeriodKind.QUARTER)
        actor = an_actor(session, cast.district, Role.LEADER)
        ids = [cast.cell.id, *(cell.id for cell in cells)]
        months = [naive.month(first) for first in SPAN]
        board = boards.board(session, actor, cast.district.id, SPAN[0], SPAN[-1])
        assert _read(board) == naive.states(session, ids, months, TODAY)
        themes = boards.board(session, actor, cast.district.id, SPAN[0], SPAN[-1], THEMATIC)
        quarters = [naive.quarter(date(2026, 7, 1)), naive.quarter(OCTOBER)]
        assert _read(themes) == naive.states(session, ids, quarters, TODAY)
        _adds_up(board)
        officer = an_actor(session, communes[1])
        own = {cell.id for cell in cells[1::COMMUNES]}
        seen = _read(boards.board(session, officer, communes[1].id, SPAN[0], SPAN[-1]))
        assert seen == {key: state for key, state in _read(board).items() if key[0] in own}


def _grant(session, period_id, cells, data):
    for cell in cells:
        found = expected(session, period_id, cell)
        if found is None:
            continue
        if data.draw(st.booleans()):
            found.exempt_reason = "Mưa lũ"
        else:
            found.extended_until = found.due_on + timedelta(days=data.draw(st.integers(1, 30)))
        session.add(found)
    session.flush()


def _read(board):
    found = Counter()
    for row in board.rows:
        for column, letter in zip(board.columns, row.states, strict=True):
            if letter != BoardState.NOT_EXPECTED:
                assert (row.unit_id, column.starts_on) not in found
                found[row.unit_id, column.starts_on] = BoardState(letter)
    return dict(found)


def _adds_up(board):
    fields = ("expected", "received", "late", "approved", "waiting", "missing", "exempt")
    for field in fields:
        assert sum(getattr(group.counts, field) for group in board.groups) == getattr(board.counts, field)
        places = range(len(board.columns))
        assert sum(getattr(board.counts_of(place), field) for place in places) == getattr(board.counts, field)
    counts = board.counts
    assert counts.received + counts.waiting + counts.missing == counts.expected
    assert counts.late <= counts.received
    assert counts.approved <= counts.received


@given(st.text(alphabet=[state.value for state in BoardState], max_size=200))
def test_the_counts_are_those_of_the_letters(letters):
    each = Counter(letters)
    counts = Counts.of([letters])
    assert counts.expected == len(letters) - each["-"] - each["x"]
    assert counts.received == sum(each[letter] for letter in "sSaA")
    assert counts.missing == sum(each[letter] for letter in "MDR")


def test_a_month_of_the_board_is_what_is_due(session, cast, edith):
    """The same cells and the same days as the list that a record is chosen from, frozen or not."""
    direct = a_cell(session, cast.district, "Chi bộ Công an", kind=UnitKind.GRASSROOTS_CELL)
    before = _as_due(session, edith)
    opened(session, OCTOBER)
    assert _as_due(session, edith) == before == {cast.cell.id: "M", direct.id: "M"}


def _as_due(session, edith):
    rows = meetings.due(session, edith, OCTOBER)
    board = boards.board(session, edith, edith.unit_id, OCTOBER, OCTOBER)
    assert {row.ref.unit_id for row in rows} == {row.unit_id for row in board.rows}
    assert {row.due_on for row in rows} == {board.columns[0].due_on}
    return {row.unit_id: row.states for row in board.rows}
