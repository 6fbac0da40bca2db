"""The board, the periods and the district's first card, as the people who use them see them."""

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import col, select

from models import Account, Expectation, ExpectedKind, Period, PeriodKind, Role, Unit
from models.database import read_tx, write_tx
from services import boards, clock, months, periods
from services.vietnamese import number
from tests.factories import actor_of
from tests.pages.test_units_pages import links
from ui import board_words
from ui.navigation import SCREENS

ACCOUNTS = {
    Role.ADMINISTRATOR: "quantri",
    Role.DISTRICT_STAFF: "huyen",
    Role.COMMUNE_OFFICER: "xa_bangvan",
    Role.CELL_SECRETARY: "cb_khuoingoa",
    Role.LEADER: "lanhdao",
}
KEEPERS = {"quantri", "huyen"}


def actor(session, username):
    account = session.exec(select(Account).where(Account.username == username)).one()
    return actor_of(account, session.get_one(Unit, account.unit_id))


def last_month() -> date:
    return months.after(months.month_of(clock.today()), -1)


def board_of(username, first=None, last=None):
    with read_tx() as session:
        found = actor(session, username)
        return boards.board(session, found, found.unit_id, first or last_month(), last or last_month())


def the_period(month: date) -> UUID:
    with read_tx() as session:
        query = select(Period.id).where(Period.kind == PeriodKind.MONTH, Period.starts_on == month)
        return session.exec(query).one()


def texts(app) -> list[str]:
    return [text.value for text in app.markdown]


def press(app, label, form="", **fields):
    """Fill the fields of a form, by the end of their keys, and press its button."""
    for name, value in fields.items():
        widgets = [*app.text_input, *app.selectbox, *app.date_input, *app.button_group]
        next(widget for widget in widgets if str(widget.key).endswith(f"{form}:{name}")).set_value(value)
    buttons = [button for button in app.button if button.label == label]
    return buttons[-1].click().run()


class TestBoard:
    @pytest.mark.parametrize("username", ACCOUNTS.values())
    def test_everybody_sees_the_month_that_was_due_last_over_the_own_reach(self, open_page, username):
        app = open_page(username, "meetings.board")
        assert (
            app.selectbox(key="filter:first").value == app.selectbox(key="filter:last").value == f"{last_month():%Y-%m}"
        )
        assert texts(app)[0] == board_words.counts(board_of(username).counts)

    def test_communes_stand_with_the_worst_first_and_open_when_asked(self, open_page):
        app = open_page("huyen", "meetings.board")
        titles = [box.label for box in app.expander if "đã nộp" in box.label]
        worst = boards.worst_first(board_of("huyen").groups)
        assert [
            number(group.counts.missing) in title
            for group, title in zip(worst, titles, strict=True)
            if group.counts.missing
        ]
        assert len(titles) == len(worst)
        assert not any("| Chi bộ |" in text for text in texts(app))
        app.session_state[f"board:{worst[0].commune_id}"] = True
        assert any("| Chi bộ | Tình trạng |" in text for text in texts(app.run()))

    def test_of_one_commune_the_overdue_cells_stand_first_with_whom_to_call(self, open_page):
        worst = boards.worst_first(board_of("huyen").groups)[0]
        app = open_page("huyen", "meetings.board", unit=worst.commune_id)
        overdue = boards.overdue_rows(worst.rows)
        assert overdue
        assert sum(text.startswith("Bí thư ") for text in texts(app)) == len(overdue)
        calls = [link.proto.url for link in app.get("link_button")]
        assert len(calls) == len(overdue)
        assert all(url.startswith("tel:0") for url in calls)

    def test_the_text_to_send_is_there_to_be_copied(self, open_page):
        app = open_page("huyen", "meetings.board")
        app.session_state["reminder:all"] = True
        [code] = app.run().code
        assert f"còn {board_of('huyen').counts.missing} chi bộ" in code.value

    def test_several_months_are_a_grid_of_letters_that_lead_to_the_records(self, open_page):
        first = months.after(last_month(), -5)
        app = open_page("xa_bangvan", "meetings.board", first=f"{first:%Y-%m}")
        [grid] = [text for text in texts(app) if text.startswith("| Chi bộ")]
        board = board_of("xa_bangvan", first)
        assert len(grid.splitlines()) == len(board.rows) + 2
        row = board.rows[0]
        assert f"](/nhap-bien-ban?cell={row.unit_id}&month={first:%Y-%m})" in grid
        assert any("D: đã duyệt" in caption.value for caption in app.caption)

    def test_a_filter_leaves_those_that_are_late(self, open_page):
        app = open_page("huyen", "meetings.board", state="late")
        titles = [box.label for box in app.expander if "đã nộp" in box.label]
        late = [group for group in board_of("huyen").groups if group.counts.late]
        assert len(titles) == len(late)

    def test_thematic_meetings_stand_by_quarter(self, open_page):
        app = open_page("xa_bangvan", "meetings.board", what="thematic_meeting")
        with read_tx() as session:
            found = actor(session, "xa_bangvan")
            what = ExpectedKind.THEMATIC_MEETING
            board = boards.board(session, found, found.unit_id, last_month(), last_month(), what)
        assert texts(app)[0] == board_words.counts(board.counts)

    def test_an_address_that_asks_for_nothing_sensible_opens_what_is_due(self, open_page):
        app = open_page("huyen", "meetings.board", first="2999-01", last="x", unit="x", state="x", what="x", order="x")
        assert texts(app)[0] == board_words.counts(board_of("huyen").counts)

    def test_a_cell_has_its_own_line_only(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.board")
        [grid] = [text for text in texts(app) if text.startswith("| Chi bộ")]
        assert len(grid.splitlines()) == 3


class TestPeriods:
    def test_only_who_keeps_periods_has_the_page(self):
        [screen] = [screen for screen in SCREENS if screen.name == "meetings.periods"]
        assert {ACCOUNTS[role] for role in screen.roles} == KEEPERS

    @pytest.mark.parametrize("username", sorted(KEEPERS))
    def test_a_period_shows_days_counts_and_its_acts(self, open_page, username):
        app = open_page(username, "meetings.periods", period=the_period(last_month()))
        with read_tx() as session:
            row = periods.period(session, actor(session, username), the_period(last_month())).row
        assert any(f"Phải nộp **{number(row.expected)}**" in text for text in texts(app))
        assert any("Mở kỳ" in text for text in texts(app))

    def test_closing_wants_a_reason_and_reopening_lets_in_again(self, open_page):
        period_id = the_period(last_month())
        app = press(open_page("huyen", "meetings.periods", period=period_id), "Chốt kỳ")
        assert [error.value for error in app.error] == ["Đồng chí ghi lý do để người sau biết vì sao\\."]
        app = press(app, "Chốt kỳ", "turn", reason="Đã tổng hợp")
        assert [said.value for said in app.success] == ["Đã chốt kỳ báo cáo\\."]
        assert is_closed(period_id)
        press(app, "Mở lại kỳ", "turn", reason="Bổ sung")
        assert not is_closed(period_id)

    def test_a_cell_is_exempted_and_expected_again(self, open_page):
        period_id = the_period(last_month())
        expectation = an_expectation(period_id)
        app = open_page("huyen", "meetings.periods", period=period_id)
        app.session_state[f"period:{period_id}:grant:box"] = True
        app = press(app.run(), "Ghi", "grant", cell=str(expectation), what="Miễn báo cáo", reason="Mưa lũ")
        assert stored(expectation).exempt_reason == "Mưa lũ"
        app.button(key=f"expectation:{expectation}:back").click().run()
        assert stored(expectation).exempt_reason == ""

    def test_more_time_wants_a_cell_and_a_day(self, open_page):
        period_id = the_period(last_month())
        app = open_page("quantri", "meetings.periods", period=period_id)
        app.session_state[f"period:{period_id}:grant:box"] = True
        app = press(app.run(), "Ghi", "grant", reason="Bí thư ốm")
        assert [error.value for error in app.error] == ["Đồng chí chọn chi bộ\\."]
        expectation = an_expectation(period_id)
        app = press(app, "Ghi", "grant", cell=str(expectation), reason="Bí thư ốm")
        assert [error.value for error in app.error] == ["Đồng chí chọn ngày gia hạn\\."]
        until = clock.today().replace(year=clock.today().year + 1)
        press(app, "Ghi", "grant", cell=str(expectation), until=until, reason="Bí thư ốm")
        assert stored(expectation).extended_until == until

    def test_a_half_year_is_opened_by_hand(self, open_page):
        app = open_page("huyen", "meetings.periods")
        app.session_state["period:open:box"] = True
        app = press(app.run(), "Mở kỳ", "open", kind=PeriodKind.HALF_YEAR)
        assert "đang mở" in app.success[0].value
        with read_tx() as session:
            assert session.exec(select(Period).where(Period.kind == PeriodKind.HALF_YEAR)).one()

    def test_before_the_first_period_it_says_so(self, open_page):
        with write_tx() as session:
            for table in ("extension", "expectation", "period_entry", "period"):
                session.connection().exec_driver_sql(f"DELETE FROM {table}")
        app = open_page("huyen", "meetings.periods")
        assert [info.value for info in app.info] == ["Chưa mở kỳ báo cáo nào."]


class TestHome:
    @pytest.mark.parametrize("username", ["huyen", "xa_bangvan"])
    def test_how_last_month_stands_is_the_first_thing(self, open_page, username):
        app = open_page(username)
        [first, *_] = [text for text in texts(app) if text.startswith("**")]
        assert (
            first
            == f"**Biên bản sinh hoạt tháng {last_month():%m/%Y}**: {board_words.counts(board_of(username).counts)}"
        )
        assert links(app)["Mở bảng theo dõi"] == f"first={last_month():%Y-%m}&last={last_month():%Y-%m}"


def is_closed(period_id) -> bool:
    with read_tx() as session:
        return session.get_one(Period, period_id).is_closed


def an_expectation(period_id) -> UUID:
    with read_tx() as session:
        query = select(Expectation.id).where(
            Expectation.period_id == period_id, col(Expectation.extended_until).is_(None)
        )
        return session.exec(query.order_by(col(Expectation.id))).first()


def stored(expectation_id) -> Expectation:
    with read_tx() as session:
        return session.get_one(Expectation, expectation_id)
