"""Reach: the actor's unit and everything below it, whatever the shape of the tree."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import Membership, Role, Unit
from services.access import PERMISSIONS, Permission, below, require_reach, within_reach
from services.errors import NotAllowed, NotFound
from tests.factories import LONG_AGO, a_cell, a_member, a_stranger, a_unit, an_era

segments = st.sampled_from(["a", "a0", "a1", "a00", "af", "0"])
"""Few, so that siblings often begin alike."""
plants = st.lists(st.tuples(st.integers(0, 30), segments), min_size=1, max_size=25)


@dataclass(frozen=True)
class Wood:
    """A stored tree, and its parents as they were planted: the paths are not asked."""

    units: list[Unit]
    parents: list[int | None]

    def at_or_below(self, top: int) -> set[UUID]:
        return {unit.id for index, unit in enumerate(self.units) if top in self._line(index)}

    def _line(self, index: int | None) -> list[int]:
        line = []
        while index is not None:
            line.append(index)
            index = self.parents[index]
        return line


def planted(session: Session, plan: list[tuple[int, str]]) -> Wood:
    units: list[Unit] = []
    parents: list[int | None] = []
    for choice, segment in plan:
        parent = choice % (len(units) + 1) - 1  # -1: a root of its own
        path = f"{units[parent].path if parent >= 0 else '/'}{segment}/"
        if path not in {unit.path for unit in units}:
            units.append(Unit(path=path))
            parents.append(parent if parent >= 0 else None)
    session.add_all(units)
    session.flush()
    return Wood(units, parents)


@settings(max_examples=60)
@given(plants)
def test_reach_is_the_unit_and_everything_below_it(rolled_back, plan):
    with rolled_back() as session:
        wood = planted(session, plan)
        for index, top in enumerate(wood.units):
            expected = wood.at_or_below(index)
            actor = a_stranger(top)
            assert set(session.exec(select(Unit.id).where(below(top.path)))) == expected
            assert set(session.exec(select(Unit.id).where(within_reach(actor, Unit.id)))) == expected


@settings(max_examples=40)
@given(plants, st.integers(0, 30))
def test_outside_the_reach_nothing_exists(rolled_back, plan, choice):
    with rolled_back() as session:
        wood = planted(session, plan)
        top = choice % len(wood.units)
        actor, reached = a_stranger(wood.units[top]), wood.at_or_below(top)
        for unit in wood.units:
            if unit.id in reached:
                assert require_reach(session, actor, unit.id) is unit
            else:
                with pytest.raises(NotFound):
                    require_reach(session, actor, unit.id)


def test_a_unit_that_does_not_exist_is_refused_with_the_same_words(session):
    here, elsewhere = a_unit(session), a_unit(session)
    refusals = []
    for unit_id in (elsewhere.id, UUID(int=0)):
        with pytest.raises(NotFound) as refused:
            require_reach(session, a_stranger(here), unit_id)
        refusals.append(refused.value.sentence)
    assert refusals[0] == refusals[1]


def test_reach_follows_todays_tree_not_the_parents_of_the_past(session):
    old, new = a_unit(session, "Xã cũ"), a_unit(session, "Xã mới")
    cell = a_cell(session, new)
    an_era(session, cell, "Chi bộ Khuổi Ngọa", parent=old, since=LONG_AGO.replace(year=2010), until=LONG_AGO)
    assert require_reach(session, a_stranger(new), cell.id) is cell
    with pytest.raises(NotFound):
        require_reach(session, a_stranger(old), cell.id)


def test_the_scope_fits_every_query_about_units(session):
    commune = a_unit(session)
    near, far = a_cell(session, commune), a_cell(session, a_unit(session))
    mine = a_member(session, near)
    a_member(session, far)
    query = select(Membership.member_id).where(within_reach(a_stranger(commune), Membership.unit_id))
    assert session.exec(query).all() == [mine.id]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_is_refused_exactly_what_it_lacks(role, permission):
    actor = a_stranger(Unit(path="/a/"), role)
    if permission in PERMISSIONS[role]:
        actor.require(permission)
    else:
        assert not actor.may(permission)
        with pytest.raises(NotAllowed):
            actor.require(permission)


def test_a_leader_changes_nothing():
    assert PERMISSIONS[Role.LEADER] == {Permission.EXPORT}


def test_only_an_administrator_keeps_accounts_and_reads_the_audit_trail():
    for permission in (Permission.ACCOUNTS_WRITE, Permission.AUDIT_READ):
        assert [role for role in Role if permission in PERMISSIONS[role]] == [Role.ADMINISTRATOR]


def test_a_cell_secretary_does_not_review():
    assert Permission.ASSESSMENTS_REVIEW not in PERMISSIONS[Role.CELL_SECRETARY]
