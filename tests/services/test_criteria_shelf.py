"""Sets in force for many units at once: for each unit the same as asking for it alone."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models import CellType, CriteriaSet, UnitKind
from services import criteria
from services.criteria.shelf import shelf
from services.errors import NotFound
from tests.factories import a_cell, a_stranger, a_unit, an_actor
from tests.factories_assessments import a_criteria_set
from tests.statements import counted

KIND = "four_good_cell"
DAY = date(2026, 11, 22)
issues = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(-400, 30),
        st.one_of(st.none(), st.integers(-20, 60)),
        st.sampled_from(["", "cell_types: [village]", "cell_types: [office]", "unit_kinds: [grassroots_cell]"]),
        st.sampled_from([KIND, "four_good_slip"]),
        st.one_of(st.none(), st.integers(-30, 30)),
    ),
    max_size=7,
)
"""Of each set: who issues it, since when, until when, for which cells, of which kind, and from when it is not used."""


@settings(max_examples=60)
@given(issues, st.sampled_from([CellType.VILLAGE, CellType.OFFICE]))
def test_the_shelf_says_what_in_force_says(rolled_back, plan, cell_type):
    with rolled_back() as session:
        district = a_unit(session, "Huyện", kind=UnitKind.DISTRICT)
        commune = a_unit(session, parent=district)
        cell = a_cell(session, commune, cell_type=cell_type)
        line = [cell.id, commune.id, district.id]
        for number, (issuer, since, until, applies, kind, retired) in enumerate(plan):
            begin = DAY + timedelta(days=since)
            end = (
                f"valid_to: {max(begin + timedelta(days=1), DAY + timedelta(days=until))}" if until is not None else ""
            )
            more = f"applies_to: {{{applies}}}\n{end}" if applies else end
            unit = (cell, commune, district)[issuer]
            set_id = a_criteria_set(session, unit, code=f"bo_{number}", kind=kind, valid_from=begin, more=more)
            if retired is not None:
                retire(session, unit, set_id, DAY + timedelta(days=retired))
        found = shelf(session, [KIND], line).in_force(KIND, line, UnitKind.CELL, cell_type, DAY)
        assert (found.id if found else None) == alone(session, cell)


def retire(session, unit, set_id, on):
    """Let a set hold no longer from a day, unless it is over by then."""
    ends_on = session.get_one(CriteriaSet, set_id).valid_to
    criteria.retire(session, an_actor(session, unit), set_id, min(on, ends_on or on), "Có văn bản mới")


def alone(session, cell):
    try:
        return criteria.in_force(session, a_stranger(cell), KIND, cell.id, DAY).form.id
    except NotFound:
        return None


def test_a_draft_is_not_on_the_shelf_and_it_is_one_statement(session):
    commune = a_unit(session)
    a_criteria_set(session, commune, published=False, code="nhap")
    a_criteria_set(session, commune, code="ban_hanh")
    session.flush()
    with counted(session) as sent:
        found = shelf(session, [KIND], [commune.id])
    assert [form.id for form in found.forms.values()] == ["ban_hanh"]
    assert len(sent) == 1


def test_a_retired_set_still_holds_on_the_days_before(session):
    commune = a_unit(session)
    set_id = a_criteria_set(session, commune)
    retire(session, commune, set_id, DAY)
    found = shelf(session, [KIND], [commune.id])
    asked = KIND, [commune.id], UnitKind.CELL, None
    assert found.in_force(*asked, DAY - timedelta(days=1)) is found.forms[set_id]
    assert found.in_force(*asked, DAY) is None
