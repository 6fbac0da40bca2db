"""A closed period refuses writing, and says the rule, the day and whom to ask."""

from datetime import date

import pytest

from models import PeriodAct, PeriodKind, Role
from services import clock, meetings, periods
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind
from services.periods import closing
from tests.factories import a_unit, an_actor
from tests.factories_meetings import NOVEMBER, OCTOBER, SEPTEMBER, a_submitted_meeting, fill, put
from tests.factories_periods import at, expected, opened, the_period
from tests.statements import counted


@pytest.fixture
def october(session, cast):
    """The period of October, which is over."""
    return opened(session, OCTOBER)


@pytest.fixture
def closed(session, edith, october):
    """The same, closed on 20/11."""
    periods.close(session, edith, october, "Đã tổng hợp báo cáo tháng")
    return october


class TestRefusing:
    def test_it_says_the_rule_the_day_and_whom_to_ask(self, session, cast, edith, closed):
        with pytest.raises(Conflict) as refused:
            put(session, cast.secretary, cast.in_month(OCTOBER), "place", "Nhà văn hóa")
        assert refused.value.sentence == (
            "Kỳ báo cáo tháng 10/2026 đã chốt ngày 20/11/2026: biên bản trong kỳ không sửa được nữa. Nếu cần sửa, "
            f"đồng chí liên hệ {edith.display_name}, Đảng bộ huyện Ngân Sơn để được gia hạn hoặc mở lại kỳ."
        )

    def test_nothing_of_the_month_is_written_any_more(self, session, cast, edith, october):
        filled, themed = cast.in_month(OCTOBER), cast.in_month(OCTOBER, MeetingKind.THEMATIC)
        fill(session, cast.officer, filled)
        periods.close(session, edith, october, "Đã tổng hợp")
        for act in (
            lambda: meetings.submit(session, cast.officer, filled),
            lambda: put(session, cast.officer, themed, "theme", "Đất đai"),
            lambda: meetings.file_minutes(session, cast.officer, filled, date(2026, 11, 1), None),
        ):
            with pytest.raises(Conflict, match="đã chốt"):
                act()

    def test_what_was_handed_in_is_not_taken_back(self, session, cast, edith, october):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        periods.close(session, edith, october, "Đã tổng hợp")
        with pytest.raises(Conflict, match="đã chốt"):
            meetings.take_back(session, cast.officer, cast.in_month(OCTOBER))

    def test_the_months_beside_it_stay_open(self, session, cast, closed):
        for month in (SEPTEMBER, NOVEMBER):
            assert put(session, cast.officer, cast.in_month(month), "place", "Nhà văn hóa") == "Nhà văn hóa"

    def test_a_longer_period_closes_all_its_months(self, session, cast, edith):
        quarter = opened(session, SEPTEMBER, PeriodKind.QUARTER)
        periods.close(session, edith, quarter, "Đã tổng hợp")
        with pytest.raises(Conflict, match="quý III/2026"):
            put(session, cast.officer, cast.in_month(SEPTEMBER), "place", "Nhà văn hóa")

    def test_another_tree_is_not_concerned(self, session, closed):
        elsewhere = a_unit(session, "Đảng bộ khác")
        closing.require_open(session, elsewhere.id, OCTOBER)

    def test_it_costs_one_statement_while_all_is_open(self, session, cast, october):
        with counted(session) as sent:
            closing.require_open(session, cast.cell.id, OCTOBER)
        assert len(sent) == 1


class TestGettingIn:
    def test_reopening_lets_everybody_write_again(self, session, cast, edith, closed):
        periods.reopen(session, edith, closed, "Bổ sung biên bản")
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        assert expected(session, closed, cast.cell).is_complete

    @pytest.mark.parametrize(
        ("moment", "is_open"), [(at(date(2026, 11, 25), 23, 59, 59), True), (at(date(2026, 11, 26), 0, 0, 0), False)]
    )
    def test_an_extension_lets_one_unit_in_until_its_day_ends(self, session, cast, edith, closed, moment, is_open):
        periods.extend(session, edith, expected(session, closed, cast.cell).id, date(2026, 11, 25), "Bí thư ốm")
        with clock.set_to(moment):
            if is_open:
                closing.require_open(session, cast.cell.id, OCTOBER)
            else:
                with pytest.raises(Conflict, match="đã chốt"):
                    closing.require_open(session, cast.cell.id, OCTOBER)


class TestActs:
    def test_every_act_is_kept_with_its_reason(self, session, edith, closed):
        with clock.set_to(at(date(2026, 11, 21))):
            periods.reopen(session, edith, closed, "Bổ sung")
        entries = periods.period(session, edith, closed).entries
        assert [(entry.act, entry.reason) for entry in entries] == [
            (PeriodAct.REOPENED, "Bổ sung"),
            (PeriodAct.CLOSED, "Đã tổng hợp báo cáo tháng"),
            (PeriodAct.OPENED, ""),
        ]
        assert [entry.by for entry in entries] == [edith.display_name, edith.display_name, ""]

    def test_a_second_click_changes_nothing(self, session, edith, closed):
        periods.close(session, edith, closed, "Lần nữa")
        assert len(periods.period(session, edith, closed).entries) == 2
        for _ in range(2):
            periods.reopen(session, edith, closed, "Bổ sung")
        assert len(periods.period(session, edith, closed).entries) == 3

    def test_without_a_reason_nothing_happens(self, session, edith, october):
        with pytest.raises(Invalid, match="lý do"):
            periods.close(session, edith, october, " ")
        assert not the_period(session, october).is_closed

    @pytest.mark.parametrize(
        ("moment", "is_over"), [(at(date(2026, 11, 30), 23, 59, 59), False), (at(date(2026, 12, 1), 0, 0, 0), True)]
    )
    def test_a_period_is_closed_when_it_is_over(self, session, edith, cast, moment, is_over):
        november = opened(session, NOVEMBER)
        with clock.set_to(moment):
            if is_over:
                periods.close(session, edith, november, "Đã tổng hợp")
            else:
                with pytest.raises(Invalid, match="mới kết thúc"):
                    periods.close(session, edith, november, "Đã tổng hợp")
        assert the_period(session, november).is_closed is is_over

    @pytest.mark.parametrize("act", [periods.close, periods.reopen])
    def test_reach_comes_before_permission(self, session, cast, october, act):
        with pytest.raises(NotFound):
            act(session, cast.officer, october, "x")
        for role in (Role.LEADER, Role.COMMUNE_OFFICER):
            with pytest.raises(NotAllowed):
                act(session, an_actor(session, cast.district, role), october, "x")


class TestList:
    def test_everybody_sees_the_periods_of_the_units_above_with_the_own_counts(self, session, cast, edith):
        october = opened(session, OCTOBER)
        opened(session, NOVEMBER)
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        for actor in (edith, cast.officer, cast.secretary):
            rows = periods.periods(session, actor)
            assert [row.name for row in rows] == ["tháng 11/2026", "tháng 10/2026"]
            last = rows[1]
            assert (last.expected, last.received, last.on_time, last.complete) == (1, 1, 0, 1)
        stranger = an_actor(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        assert [row.expected for row in periods.periods(session, stranger)] == [0, 0]
        assert periods.period(session, stranger, october).expectations == ()

    def test_of_another_tree_nothing_is_seen(self, session, cast, october):
        stranger = an_actor(session, a_unit(session, "Đảng bộ khác"))
        assert periods.periods(session, stranger) == []
        with pytest.raises(NotFound):
            periods.period(session, stranger, october)
