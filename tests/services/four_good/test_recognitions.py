"""Decisions: one covers many units, only from above, only on what was accepted; then a reward, and a revocation."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from models import Assessment, AuditEntry, Recognition, Role
from models.base import new_id
from services import assessments, clock, four_good
from services.assessments import AssessmentRef
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.four_good import CELL, COMMITTEE, Stage
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import a_criteria_set, submitted
from tests.factories_four_good import DECISION, REVOCATION, REWARD, an_accepted

MENDED = replace(DECISION, number="145-QĐ/HU")


@pytest.fixture
def cells(session, commune, cell, in_force):
    """Two cells with accepted assessments of the year."""
    found = [cell, a_cell(session, commune, "Chi bộ Đông Chót")]
    for unit in found:
        an_accepted(session, unit, commune)
    return found


@pytest.fixture
def refs(cells):
    return [AssessmentRef(unit.id, 2026) for unit in cells]


@pytest.fixture
def recognised(session, huong, refs):
    """The ids of the assessments of both cells, recognised by the district."""
    four_good.recognise(session, huong, refs, DECISION)
    return [row.assessment_id for row in four_good.board(session, huong, huong.unit_id, CELL, 2026).rows]


def row_of(session, actor, unit):
    return four_good.board(session, actor, unit.id, CELL, 2026).rows[0]


def graded(session, unit, **grades):
    assessment = session.exec(select(Assessment).where(Assessment.unit_id == unit.id)).one()
    for name, grade in grades.items():
        setattr(assessment, name, grade)
    session.flush()


def entries(session):
    query = select(AuditEntry).where(AuditEntry.entity == "recognition").order_by(AuditEntry.sequence)
    return [(entry.action.split(":")[1], entry.details) for entry in session.exec(query)]


def actions(session):
    return [action for action, _ in entries(session)]


class TestRecognise:
    def test_one_decision_covers_many(self, session, huong, cells, refs):
        assert four_good.recognise(session, huong, refs, DECISION) == 2
        rows = session.exec(select(Recognition)).all()
        assert {row.unit_id for row in rows} == {unit.id for unit in cells}
        assert {(row.decision_number, row.decided_on, row.authority, row.grade) for row in rows} == {
            ("45-QĐ/HU", date(2026, 12, 8), "Ban Thường vụ Huyện ủy", "tot")
        }
        assert entries(session)[0] == (
            "granted",
            {"grade": "tot", "number": "45-QĐ/HU", "on": "2026-12-08", "authority": "Ban Thường vụ Huyện ủy"},
        )
        assert len(entries(session)) == 2

    def test_the_grade_is_that_of_the_review(self, session, huong, cells, refs):
        graded(session, cells[0], grade="kha", review_grade="tot")
        four_good.recognise(session, huong, refs, DECISION)
        assert session.exec(select(Recognition.grade).where(Recognition.unit_id == cells[0].id)).one() == "tot"
        assert row_of(session, huong, cells[0]).grade == "Tốt"

    def test_only_the_best_grade_is_recognised_and_who_has_less_is_named(self, session, huong, cells, refs):
        graded(session, cells[0], grade="tot", review_grade="kha")
        with pytest.raises(Conflict, match=r"Chi bộ Khuổi Ngọa \(mức “Khá”\) không thuộc mức được công nhận"):
            four_good.recognise(session, huong, refs, DECISION)
        assert session.exec(select(Recognition)).all() == []
        row = row_of(session, huong, cells[0])
        assert (row.may_be_recognised, row.is_below_recognition) == (False, True)
        found = four_good.board(session, huong, huong.unit_id, CELL, 2026)
        assert [each.ref.unit_id for each in found.rows if each.may_be_recognised] == [cells[1].id]
        assert found.waiting(Stage.RECOGNISE) == 1

    def test_the_set_may_name_more_grades(self, session, huong, commune):
        a_criteria_set(session, commune, more="recognises: [tot, kha]")
        unit = a_cell(session, commune, "Chi bộ Nà Cốc")
        an_accepted(session, unit, commune)
        graded(session, unit, review_grade="kha")
        assert row_of(session, huong, unit).may_be_recognised
        assert four_good.recognise(session, huong, [AssessmentRef(unit.id, 2026)], DECISION) == 1

    def test_a_second_click_changes_nothing(self, session, huong, refs):
        four_good.recognise(session, huong, refs[:1], DECISION)
        assert four_good.recognise(session, huong, refs, replace(DECISION, number=" 45-QĐ/HU ")) == 1
        assert four_good.recognise(session, huong, refs, DECISION) == 0
        assert actions(session) == ["granted", "granted"]

    def test_another_decision_on_the_same_unit_is_refused_with_what_stands(self, session, huong, refs):
        four_good.recognise(session, huong, refs[:1], DECISION)
        with pytest.raises(Conflict, match="Chi bộ Khuổi Ngọa đã được công nhận theo Quyết định số 45-QĐ/HU"):
            four_good.recognise(session, huong, refs, replace(DECISION, number="99-QĐ/HU"))
        assert len(session.exec(select(Recognition)).all()) == 1

    def test_what_is_not_accepted_is_named_and_nothing_is_recognised(self, session, huong, commune, refs):
        waiting = a_cell(session, commune, "Chi bộ Nà Cốc")
        submitted(session, an_actor(session, waiting, Role.CELL_SECRETARY), waiting)
        unbegun = a_cell(session, commune, "Chi bộ Bó Lếch")
        more = [AssessmentRef(unit.id, 2026) for unit in (waiting, unbegun)]
        with pytest.raises(Conflict, match="Chi bộ Bó Lếch và Chi bộ Nà Cốc chưa được thông qua"):
            four_good.recognise(session, huong, [*refs, *more], DECISION)
        assert session.exec(select(Recognition)).all() == []

    def test_without_a_grade_there_is_nothing_to_recognise(self, session, huong, cells, refs):
        assessment = session.exec(select(Assessment).where(Assessment.unit_id == cells[0].id)).one()
        assessment.grade = assessment.review_grade = None
        session.flush()
        with pytest.raises(Conflict, match="không có mức xếp loại"):
            four_good.recognise(session, huong, refs, DECISION)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"number": " "}, "number"),
            ({"number": "QĐ/HU"}, "number"),
            ({"number": "4" * 81}, "number"),
            ({"decided_on": None}, "decided_on"),
            ({"decided_on": date(2025, 12, 31)}, "decided_on"),
            ({"decided_on": date(2026, 12, 11)}, "decided_on"),
            ({"authority": ""}, "authority"),
            ({"authority": "a" * 201}, "authority"),
        ],
    )
    def test_a_decision_that_cannot_be_is_refused_with_its_field(self, session, huong, refs, changes, field):
        with pytest.raises(Invalid) as refused:
            four_good.recognise(session, huong, refs, replace(DECISION, **changes))
        assert refused.value.field == field
        assert session.exec(select(Recognition)).all() == []

    def test_one_decision_is_about_one_year_and_one_kind(self, session, huong, refs):
        for odd in ({"year": 2025}, {"kind": COMMITTEE}, {"months": (1, 3)}, {"subject": new_id()}):
            with pytest.raises(Invalid, match="một loại và một năm"):
                four_good.recognise(session, huong, [refs[0], replace(refs[1], **odd)], DECISION)

    def test_nobody_chosen_is_said(self, session, huong):
        with pytest.raises(Invalid, match="ít nhất một đơn vị"):
            four_good.recognise(session, huong, [], DECISION)


class TestWho:
    @pytest.mark.parametrize("role", Role)
    def test_reviewers_of_the_levels_above(self, session, district, refs, role):
        actor = an_actor(session, district, role)
        if role in {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}:
            assert four_good.recognise(session, actor, refs, DECISION) == 2
        else:
            with pytest.raises(NotAllowed):
                four_good.recognise(session, actor, refs, DECISION)

    def test_the_commune_may_for_its_cells(self, session, xuan, refs):
        assert four_good.recognise(session, xuan, refs, DECISION) == 2

    def test_never_somebody_of_the_unit_itself(self, session, cell, refs):
        inside = an_actor(session, cell, Role.COMMUNE_OFFICER)
        with pytest.raises(NotAllowed, match="Cấp ủy cấp trên"):
            four_good.recognise(session, inside, refs[:1], DECISION)

    def test_a_neighbour_does_not_reach_it(self, session, district, refs):
        neighbour = an_actor(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=district))
        with pytest.raises(NotFound):
            four_good.recognise(session, neighbour, refs, DECISION)

    def test_a_committee_is_recognised_from_above_only(self, session, district, commune, huong, xuan):
        a_criteria_set(session, district, code="dang_bo", kind=COMMITTEE)
        ref = AssessmentRef(commune.id, 2026, COMMITTEE)
        for item_id, value in (("i1", "10"), ("i2", "full"), ("i3", "yes"), ("i4", "0")):
            assessments.answer(session, xuan, ref, item_id, "value", value, None)
        assessments.submit(session, xuan, ref)
        assessments.accept(session, huong, ref, assessments.sheet(session, huong, ref).course.submitted_at)
        with pytest.raises(NotAllowed, match="Cấp ủy cấp trên"):
            four_good.recognise(session, xuan, [ref], DECISION)
        assert four_good.recognise(session, huong, [ref], DECISION) == 1
        [row] = four_good.board(session, huong, district.id, COMMITTEE, 2026).rows
        assert (row.name, row.is_recognised) == ("Đảng bộ xã Bằng Vân", True)


class TestReward:
    def test_it_is_kept_with_its_decision(self, session, huong, recognised, cells):
        assert four_good.reward(session, huong, recognised, REWARD) == 2
        found = row_of(session, huong, cells[0]).recognition
        assert (found.reward, found.reward_decision_number, found.rewarded_on) == (
            "Giấy khen",
            "46-QĐ/HU",
            date(2026, 12, 9),
        )
        assert actions(session)[-2:] == ["rewarded"] * 2

    def test_the_same_again_changes_nothing_and_another_is_kept_with_what_was(self, session, huong, recognised):
        four_good.reward(session, huong, recognised, REWARD)
        assert four_good.reward(session, huong, recognised, REWARD) == 0
        assert four_good.reward(session, huong, recognised[:1], replace(REWARD, reward="Bằng khen")) == 1
        assert entries(session)[-1][1]["was"] == "Giấy khen"
        assert actions(session).count("rewarded") == 3

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reward": ""}, "reward"),
            ({"reward": "a" * 201}, "reward"),
            ({"decision_number": ""}, "decision_number"),
            ({"rewarded_on": None}, "rewarded_on"),
            ({"rewarded_on": date(2026, 12, 7)}, "rewarded_on"),
            ({"rewarded_on": date(2026, 12, 11)}, "rewarded_on"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_field(self, session, huong, recognised, changes, field):
        with pytest.raises(Invalid) as refused:
            four_good.reward(session, huong, recognised, replace(REWARD, **changes))
        assert refused.value.field == field

    def test_without_a_recognition_there_is_nothing_to_reward(self, session, huong, cells):
        assessment_id = row_of(session, huong, cells[0]).assessment_id
        with pytest.raises(NotFound):
            four_good.reward(session, huong, [assessment_id], REWARD)
        with pytest.raises(Invalid, match="ít nhất một đơn vị"):
            four_good.reward(session, huong, [], REWARD)

    def test_a_revoked_one_is_not_rewarded(self, session, huong, recognised):
        four_good.revoke(session, huong, recognised[0], REVOCATION)
        with pytest.raises(Conflict, match="đã bị thu hồi"):
            four_good.reward(session, huong, recognised, REWARD)


class TestRevoke:
    def test_it_keeps_decision_day_and_reason(self, session, huong, recognised, cells):
        four_good.revoke(session, huong, recognised[0], REVOCATION)
        [row] = [
            row
            for row in four_good.board(session, huong, huong.unit_id, CELL, 2026).rows
            if row.assessment_id == recognised[0]
        ]
        assert (row.is_recognised, row.recognition.is_revoked) == (False, True)
        assert row.recognition.revocation_reason == REVOCATION.reason
        assert entries(session)[-1] == (
            "revoked",
            {"number": "47-QĐ/HU", "on": "2026-12-10", "reason": REVOCATION.reason},
        )

    def test_the_same_again_changes_nothing_and_another_is_refused(self, session, huong, recognised):
        for _ in range(2):
            four_good.revoke(session, huong, recognised[0], REVOCATION)
        assert actions(session).count("revoked") == 1
        with pytest.raises(Conflict, match="đã bị thu hồi ngày 10/12/2026 theo Quyết định số 47-QĐ/HU"):
            four_good.revoke(session, huong, recognised[0], replace(REVOCATION, reason="Lý do khác"))

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason": "  "}, "reason"),
            ({"reason": "a" * 1001}, "reason"),
            ({"decision_number": "không"}, "decision_number"),
            ({"revoked_on": None}, "revoked_on"),
            ({"revoked_on": date(2026, 12, 7)}, "revoked_on"),
            ({"revoked_on": date(2026, 12, 11)}, "revoked_on"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_field(self, session, huong, recognised, changes, field):
        with pytest.raises(Invalid) as refused:
            four_good.revoke(session, huong, recognised[0], replace(REVOCATION, **changes))
        assert refused.value.field == field

    def test_once_revoked_it_is_not_recognised_again(self, session, huong, recognised, refs):
        for assessment_id in recognised:
            four_good.revoke(session, huong, assessment_id, REVOCATION)
        with pytest.raises(Conflict, match="đã bị thu hồi"):
            four_good.recognise(session, huong, refs, DECISION)

    def test_the_commune_does_not_revoke_what_the_district_recorded(self, session, xuan, recognised):
        with pytest.raises(NotAllowed, match="do cấp trên ghi nhận"):
            four_good.revoke(session, xuan, recognised[0], REVOCATION)

    def test_the_district_revokes_what_the_commune_recorded(self, session, huong, xuan, refs):
        four_good.recognise(session, xuan, refs, DECISION)
        rows = four_good.board(session, huong, huong.unit_id, CELL, 2026).rows
        four_good.revoke(session, huong, rows[0].assessment_id, REVOCATION)
        assert actions(session)[-1] == "revoked"

    @pytest.mark.parametrize("role", [Role.CELL_SECRETARY, Role.LEADER, Role.ADMINISTRATOR])
    def test_others_do_not(self, session, district, recognised, role):
        with pytest.raises(NotAllowed):
            four_good.revoke(session, an_actor(session, district, role), recognised[0], REVOCATION)


class TestCorrect:
    def test_what_was_typed_wrongly_is_mended_for_all_its_units(self, session, huong, recognised):
        four_good.correct_decision(session, huong, recognised, MENDED, DECISION)
        assert set(session.exec(select(Recognition.decision_number))) == {"145-QĐ/HU"}
        assert entries(session)[-1][1]["was"] == "45-QĐ/HU · 2026-12-08 · Ban Thường vụ Huyện ủy"
        before = len(entries(session))
        four_good.correct_decision(session, huong, recognised, MENDED, DECISION)
        assert len(entries(session)) == before

    def test_what_cannot_be_stays_as_it_was(self, session, huong, recognised):
        mended = replace(DECISION, decided_on=date(2025, 1, 1))
        with pytest.raises(Invalid):
            four_good.correct_decision(session, huong, recognised, mended, DECISION)
        four_good.revoke(session, huong, recognised[0], REVOCATION)
        with pytest.raises(Conflict, match="đã bị thu hồi"):
            four_good.correct_decision(session, huong, recognised, MENDED, DECISION)

    def test_not_from_below(self, session, xuan, recognised):
        with pytest.raises(NotAllowed, match="do cấp trên ghi nhận"):
            four_good.correct_decision(session, xuan, recognised, MENDED, DECISION)

    def test_what_was_mended_since_is_looked_at_again(self, session, huong, recognised):
        four_good.correct_decision(session, huong, recognised, MENDED, DECISION)
        before = len(entries(session))
        with pytest.raises(Conflict, match="vừa được người khác sửa"):
            four_good.correct_decision(session, huong, recognised, replace(DECISION, number="54-QĐ/HU"), DECISION)
        assert set(session.exec(select(Recognition.decision_number))) == {"145-QĐ/HU"}
        four_good.correct_decision(session, huong, recognised, MENDED, DECISION)
        assert len(entries(session)) == before

    def test_not_over_two_years(self, session, huong, commune, cells, recognised):
        with clock.set_to(datetime(2027, 12, 10, tzinfo=UTC)):
            other = an_accepted(session, cells[0], commune, 2027)
            four_good.recognise(
                session, huong, [AssessmentRef(cells[0].id, 2027)], replace(DECISION, decided_on=date(2027, 12, 8))
            )
            with pytest.raises(Invalid, match="một năm"):
                four_good.correct_decision(session, huong, [*recognised, other], MENDED, DECISION)


def test_what_is_recognised_is_not_taken_out_of_the_review(session, xuan, refs, recognised):
    with pytest.raises(Conflict):
        assessments.send_back(session, xuan, refs[0], "Sửa lại", None)
