"""Figures of random districts are those that plain Python finds in all rows; what is elsewhere changes none of them."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from models import Meeting, MeetingState
from services import meetings, members, metrics, rates
from services.errors import Invalid
from services.meetings import MeetingRef
from services.metrics import METRICS, Subject
from services.metrics.rolls import longest_run
from services.metrics.subjects import ground
from services.scoring import Share
from tests.factories import a_stranger, a_unit
from tests.services.metrics.districts import a_district, fill
from tests.services.metrics.naive import OfMeeting, OfMember, OfUnit, Raw, longest
from tests.services.metrics.rows import of_meeting

SPANS = [
    (date(2026, 1, 1), date(2026, 12, 31)),
    (date(2025, 1, 1), date(2025, 12, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 2, 1), date(2026, 2, 28)),
    (date(2025, 11, 1), date(2026, 10, 31)),
    (date(2026, 3, 10), date(2026, 9, 20)),
]
SEEDS = st.integers(0, 2**32)
FEW = settings(max_examples=10)
UNITS = [name for name, metric in METRICS.items() if "unit" in metric.about]
MEETINGS = [name for name, metric in METRICS.items() if "meeting" in metric.about]
MEMBERS = [name for name, metric in METRICS.items() if "member" in metric.about]
OF_ROLL = (
    *("attendance_rate", "attendance_rate_less_excused", "speaking_rate", "unexcused_absences", "excused_absences"),
    *("longest_excused_streak",),
)


def differences(found, naive, names):
    """Figures that are not what the second computation says."""
    return {
        (subject, name): (values[name], expected)
        for subject, values in found.items()
        for name in names
        if values[name] != (expected := naive[subject].figure(name))
    }


@FEW
@given(seed=SEEDS, spans=st.lists(st.sampled_from(SPANS), min_size=1, max_size=2, unique=True))
def test_figures_of_units_are_those_of_the_raw_rows(rolled_back, seed, spans):
    with rolled_back() as session:
        district = a_district(session, Random(seed))
        subjects = [Subject(unit.id, *span) for unit in district.units for span in spans]
        found = metrics.facts(session, a_stranger(district.root), subjects, UNITS)
        raw = Raw(session)
        naive = {subject: OfUnit(raw, subject) for subject in subjects}
    assert list(found) == subjects
    assert differences(found, naive, UNITS) == {}


@FEW
@given(seed=SEEDS, span=st.sampled_from(SPANS))
def test_figures_of_members_are_those_of_the_raw_rows(rolled_back, seed, span):
    with rolled_back() as session:
        district = a_district(session, Random(seed))
        subjects = [Subject(cell.id, *span, member_id=member.id) for member, cell in district.members]
        found = metrics.facts(session, a_stranger(district.root), subjects, MEMBERS)
        raw = Raw(session)
        naive = {subject: OfMember(raw, subject) for subject in found}
    assert differences(found, naive, MEMBERS) == {}


@FEW
@given(seed=SEEDS)
def test_figures_of_meetings_are_those_of_the_raw_rows(rolled_back, seed):
    with rolled_back() as session:
        district = a_district(session, Random(seed))
        subjects = [of_meeting(meeting) for meeting in district.meetings if not meeting.is_cancelled]
        found = metrics.facts(session, a_stranger(district.root), subjects, MEETINGS)
        raw = Raw(session)
        naive = {subject: OfMeeting(raw, subject) for subject in subjects}
        drafts = {of_meeting(row) for row in district.meetings if row.state is MeetingState.DRAFT}
    assert list(found) == subjects
    frozen = {subject: values for subject, values in found.items() if subject not in drafts}
    assert differences(frozen, naive, MEETINGS) == {}
    assert differences(found, naive, set(MEETINGS) - set(OF_ROLL)) == {}


@FEW
@given(seed=SEEDS)
def test_a_draft_has_the_roll_of_its_sheet(rolled_back, seed):
    with rolled_back() as session:
        district = a_district(session, Random(seed))
        actor = a_stranger(district.root)
        drafts = session.exec(
            select(Meeting).where(Meeting.state == MeetingState.DRAFT, col(Meeting.is_cancelled).is_(False))
        )
        for meeting in drafts:
            subject = of_meeting(meeting)
            found = metrics.facts(session, actor, [subject], OF_ROLL)[subject]
            try:
                sheet = meetings.sheet(
                    session, actor, MeetingRef(meeting.unit_id, meeting.month, meeting.kind, meeting.number)
                )
            except Invalid:
                continue  # the cell was not there in that month
            counts = sheet.counts
            assert found["attendance_rate"] == (Share(counts.present_due, counts.due) if counts.due else None)
            assert found["speaking_rate"] == (Share(counts.spoke, counts.attendees) if counts.attendees else None)
            assert found["excused_absences"] == (counts.excused if sheet.roll else None)
            assert found["unexcused_absences"] == (counts.unexcused if sheet.roll else None)


@FEW
@given(seed=SEEDS, day=st.dates(date(2025, 9, 1), date(2026, 11, 20)))
def test_members_of_a_day_are_those_of_the_census(rolled_back, seed, day):
    with rolled_back() as session:
        district = a_district(session, Random(seed))
        actor = a_stranger(district.root)
        census = members.census(session, actor, None, day)
        subjects = [Subject(cell.id, day, day) for cell in district.cells]
        names = ["members", "official_members", "probationary_members"]
        found = metrics.facts(session, actor, subjects, names)
        there = [placed.unit_id for placed in ground(session, actor, subjects).subjects if placed.on]
    for unit_id in there:
        counts = census.get(unit_id, members.Census())
        expected = (counts.members, counts.official, counts.probationary) if counts.members else (None, None, None)
        assert tuple(found[Subject(unit_id, day, day)].values()) == expected


@FEW
@given(seed=SEEDS, span=st.sampled_from(SPANS))
def test_what_is_out_of_reach_changes_no_figure(rolled_back, seed, span):
    with rolled_back() as session:
        chance = Random(seed)
        district = a_district(session, chance)
        commune, other = district.communes
        actor = a_stranger(commune)
        units = [unit for unit in district.units if unit.path.startswith(commune.path)]
        subjects = [
            *(Subject(unit.id, *span) for unit in units),
            *(of_meeting(meeting) for meeting in district.meetings),
            *(Subject(cell.id, *span, member_id=member.id) for member, cell in district.members),
        ]
        before = metrics.facts(session, actor, subjects, METRICS)
        # Cells that once stood in the commune are made here too; nobody moves into its cells, which would be a change.
        elsewhere = [a_unit(session, "Đảng bộ xã mới", parent=district.root), other]
        district.holders, district.cells = [*elsewhere, district.root, commune], []
        for holder in elsewhere:
            fill(session, chance, district, holder)
        after = metrics.facts(session, actor, subjects, METRICS)
        changed = {
            (subject, name): (before[subject][name], value)
            for subject, values in after.items()
            for name, value in values.items()
            if value != before[subject][name]
        }
        assert changed == {}
    assert all(subject.unit_id in {unit.id for unit in units} for subject in before)


@FEW
@given(seed=SEEDS)
def test_what_happens_in_another_cell_or_another_year_changes_no_figure_of_a_cell(rolled_back, seed):
    with rolled_back() as session:
        chance = Random(seed)
        district = a_district(session, chance)
        actor = a_stranger(district.root)
        cells = list(district.cells)
        subjects = [
            *(Subject(cell.id, date(2025, 1, 1), date(2025, 8, 31)) for cell in cells),
            *(Subject(cell.id, *SPANS[0]) for cell in cells),
        ]
        names = [name for name in UNITS if not name.startswith("annual")]
        before = metrics.facts(session, actor, subjects, names)
        district.cells = []
        fill(session, chance, district, chance.choice(district.holders))
        assert metrics.facts(session, actor, subjects, names) == before
        together = metrics.facts(session, actor, [*subjects, Subject(district.root.id, *SPANS[1])], names)
    assert {subject: together[subject] for subject in subjects} == before


@given(marks=st.lists(st.booleans(), max_size=14))
def test_the_longest_run_is_found_by_splitting_too(marks):
    months = [date(2025 + number // 12, number % 12 + 1, 1) for number in range(len(marks))]
    excused = {month for month, mark in zip(months, marks, strict=True) if mark}
    assert longest_run(months, excused) == longest("".join("x" if mark else "-" for mark in marks))


@pytest.mark.parametrize("formula", rates.AttendanceFormula)
@given(heads=st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_both_attendance_rates_are_the_formulas_of_rates(formula, heads):
    present, excused, unexcused = heads
    roll = rates.Roll(present + excused + unexcused, present, present, excused, unexcused)
    whole = rates.base(roll, formula)
    expected = rates.attendance(roll, formula)
    assert (Share(present, whole).fraction if whole else None) == expected
