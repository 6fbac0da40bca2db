"""The agenda: what is due next for each role, until when."""

from contextlib import ExitStack
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from models import Meeting, MeetingState, Role, Task
from models.base import new_id
from services import agenda, assessments, clock, four_good, meetings, periods
from services.access import Actor
from services.agenda import DutyKind
from services.assessments import AssessmentRef
from services.boards import Counts
from services.errors import NotAllowed
from services.four_good import CELL, COMMITTEE
from services.meetings import TaskDraft
from tests.factories import a_cell, a_unit, an_account, an_actor, some_members
from tests.factories_assessments import a_criteria_set, a_secretary, filled, submitted
from tests.factories_four_good import DECISION, a_programme, an_accepted
from tests.factories_meetings import NOVEMBER, OCTOBER, a_cast, a_submitted_meeting, fill, put
from tests.factories_periods import expected, opened
from tests.statements import counted


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    """The 20th of November: October is over, November may still be handed in."""
    with clock.set_to(noon(date(2026, 11, 20))):
        yield


@pytest.fixture
def cast(session):
    return a_cast(session)


@pytest.fixture
def edith(session, cast):
    """Staff of the district."""
    return an_actor(session, cast.district, Role.DISTRICT_STAFF)


@pytest.fixture
def found(session):
    """The duties of an actor, of one kind if it is named."""
    return lambda actor, *kinds: [duty for duty in agenda.duties(session, actor) if not kinds or duty.kind in kinds]


def sentences(duties):
    return [duty.sentence for duty in duties]


class TestMeetings:
    def test_a_secretary_is_told_of_the_own_meeting(self, cast, found):
        late, current = found(cast.secretary, DutyKind.ENTER_MEETING)
        assert late.sentence == "Chi bộ chưa nhập biên bản sinh hoạt tháng 10/2026."
        assert (late.due_on, late.is_late, late.month) == (date(2026, 11, 5), True, OCTOBER)
        assert current.sentence == "Chi bộ chưa nhập biên bản sinh hoạt tháng 11/2026."
        assert (current.due_on, current.is_late, current.cell_id) == (date(2026, 12, 5), False, cast.cell.id)

    def test_what_is_begun_is_not_done(self, session, cast, found):
        put(session, cast.secretary, cast.ref, "content", "Thông báo thời sự")
        *_, current = found(cast.secretary, DutyKind.ENTER_MEETING)
        assert current.sentence == "Biên bản sinh hoạt tháng 11/2026 đang nhập dở, chưa nộp."

    def test_what_is_returned_is_to_be_mended(self, session, cast, found):
        a_submitted_meeting(session, cast.secretary, cast.ref)
        session.exec(select(Meeting)).one().state = MeetingState.RETURNED
        session.flush()
        *_, current = found(cast.secretary, DutyKind.ENTER_MEETING)
        assert current.sentence == "Biên bản sinh hoạt tháng 11/2026 được trả lại để sửa, chưa nộp lại."

    def test_who_is_exempt_owes_nothing_and_more_time_is_another_last_day(self, session, cast, edith, found):
        october, november = (expected(session, opened(session, month), cast.cell) for month in (OCTOBER, NOVEMBER))
        periods.exempt(session, edith, october.id, "Mưa lũ")
        periods.extend(session, edith, november.id, date(2026, 12, 9), "Bí thư ốm")
        [duty] = found(cast.secretary, DutyKind.ENTER_MEETING)
        assert (duty.month, duty.due_on) == (NOVEMBER, date(2026, 12, 9))
        assert [duty.month for duty in found(cast.officer, DutyKind.ENTER_MEETING)] == [NOVEMBER]

    def test_how_last_month_stands_is_told_to_those_who_follow_many(self, session, cast, edith):
        a_cell(session, cast.commune, "Chi bộ Đông Chót")
        a_submitted_meeting(session, cast.secretary, cast.in_month(OCTOBER))
        for actor in (edith, cast.officer):
            standing = agenda.screen(session, actor).standing
            assert (standing.month, standing.due_on) == (OCTOBER, date(2026, 11, 5))
            assert standing.counts == Counts(expected=2, received=1, late=1, missing=1)
        assert agenda.screen(session, cast.secretary).standing is None

    def test_records_that_wait_are_the_reviewers_duty(self, session, cast, found):
        a_submitted_meeting(session, cast.secretary, cast.ref)
        [duty] = found(cast.officer, DutyKind.REVIEW_RECORDS)
        assert duty.sentence == "1 biên bản sinh hoạt đang chờ đồng chí duyệt."
        assert found(cast.secretary, DutyKind.REVIEW_RECORDS) == []

    def test_what_is_handed_in_is_no_duty(self, session, cast, found):
        for month in (OCTOBER, NOVEMBER):
            a_submitted_meeting(session, cast.secretary, cast.in_month(month))
        assert found(cast.secretary, DutyKind.ENTER_MEETING) == []

    def test_an_officer_is_told_how_many_cells_are_open(self, session, cast, found):
        a_cell(session, cast.commune, "Chi bộ Đông Chót")
        put(session, cast.secretary, cast.ref, "content", "Thông báo thời sự")
        a_submitted_meeting(session, cast.secretary, cast.in_month(OCTOBER))
        assert sentences(found(cast.officer, DutyKind.ENTER_MEETING)) == [
            "Còn 1/2 chi bộ chưa nộp biên bản sinh hoạt tháng 10/2026.",
            "Còn 2/2 chi bộ chưa nộp biên bản sinh hoạt tháng 11/2026 (1 đang nhập dở).",
        ]

    def test_the_last_day_is_in_time_and_the_next_is_not(self, cast, found):
        for day, is_late in ((5, False), (6, True)):
            with clock.set_to(noon(date(2026, 11, day))):
                assert found(cast.officer, DutyKind.ENTER_MEETING)[0].is_late is is_late

    def test_the_district_is_told_which_communes_owe_how_many(self, session, cast, edith, found):
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        for name in ("Một", "Hai"):
            a_cell(session, other, name)
        late, _ = found(edith, DutyKind.FOLLOW_MEETINGS)
        assert late.sentence == "Còn 3/3 chi bộ chưa nộp biên bản sinh hoạt tháng 10/2026."
        assert late.shares == (("Đảng bộ xã Đức Vân", 2), ("Đảng bộ xã Bằng Vân", 1))

    def test_one_commune_needs_no_shares(self, cast, edith, found):
        assert {duty.shares for duty in found(edith, DutyKind.FOLLOW_MEETINGS)} == {()}

    def test_a_neighbour_is_not_counted(self, session, cast, found):
        a_cell(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        assert all("/1 chi bộ" in sentence for sentence in sentences(found(cast.officer, DutyKind.ENTER_MEETING)))


class TestAssessments:
    @pytest.fixture(autouse=True)
    def criteria(self, session, cast):
        a_criteria_set(session, cast.district)

    def test_from_october_a_cell_is_asked_to_assess_itself(self, cast, found):
        for month, asked in ((9, False), (10, True)):
            with clock.set_to(noon(date(2026, month, 2))):
                assert bool(found(cast.secretary, DutyKind.ASSESS)) is asked
        (duty,) = found(cast.secretary, DutyKind.ASSESS)
        assert duty.sentence == "Chi bộ chưa tự chấm “chi bộ bốn tốt” năm 2026."
        assert (duty.due_on, duty.cell_id, duty.year) == (date(2026, 11, 30), cast.cell.id, 2026)

    def test_a_begun_form_is_no_handed_in_form(self, session, cast, found):
        filled(session, cast.secretary, cast.cell)
        assert "đang chấm dở" in found(cast.secretary, DutyKind.ASSESS)[0].sentence

    def test_a_form_that_waits_for_the_superior_is_the_superiors_duty(self, session, cast, found):
        submitted(session, cast.secretary, cast.cell)
        assert found(cast.secretary, DutyKind.ASSESS) == []
        assert found(cast.officer, DutyKind.ASSESS) == []
        (duty,) = found(cast.officer, DutyKind.REVIEW)
        assert duty.sentence == "1 bản tự chấm năm 2026 đang chờ thẩm định."
        assert duty.due_on == date(2026, 12, 15)

    def test_a_returned_form_is_the_cells_duty_again(self, session, cast, found):
        self.returned(session, cast)
        assert found(cast.officer, DutyKind.REVIEW) == []
        assert sentences(found(cast.officer, DutyKind.ASSESS)) == [
            "Còn 1/1 chi bộ chưa nộp bản tự chấm năm 2026 (1 bản trả lại để sửa)."
        ]
        assert "được trả lại để sửa" in found(cast.secretary, DutyKind.ASSESS)[0].sentence

    def test_the_district_follows_what_a_commune_opens(self, session, cast, edith, found):
        assert [duty.kind for duty in found(edith, DutyKind.ASSESS, DutyKind.FOLLOW_ASSESSMENTS)] == [
            DutyKind.FOLLOW_ASSESSMENTS
        ]

    def test_what_is_left_of_last_year_is_not_forgotten(self, session, cast, found):
        self.returned(session, cast)
        with clock.set_to(noon(date(2027, 2, 1))):
            (duty,) = found(cast.officer, DutyKind.ASSESS)
            assert duty.sentence == "1 bản tự chấm năm 2026 đã trả lại để sửa, chi bộ chưa nộp lại."
            assert duty.is_late

    def test_a_year_that_nobody_assessed_is_not_asked_for_afterwards(self, cast, found):
        with clock.set_to(noon(date(2027, 2, 1))):
            assert found(cast.officer, DutyKind.ASSESS) == []
            assert found(cast.secretary, DutyKind.ASSESS) == []

    def returned(self, session, cast):
        ref = submitted(session, cast.secretary, cast.cell)
        seen = assessments.sheet(session, cast.officer, ref).course.submitted_at
        assessments.send_back(session, cast.officer, ref, "Thiếu minh chứng mục 1.1", seen)


class TestFourGoodYear:
    """Registration, self-checks and recognition; the days are those of the programme in force."""

    @pytest.fixture
    def on(self):
        """Put the clock to a day of 2026, for the rest of the test."""
        with ExitStack() as stack:
            yield lambda month, day, year=2026: stack.enter_context(clock.set_to(noon(date(year, month, day))))

    def test_in_the_first_quarter_a_cell_is_asked_to_register(self, session, cast, edith, found, on):
        on(2, 1)
        assert found(cast.secretary, DutyKind.REGISTER) == []
        a_programme(session, edith, cast.district, registered_until="28/2")
        (duty,) = found(cast.secretary, DutyKind.REGISTER)
        assert duty.sentence == "Chi bộ chưa đăng ký “chi bộ bốn tốt” năm 2026."
        assert (duty.due_on, duty.cell_id, duty.year) == (date(2026, 2, 28), cast.cell.id, 2026)

    def test_superiors_are_told_how_many_have_not_registered(self, session, cast, edith, found, on):
        on(4, 10)
        a_programme(session, edith, cast.district)
        a_cell(session, cast.commune, "Chi bộ Đông Chót")
        four_good.register(session, cast.officer, [cast.cell.id], CELL, 2026, date(2026, 2, 5))
        for actor in (cast.officer, edith):
            (duty,) = found(actor, DutyKind.REGISTER)
            assert duty.sentence == "Còn 1/2 chi bộ chưa đăng ký “chi bộ bốn tốt” năm 2026."
            assert (duty.due_on, duty.is_late) == (date(2026, 3, 31), True)

    def test_once_the_year_is_being_assessed_nobody_is_pressed_to_register(self, session, cast, edith, found, on):
        a_programme(session, edith, cast.district)
        for day, asked in (((9, 30), True), ((10, 1), False)):
            on(*day)
            assert bool(found(cast.secretary, DutyKind.REGISTER)) is asked
        a_criteria_set(session, cast.district)
        submitted(session, cast.secretary, cast.cell)
        assert found(cast.officer, DutyKind.REGISTER) == []

    def test_the_days_are_those_of_the_nearest_programme(self, session, cast, edith, found, on):
        a_criteria_set(session, cast.district)
        a_programme(session, edith, cast.district, assessed_until="15/11")
        a_programme(session, cast.officer, cast.commune, assessed_until="31/10", reviewed_until="10/11")
        on(9, 1)
        assert found(cast.secretary, DutyKind.ASSESS)[0].due_on == date(2026, 10, 31)
        on(10, 1)
        submitted(session, cast.secretary, cast.cell)
        assert found(cast.officer, DutyKind.REVIEW)[0].due_on == date(2026, 11, 10)

    def test_a_self_check_is_owed_once_its_months_are_over(self, session, cast, edith, found, on):
        a_criteria_set(session, cast.district, more="self_check: quarterly")
        on(3, 31)
        assert found(cast.secretary, DutyKind.CHECK) == []
        on(4, 1)
        (duty,) = found(cast.secretary, DutyKind.CHECK)
        assert duty.sentence == "Chi bộ chưa nộp bản tự kiểm tra “chi bộ bốn tốt” quý I/2026."
        assert (duty.due_on, duty.assessment.months) == (date(2026, 4, 5), (1, 3))
        for actor in (cast.officer, edith):
            (duty,) = found(actor, DutyKind.FOLLOW_CHECKS)
            assert duty.sentence == "Còn 1/1 chi bộ chưa nộp đủ các bản tự kiểm tra “chi bộ bốn tốt” năm 2026."

    def test_many_self_checks_are_told_in_one_sentence(self, session, cast, found, on):
        a_criteria_set(session, cast.district, more="self_check: monthly")
        on(6, 2)
        (duty,) = found(cast.secretary, DutyKind.CHECK)
        assert duty.sentence.endswith("tháng 1/2026, tháng 2/2026, tháng 3/2026 và 2 kỳ khác.")
        assert (duty.due_on, duty.is_late) == (date(2026, 2, 5), True)

    def test_what_was_accepted_waits_for_a_decision_from_december_on(self, session, cast, edith, found, on):
        a_criteria_set(session, cast.district)
        an_accepted(session, cast.cell, cast.commune)
        assert found(edith, DutyKind.RECOGNISE) == []
        on(12, 1)
        for actor in (cast.officer, edith):
            (duty,) = found(actor, DutyKind.RECOGNISE)
            assert duty.sentence == "1 bản tự chấm năm 2026 đã thông qua, đang chờ quyết định công nhận."
            assert duty.due_on == date(2026, 12, 31)
        assert found(cast.secretary, DutyKind.RECOGNISE) == []

    def test_what_was_left_out_of_a_decision_is_not_waited_for(self, session, cast, edith, found, on):
        a_criteria_set(session, cast.district)
        other = a_cell(session, cast.commune, "Chi bộ Đông Chót")
        for cell in (cast.cell, other):
            an_accepted(session, cell, cast.commune)
        on(12, 20)
        four_good.recognise(session, edith, [AssessmentRef(other.id, 2026)], DECISION)
        assert found(edith, DutyKind.RECOGNISE) == []

    def test_a_decision_that_is_owed_is_not_forgotten_with_the_year(self, session, cast, edith, found, on):
        a_criteria_set(session, cast.district)
        an_accepted(session, cast.cell, cast.commune)
        on(1, 20, 2027)
        assert found(edith, DutyKind.RECOGNISE)[0].is_late

    def test_committees_are_asked_only_where_somebody_has_a_programme_or_a_form(self, session, cast, edith, found):
        about = [duty for duty in found(cast.officer) if duty.assessment and duty.assessment.kind == COMMITTEE]
        assert about == []
        a_criteria_set(session, cast.district, code="dang_bo", kind=COMMITTEE)
        (own,) = [duty for duty in found(cast.officer) if duty.assessment and duty.assessment.kind == COMMITTEE]
        assert own.sentence == "Đảng bộ chưa tự chấm “đảng bộ bốn tốt” năm 2026."
        assert (own.kind, own.cell_id) == (DutyKind.ASSESS, cast.commune.id)
        (of_district,) = [duty for duty in found(edith) if duty.assessment and duty.assessment.kind == COMMITTEE]
        assert of_district.sentence == "Còn 1/1 đảng bộ chưa nộp bản tự chấm “đảng bộ bốn tốt” năm 2026."

    def test_a_unit_that_is_gone_owes_nothing(self, session, cast, found):
        a_criteria_set(session, cast.district)
        a_cell(session, cast.commune, "Chi bộ giải thể", until=date(2026, 11, 1))
        assert sentences(found(cast.officer, DutyKind.ASSESS)) == ["Còn 1/1 chi bộ chưa nộp bản tự chấm năm 2026."]

    def test_which_communes_owe_how_many(self, session, cast, edith, found):
        a_criteria_set(session, cast.district)
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        for name in ("Một", "Hai"):
            cell = a_cell(session, other, name)
            submitted(session, a_secretary(session, cell), cell)
        a_cell(session, other, "Ba")
        (duty,) = found(edith, DutyKind.FOLLOW_ASSESSMENTS)
        assert duty.shares == (("Đảng bộ xã Bằng Vân", 1), ("Đảng bộ xã Đức Vân", 1))


class TestTasks:
    @pytest.fixture
    def give(self, session, cast):
        """Give a member a task in October, due on a day."""

        def given(text: str, due_on: date):
            draft = TaskDraft(text, cast.people[0].id, due_on)
            return meetings.give_task(session, cast.secretary, cast.in_month(OCTOBER), draft, new_id())

        return given

    def test_the_secretary_is_told_of_the_one_due_first(self, cast, found, give):
        give("Vận động làm đường", date(2026, 11, 25))
        give("Thu đảng phí", date(2026, 11, 10))
        (duty,) = found(cast.secretary, DutyKind.TASKS)
        assert duty.sentence.startswith("2 nhiệm vụ đã giao")
        assert f"“Thu đảng phí” (đồng chí {cast.people[0].full_name})" in duty.sentence
        assert (duty.due_on, duty.is_late) == (date(2026, 11, 10), True)

    def test_what_is_due_later_than_in_two_weeks_waits(self, cast, found, give):
        give("Còn lâu", date(2026, 12, 5))
        assert found(cast.secretary, DutyKind.TASKS) == []
        give("Sắp đến", date(2026, 12, 4))
        assert "“Sắp đến”" in found(cast.secretary, DutyKind.TASKS)[0].sentence

    def test_what_a_meeting_found_done_is_done(self, session, cast, found, give):
        task_id = give("Vận động làm đường", date(2026, 11, 10))
        fill(session, cast.secretary, cast.in_month(OCTOBER))
        for outcome, is_open in (("partly_done", True), ("done", False)):
            put(session, cast.secretary, cast.ref, f"outcome:{task_id}", outcome)
            assert bool(found(cast.secretary, DutyKind.TASKS)) is is_open

    def test_the_tasks_of_a_neighbour_are_not_shown(self, session, cast, found, give):
        give("Vận động làm đường", date(2026, 11, 10))
        other = a_cell(session, cast.commune, "Chi bộ Đông Chót")
        assert found(an_actor(session, other, Role.CELL_SECRETARY), DutyKind.TASKS) == []

    def test_what_a_cancelled_meeting_gave_is_not_owed(self, session, cast, found, give):
        task_id = give("Vận động làm đường", date(2026, 11, 10))
        session.get_one(Meeting, session.get_one(Task, task_id).meeting_id).is_cancelled = True
        session.flush()
        assert found(cast.secretary, DutyKind.TASKS) == []

    def test_a_long_task_is_shortened(self, cast, found, give):
        give("Vận động " * 40, date(2026, 11, 10))
        assert len(found(cast.secretary, DutyKind.TASKS)[0].sentence) < 200

    def test_tasks_are_the_secretarys_own_affair(self, cast, found, give):
        give("Vận động làm đường", date(2026, 11, 10))
        assert found(cast.officer, DutyKind.TASKS) == []


class TestAbsences:
    @pytest.mark.parametrize("month", [OCTOBER, NOVEMBER])
    def test_a_fresh_absence_without_reason_is_to_be_spoken_about(self, session, cast, edith, found, month):
        a_submitted_meeting(session, cast.secretary, cast.in_month(month), unexcused=cast.ids(5))
        for actor in (cast.secretary, cast.officer, edith):
            [duty] = found(actor, DutyKind.ABSENCES)
            assert "1 đồng chí vắng không lý do dưới 3 tháng." in duty.sentence
            assert (duty.due_on, duty.is_late) == (None, False)

    def test_one_of_long_ago_is_not_unless_a_name_removal_is_to_be_considered(self, session, cast, found):
        for month in range(1, 4):
            a_submitted_meeting(session, cast.secretary, cast.in_month(date(2026, month, 1)), unexcused=cast.ids(5))
            assert bool(found(cast.secretary, DutyKind.ABSENCES)) is (month == 3)
        assert "vắng không lý do từ 3 tháng trong năm" in found(cast.secretary, DutyKind.ABSENCES)[0].sentence

    def test_elsewhere_nobody_is_told(self, session, cast, found):
        a_submitted_meeting(session, cast.secretary, cast.in_month(OCTOBER), unexcused=cast.ids(5))
        elsewhere = an_actor(session, a_unit(session, "Đảng bộ xã Thượng Quan"), Role.COMMUNE_OFFICER)
        assert found(elsewhere, DutyKind.ABSENCES) == []


def test_the_most_urgent_stands_first(session, cast, found):
    days = [duty.due_on for duty in found(cast.secretary)]
    assert len(days) > 2
    assert days == sorted(days)


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR])
def test_who_does_not_write_owes_nothing(session, cast, found, role):
    assert found(an_actor(session, cast.district, role)) == []


@pytest.mark.parametrize("role", [Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER, Role.CELL_SECRETARY])
def test_it_takes_at_most_fourteen_statements_however_many_cells(session, cast, role):
    for number in range(15):
        a_cell(session, cast.commune, f"Chi bộ {number}")
    a_criteria_set(session, cast.district)
    submitted(session, cast.secretary, cast.cell)
    actor = cast.secretary if role is Role.CELL_SECRETARY else an_actor(session, cast.commune, role)
    session.flush()
    with counted(session) as statements:
        assert agenda.duties(session, actor)
    assert len(statements) <= 14


class TestHeadline:
    @pytest.fixture
    def leader(self, session, cast) -> Actor:
        return an_actor(session, cast.district, Role.LEADER)

    def test_it_is_about_the_last_complete_month(self, session, cast, leader):
        other = a_cell(session, cast.commune, "Chi bộ Đông Chót")
        some_members(session, other, 3)
        a_submitted_meeting(session, cast.secretary, cast.in_month(OCTOBER), unexcused=cast.ids(5))
        head = agenda.headline(session, leader)
        assert (head.month, head.expected, head.submitted) == (OCTOBER, 2, 1)
        assert head.members == 10
        assert (head.attendance.numerator, head.attendance.denominator) == (5, 6)

    def test_without_a_meeting_there_is_no_rate(self, session, cast, leader):
        head = agenda.headline(session, leader)
        assert (head.submitted, head.attendance, head.speaking) == (0, None, None)

    def test_before_the_day_of_reporting_every_cell_is_expected_too(self, session, cast, leader):
        with clock.set_to(noon(date(2026, 11, 2))):
            assert agenda.headline(session, leader).expected == 1


class TestUpkeep:
    def test_an_administrator_sees_accounts_and_the_latest_change(self, session, cast):
        boss = an_actor(session, cast.district, Role.ADMINISTRATOR)
        locked = an_account(session, cast.commune)
        locked.is_disabled = True
        put(session, cast.secretary, cast.ref, "content", "Thông báo thời sự")
        upkeep = agenda.upkeep(session, boss)
        assert (upkeep.in_use, upkeep.disabled, upkeep.last_action) == (3, 1, "Ghi biên bản")
        assert upkeep.last_at == clock.now()

    def test_nobody_else_does(self, session, cast):
        with pytest.raises(NotAllowed):
            agenda.upkeep(session, cast.officer)
