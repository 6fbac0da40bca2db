"""The district is believable: its size, its people, its tree."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import (
    Account,
    AnnualGrade,
    CriteriaSet,
    CriteriaState,
    Member,
    Membership,
    MembershipKind,
    Position,
    PositionKind,
    Role,
    Suspension,
    SuspensionKind,
    Unit,
    UnitEra,
    UnitKind,
)
from models.base import METADATA
from services import sample, units
from services.members import FEWEST_OFFICIAL, counted, roster
from services.sample import figures
from services.vietnamese import person_sort_key, search_key, sort_key
from tests.services.sample.looking import UNTIL, cell_eras, counted_rows, members_on, reader, unit_named

pytestmark = pytest.mark.xdist_group("sample")


def test_there_are_215_cells_and_4800_members(district: Session) -> None:
    cells = [era.unit_id for era in cell_eras(district)]
    assert len(cells) == 215
    assert len(members_on(district, cells, UNTIL)) == 4800


def test_the_size_hardly_changes_over_the_years(district: Session) -> None:
    cells = [era.unit_id for era in cell_eras(district)]
    for year in (2020, 2022, 2024, 2026):
        assert len(members_on(district, cells, UNTIL.replace(year=year))) == pytest.approx(4800, rel=0.01)


def test_the_summary_counts_what_was_written(built: tuple[sa.Engine, sample.Summary], district: Session) -> None:
    _, summary = built
    tables = {table.name: counted_rows(district, table) for table in METADATA.sorted_tables}
    assert summary.rows == sum(tables.values())
    assert (summary.units, summary.members) == (tables["unit"], tables["member"])
    assert (summary.meetings, summary.attendances) == (tables["meeting"], tables["attendance"])


def test_communes_and_committees_hold_cells_and_some_cells_stand_alone(district: Session) -> None:
    kinds = Counter(era.kind for era in district.exec(select(UnitEra).where(col(UnitEra.ends_on).is_(None))))
    assert kinds[UnitKind.COMMUNE] + kinds[UnitKind.COMMITTEE] == 16
    assert kinds[UnitKind.GRASSROOTS_CELL] == 22
    assert kinds[UnitKind.SUB_COMMITTEE] == 1
    assert len(units.communes(district, reader(district), on=UNTIL)) == 16


def test_every_path_is_that_of_the_parent_and_the_unit(district: Session) -> None:
    paths = {unit.id: unit.path for unit in district.exec(select(Unit))}
    for era in district.exec(select(UnitEra)):
        above = paths[era.parent_id] if era.parent_id else "/"
        assert paths[era.unit_id] == f"{above}{era.unit_id.hex}/"


def test_a_search_without_diacritics_finds_khuoi_ngoa(district: Session) -> None:
    assert [row.name for row in units.search(district, reader(district), "khuoi ngoa", on=UNTIL)] == [
        "Chi bộ Khuổi Ngọa"
    ]


def test_names_carry_their_keys(district: Session) -> None:
    for member in district.exec(select(Member)):
        assert (member.search_key, member.sort_key) == (search_key(member.full_name), person_sort_key(member.full_name))
    for era in district.exec(select(UnitEra)):
        assert (era.search_key, era.sort_key) == (search_key(era.name), sort_key(era.name))


def test_nobody_bears_the_name_of_a_known_person(district: Session) -> None:
    assert not set(district.exec(select(Member.full_name))) & figures.names().never


def test_only_holders_of_an_office_have_a_number_and_it_is_nobodys(district: Session) -> None:
    holders = set(district.exec(select(Position.member_id)))
    phones = [member.phone for member in district.exec(select(Member).where(col(Member.phone).is_not(None)))]
    assert len(phones) == len(holders)
    assert len(set(phones)) == len(phones)
    assert all(phone and phone.startswith("0900 00") for phone in phones)


def test_nobody_is_a_full_member_of_two_cells_on_one_day(district: Session) -> None:
    stays = defaultdict(list)
    for stay in district.exec(select(Membership).where(Membership.kind == MembershipKind.FULL)):
        stays[stay.member_id].append(stay)
    for one_after_the_other in stays.values():
        one_after_the_other.sort(key=lambda stay: stay.joined_on)
        for early, late in pairwise(one_after_the_other):
            assert early.left_on is not None
            assert early.left_on <= late.joined_on


def test_some_moved_from_one_cell_to_another_on_one_day_in_the_last_two_years(district: Session) -> None:
    left, came = sa.orm.aliased(Membership), sa.orm.aliased(Membership)
    query = sa.select(sa.func.count()).where(
        left.member_id == came.member_id,
        left.left_on == came.joined_on,
        left.left_by == "transfer",
        came.joined_on > "2024-11-22",
    )
    assert district.execute(query).scalar_one() >= 5


def test_nobody_is_confirmed_before_a_year_of_probation(district: Session) -> None:
    for member in district.exec(select(Member).where(col(Member.confirmed_on).is_not(None))):
        assert member.confirmed_on is not None
        assert (member.confirmed_on - member.admitted_on).days >= 365


def test_a_few_are_probationary_exempt_away_or_on_duty(district: Session) -> None:
    cells = [era.unit_id for era in cell_eras(district)]
    probationary = sum(member.confirmed_on is None for member, _ in members_on(district, cells, UNTIL))
    assert 40 <= probationary <= 200
    kinds = Counter(suspension.kind for suspension in district.exec(select(Suspension)))
    assert all(kinds[kind] >= 10 for kind in SuspensionKind)


def test_guests_are_away_from_a_cell_of_their_own(district: Session) -> None:
    guests = district.exec(select(Membership).where(Membership.kind == MembershipKind.TEMPORARY_IN)).all()
    assert guests
    for guest in guests:
        away = district.exec(select(Suspension).where(Suspension.member_id == guest.member_id)).one()
        assert (away.kind, away.starts_on, away.ends_on) == (
            SuspensionKind.TEMPORARY_OUT,
            guest.joined_on,
            guest.left_on,
        )


def test_every_cell_has_a_secretary_and_a_committee_from_nine_official_members_on(district: Session) -> None:
    actor = reader(district)
    for era in cell_eras(district):
        entries = roster(district, actor, era.unit_id, UNTIL)
        offices = Counter(entry.position for entry in entries if entry.position)
        official = counted(entries).official
        assert official >= FEWEST_OFFICIAL
        assert offices[PositionKind.SECRETARY] == 1, era.name
        assert bool(offices[PositionKind.CELL_COMMITTEE_MEMBER]) == (official >= 9), era.name


def test_holders_of_an_office_are_official_members_of_the_cell_all_the_time(district: Session) -> None:
    query = select(Position, Membership, Member).where(
        Position.member_id == Membership.member_id,
        Position.unit_id == Membership.unit_id,
        Member.id == Position.member_id,
    )
    found = district.exec(query).all()
    assert len(found) == len(district.exec(select(Position)).all())
    for position, stay, member in found:
        assert stay.joined_on <= position.starts_on
        assert stay.left_on is None
        assert member.confirmed_on is not None
        assert member.confirmed_on <= position.starts_on


def test_every_unit_but_the_root_has_a_grade_for_every_year_since_2020(district: Session) -> None:
    eras = district.exec(select(UnitEra).where(col(UnitEra.ends_on).is_(None))).all()
    graded = {era.unit_id for era in eras if era.kind not in {UnitKind.DISTRICT, UnitKind.SUB_COMMITTEE}}
    decided = select(AnnualGrade).where(col(AnnualGrade.member_id).is_(None), col(AnnualGrade.grade).is_not(None))
    found = Counter((grade.unit_id, grade.year) for grade in district.exec(decided))
    assert found == {(unit_id, year): 1 for unit_id in graded for year in range(2020, 2026)}


def test_the_five_sample_accounts_are_bound_to_their_units(district: Session) -> None:
    names = {era.unit_id: era.name for era in district.exec(select(UnitEra).where(col(UnitEra.ends_on).is_(None)))}
    root = "Đảng bộ huyện Ngân Sơn (dữ liệu mẫu)"
    accounts = district.exec(select(Account)).all()
    assert {account.username: (account.role, names[account.unit_id]) for account in accounts} == {
        "quantri": (Role.ADMINISTRATOR, root),
        "huyen": (Role.DISTRICT_STAFF, root),
        "lanhdao": (Role.LEADER, root),
        "xa_bangvan": (Role.COMMUNE_OFFICER, "Đảng bộ xã Bằng Vân"),
        "cb_khuoingoa": (Role.CELL_SECRETARY, "Chi bộ Khuổi Ngọa"),
    }
    assert {account.password_hash for account in accounts} == {"no-hash"}


def test_the_shipped_criteria_sets_are_published_for_the_whole_district(district: Session) -> None:
    root = unit_named(district, "Đảng bộ huyện Ngân Sơn (dữ liệu mẫu)")
    stored = district.exec(select(CriteriaSet)).all()
    kinds = {"meeting_quality", "four_good_cell", "four_good_committee", "four_good_slip"}
    assert {row.kind for row in stored if row.unit_id == root.id} >= kinds
    assert {row.state for row in stored} == {CriteriaState.PUBLISHED}
    assert {row.body for row in stored if row.unit_id == root.id} >= set(figures.criteria())


def test_one_commune_has_a_form_for_meetings_of_its_own(district: Session) -> None:
    [local] = district.exec(select(CriteriaSet).where(CriteriaSet.body == figures.local_criteria())).all()
    era = district.exec(select(UnitEra).where(UnitEra.unit_id == local.unit_id)).one()
    assert (era.kind, era.name != "Đảng bộ xã Bằng Vân") == (UnitKind.COMMUNE, True)
