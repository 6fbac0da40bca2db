"""The annual grades of the sample keep the rules of the portal and the public figures."""

from collections import Counter, defaultdict
from datetime import date
from itertools import islice

import pytest
from sqlmodel import Session, col, select

from models import AnnualGrade, ReportedFigure, Suspension, SuspensionKind, Unit
from services import classification, clock, sample, scoring
from services.classification import Level
from services.sample import annual
from services.sample.rows import Chunk
from services.sample.scale import DISTRICT, Frame
from tests.services.sample.looking import UNTIL, cell_eras, reader, unit_named

pytestmark = pytest.mark.xdist_group("sample")

LAST_YEARS = (2024, 2025)


@pytest.fixture(autouse=True)
def until() -> object:
    with clock.set_to(Frame(DISTRICT, 1, UNTIL).moment):
        yield


@pytest.fixture
def bang_van(district: Session) -> Unit:
    return unit_named(district, "Đảng bộ xã Bằng Vân")


def grades(session: Session, *conditions: object) -> list[AnnualGrade]:
    return list(session.exec(select(AnnualGrade).where(*conditions)))


def test_no_group_of_units_has_too_many_excellent_ones(district: Session) -> None:
    actor = reader(district)
    for level, year in ((level, year) for level in (Level.CELL, Level.COMMITTEE) for year in range(2020, 2026)):
        sheet = classification.sheet(district, actor, level, actor.unit_id, year)
        assert sheet.decided == len(sheet.rows) > 0
        assert [group.what for group in sheet.groups if group.room.excess(is_exceptional=False) > 0] == []
        assert {group.room.size for group in sheet.groups} != {0}


def test_no_cell_has_too_many_excellent_members_and_everybody_is_classified(district: Session) -> None:
    actor = reader(district)
    for era in cell_eras(district)[::9]:
        for year in LAST_YEARS:
            sheet = classification.sheet(district, actor, Level.MEMBER, era.unit_id, year)
            [group] = sheet.groups
            assert sheet.decided == len(sheet.rows) > 0
            assert group.room.excess(is_exceptional=False) <= 0


def test_members_are_graded_about_as_bang_van_reported(district: Session, bang_van: Unit) -> None:
    found = Counter(row.grade for row in grades(district, AnnualGrade.kind == Level.MEMBER, AnnualGrade.year == 2025))
    assert found["htxsnv"] / found.total() == pytest.approx(0.035, abs=0.01)
    assert found["httnv"] / found.total() == pytest.approx(0.90, abs=0.02)
    reported = classification.overview(district, reader(district), bang_van.id, 2020).reported
    assert {figure.measure: figure.spoken for figure in reported} == {
        "cells_good_or_better_2020": "19/19 chi bộ hoàn thành tốt nhiệm vụ trở lên",
        "cells_excellent_2020": "trong đó 3 chi bộ hoàn thành xuất sắc",
        "members_excellent_percent_2020": "3,8%",
        "members_good_percent_2020": "90%",
    }
    assert grades(district, AnnualGrade.kind == Level.MEMBER, AnnualGrade.year == 2020) == []
    assert len(district.exec(select(ReportedFigure).where(ReportedFigure.unit_id == bang_van.id)).all()) == 9


def test_bang_van_2020_is_18_75_or_15_8_percent(district: Session, bang_van: Unit) -> None:
    sheet = classification.sheet(district, reader(district), Level.CELL, bang_van.id, 2020)
    [group] = sheet.groups
    assert (group.room.excellent, group.room.good, group.room.allowed) == (3, 16, 3)
    assert classification.shares_in_words(group.room.excellent, group.room.good, "hoàn thành tốt") == (
        "18,75 % (3/16, chỉ tính hoàn thành tốt); 15,8 % (3/19, tính hoàn thành tốt trở lên)"
    )
    [counts] = [
        found
        for found in classification.overview(district, reader(district), bang_van.id, 2020).levels
        if found.level is Level.CELL
    ]
    assert classification.spoken(counts.total, counts.marks) == (
        "19/19 hoàn thành tốt nhiệm vụ trở lên, trong đó 3 hoàn thành xuất sắc nhiệm vụ"
    )


def test_the_exempt_have_no_grade(district: Session) -> None:
    exempt = district.exec(
        select(Suspension).where(Suspension.kind == SuspensionKind.EXEMPT, Suspension.starts_on <= date(2024, 12, 31))
    ).all()
    assert exempt
    ids = [row.member_id for row in exempt if row.ends_on is None]
    assert grades(district, col(AnnualGrade.member_id).in_(ids), col(AnnualGrade.year).in_(LAST_YEARS)) == []


def test_of_years_before_the_portal_only_the_decision_is_known(district: Session) -> None:
    for row in grades(district, AnnualGrade.year < 2024):
        assert (row.proposed_grade, row.votes_base) == (None, None)
        assert row.decision_number
        assert row.decided_on.year == row.year
        assert row.authority
    for row in grades(district, col(AnnualGrade.year).in_(LAST_YEARS)):
        assert row.proposed_grade == row.grade
        assert row.proposed_at < row.decided_at
        assert 0 < row.votes_for <= row.votes_base


def test_this_year_is_under_way_in_one_commune_and_not_begun_in_khuoi_ngoa(district: Session, bang_van: Unit) -> None:
    rows = grades(district, AnnualGrade.year == UNTIL.year)
    cells = {era.unit_id for era in cell_eras(district, bang_van)}
    assert {row.unit_id for row in rows} <= cells - {unit_named(district, "Chi bộ Khuổi Ngọa").id}
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        states[row.kind]["decided" if row.grade else "proposed"] += 1
    members = classification.overview(district, reader(district), bang_van.id, UNTIL.year).levels[0].total.total
    assert 0.4 < states[Level.MEMBER].total() / members < 0.75
    assert min(states[Level.MEMBER].values()) > 20
    assert states[Level.CELL] == {"proposed": 10}
    assert all(row.decided_on is None or row.decided_on < UNTIL for row in rows)
    assert (
        classification.sheet(district, reader(district), Level.CELL, bang_van.id, UNTIL.year).groups[0].room.room >= 0
    )


def test_in_january_nobody_has_begun() -> None:
    for chunk in islice(sample.stream(until=date(2026, 1, 15), password_hash="x"), 4):
        assert not any(row["year"] == 2026 for row in chunk.rows[AnnualGrade])


def test_the_rules_are_sound_and_hold_one_after_the_other() -> None:
    chunk = Chunk("x")
    frame = Frame(DISTRICT, 1, UNTIL)
    rules = annual.publish(chunk, frame, frame.key())
    for _, form in rules.sets:
        assert [found.sentence for found in scoring.lint(form) if found.severity is scoring.Severity.ERROR] == []
        assert scoring.load(scoring.dump(form)) == form
        assert form.notes[0].startswith("Đây là bộ tiêu chí mẫu để dùng thử")
    for level in Level:
        assert len({rules.of(level, year) for year in range(2020, 2027)}) == 3
