"""The commune of Bằng Vân is as it was reported on 20/8/2021."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from sqlmodel import Session, col, select

from models import (
    AnnualGrade,
    CellType,
    EventKind,
    Membership,
    ReportedFigure,
    Unit,
    UnitEra,
    UnitEvent,
    UnitKind,
    UnitSuccession,
)
from services import units
from tests.services.sample.looking import UNTIL, cell_eras, members_on, reader, unit_named

pytestmark = pytest.mark.xdist_group("sample")

REPORTED_ON = date(2021, 8, 20)
SPLIT_ON = date(2017, 12, 28)


@pytest.fixture
def bang_van(district: Session) -> Unit:
    return unit_named(district, "Đảng bộ xã Bằng Vân")


@pytest.fixture
def khuoi_ngoa(district: Session) -> Unit:
    return unit_named(district, "Chi bộ Khuổi Ngọa")


def test_there_are_19_cells_14_of_them_of_villages(district: Session, bang_van: Unit) -> None:
    types = Counter(era.cell_type for era in cell_eras(district, bang_van))
    assert types.total() == 19
    assert types[CellType.VILLAGE] == 14


def test_there_are_just_over_200_members_then_and_today(district: Session, bang_van: Unit) -> None:
    cells = [era.unit_id for era in cell_eras(district, bang_van)]
    assert len(members_on(district, cells, UNTIL)) == 206
    assert 200 < len(members_on(district, cells, REPORTED_ON)) < 216


def test_khuoi_ngoa_has_12_members_of_whom_10_were_admitted_since_the_split(
    district: Session, khuoi_ngoa: Unit
) -> None:
    for day in (REPORTED_ON, UNTIL):
        members = members_on(district, [khuoi_ngoa.id], day)
        assert len(members) == 12
        assert sum(member.admitted_on > SPLIT_ON for member, _ in members) == 10


def test_khuoi_ngoa_began_with_three_official_members_of_the_cell_it_was_split_from(
    district: Session, khuoi_ngoa: Unit
) -> None:
    old = unit_named(district, "Chi bộ Nặm Nộc")
    founders = {member.id: member for member, _ in members_on(district, [khuoi_ngoa.id], SPLIT_ON)}
    assert len(founders) == 3
    assert all(founder.confirmed_on and founder.confirmed_on < SPLIT_ON for founder in founders.values())
    left = district.exec(select(Membership).where(Membership.unit_id == old.id, Membership.left_by == "split")).all()
    assert {stay.member_id for stay in left} == founders.keys()
    assert all(stay.left_on == SPLIT_ON for stay in left)


def test_the_split_has_a_decision_and_the_old_cell_lives_on_under_another_name(
    district: Session, khuoi_ngoa: Unit
) -> None:
    event = district.exec(select(UnitEvent)).one()
    assert (event.kind, event.happened_on) == (EventKind.SPLIT, SPLIT_ON)
    assert event.decision_number
    assert event.decided_on is not None
    assert event.decided_on <= SPLIT_ON
    old = unit_named(district, "Chi bộ Nặm Nộc")
    successions = district.exec(select(UnitSuccession).where(UnitSuccession.event_id == event.id)).all()
    assert {(link.predecessor_id, link.successor_id) for link in successions} == {
        (old.id, old.id),
        (old.id, khuoi_ngoa.id),
    }


def test_before_the_split_the_tree_shows_one_cell_under_both_names(district: Session, bang_van: Unit) -> None:
    actor = reader(district)
    before = {row.name for row in units.cells(district, actor, bang_van.id, on=date(2017, 12, 27))}
    after = {row.name for row in units.cells(district, actor, bang_van.id, on=SPLIT_ON)}
    assert before - after == {"Chi bộ Nặm Nộc – Khuổi Ngọa"}
    assert after - before == {"Chi bộ Nặm Nộc", "Chi bộ Khuổi Ngọa"}


def test_in_2020_sixteen_cells_were_good_and_three_excellent(district: Session, bang_van: Unit) -> None:
    cells = [era.unit_id for era in cell_eras(district, bang_van)]
    query = select(AnnualGrade).where(col(AnnualGrade.unit_id).in_(cells), AnnualGrade.year == 2020)
    grades = Counter((grade.grade, grade.label, grade.rank) for grade in district.exec(query))
    assert grades == {
        ("htxsnv", "Hoàn thành xuất sắc nhiệm vụ", 0): 3,
        ("httnv", "Hoàn thành tốt nhiệm vụ", 1): 16,
    }


def test_the_figures_of_the_commune_are_stored_as_they_were_said(district: Session, bang_van: Unit) -> None:
    assert _reported(district, bang_van, REPORTED_ON) == {
        "cells": (Decimal(19), "19 chi bộ"),
        "village_cells": (Decimal(14), "14 chi bộ thôn"),
        "members": (Decimal(200), "trên 200"),
        "villages_without_cell": (Decimal(0), "từ năm 2018 không còn thôn trắng chi bộ"),
        "village_cells_reviewing_last_month_percent": (
            Decimal(100),
            "100% chi bộ thôn đánh giá tháng trước và bàn nhiệm vụ tháng sau",
        ),
        "cells_good_or_better_2020": (Decimal(19), "19/19 chi bộ hoàn thành tốt nhiệm vụ trở lên"),
        "cells_excellent_2020": (Decimal(3), "trong đó 3 chi bộ hoàn thành xuất sắc"),
        "members_excellent_percent_2020": (Decimal("3.8"), "3,8%"),
        "members_good_percent_2020": (Decimal(90), "90%"),
    }


def test_the_figures_of_khuoi_ngoa_are_stored_as_they_were_said(district: Session, khuoi_ngoa: Unit) -> None:
    assert _reported(district, khuoi_ngoa, REPORTED_ON) == {
        "members": (Decimal(12), "12 đảng viên"),
        "members_admitted_since_split": (Decimal(10), "kết nạp được 10 đảng viên từ khi tách"),
        "households": (Decimal(30), "hơn 30 hộ"),
        "poverty_percent": (Decimal(47), "47%"),
        "cattle": (Decimal(130), "trên 130 con"),
        "planted_forest_hectares": (Decimal(250), "250 ha"),
        "natural_forest_hectares": (Decimal(400), "khoảng 400 ha"),
        "scheme_2021_2023_dong": (Decimal(1_000_000_000), "gần 1 tỷ đồng"),
    }


def test_every_reported_figure_names_its_source(district: Session) -> None:
    assert all(figure.source and figure.spoken for figure in district.exec(select(ReportedFigure)))


def test_one_commune_contradicts_itself_and_is_not_repaired(district: Session) -> None:
    commune = unit_named(district, "Đảng bộ xã Thượng Nông")
    said = {measure: value for measure, (value, _) in _reported(district, commune, date(2023, 8, 15)).items()}
    assert said == {"members": 338, "members_official": 221, "members_probationary": 17}
    assert said["members"] != said["members_official"] + said["members_probationary"]


def test_eras_of_a_unit_follow_each_other_without_a_gap(district: Session) -> None:
    eras = district.exec(select(UnitEra).order_by(col(UnitEra.unit_id), col(UnitEra.starts_on))).all()
    follow = [(early, late) for early, late in pairwise(eras) if early.unit_id == late.unit_id]
    assert len(follow) == 1
    assert all(early.ends_on == late.starts_on for early, late in follow)
    assert all(era.kind in {UnitKind.CELL, UnitKind.GRASSROOTS_CELL} for era in eras if era.cell_type)


def _reported(session: Session, unit: Unit, on: date) -> dict[str, tuple[Decimal | None, str]]:
    query = select(ReportedFigure).where(ReportedFigure.unit_id == unit.id, ReportedFigure.reported_on == on)
    return {figure.measure: (figure.value, figure.spoken) for figure in session.exec(query)}
