"""Building: the same seed gives the same rows, chunks can be written one by one, sizes come out exactly."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from models import Assessment, Meeting, MeetingKind, MeetingState, Member, Membership, Unit, UnitEra
from models.database import read_tx, write_tx
from services import sample
from services.clock import VIETNAM
from services.sample.district import shared_out
from tests.services.sample.looking import UNTIL

SMALL = replace(sample.DISTRICT, months=2)
FIRST_CHUNKS = 4
"""The root, the district, the cells under it, Bằng Vân."""


def _rows(**choices: Any) -> list[dict[type, list[dict[str, Any]]]]:
    settings: dict[str, Any] = {"until": UNTIL, "password_hash": "no-hash", "scale": SMALL} | choices
    return [chunk.rows for chunk in sample.stream(**settings)]


def test_the_same_seed_and_day_give_the_same_rows_keys_included() -> None:
    assert _rows() == _rows()


def test_another_seed_gives_other_people_and_keys() -> None:
    one, other = _rows(seed=1), _rows(seed=2)
    keys = [{row["id"] for chunk in rows for row in chunk[Member]} for rows in (one, other)]
    names = [[row["full_name"] for chunk in rows for row in chunk[Member]] for rows in (one, other)]
    assert not keys[0] & keys[1]
    assert names[0] != names[1]


@pytest.mark.parametrize("seed", [2, 3])
def test_any_seed_gives_the_same_size(seed: int) -> None:
    stays = [row for chunk in _rows(seed=seed) for row in chunk[Membership]]
    assert sum(row["left_on"] is None and row["kind"] == "full" for row in stays) == 4800


@pytest.mark.parametrize(
    "until",
    [date(2023, 1, 1), date(2024, 2, 29), date(2026, 1, 2), date(2026, 3, 1), date(2026, 11, 3), date(2031, 12, 31)],
)
def test_on_any_day_everything_lies_before_it(until: date) -> None:
    end = datetime.combine(until, time.min, VIETNAM)
    for chunk in islice(sample.stream(until=until, password_hash="x"), FIRST_CHUNKS):
        for table in (Meeting, Assessment):
            assert all(row["changed_at"] < end for row in chunk.rows[table])
        assert all(row["left_on"] is None or row["left_on"] <= until for row in chunk.rows[Membership])


@pytest.mark.parametrize("day", [1, 2, 3])
def test_in_the_first_three_days_nobody_has_entered_the_current_month(day: int) -> None:
    until = date(2026, 11, day)
    for chunk in islice(sample.stream(until=until, password_hash="x"), FIRST_CHUNKS):
        assert not any(row["month"] == date(2026, 11, 1) for row in chunk.rows[Meeting])


def test_a_record_that_would_come_in_late_is_still_a_draft() -> None:
    chunks = islice(sample.stream(until=date(2026, 11, 1), password_hash="x"), FIRST_CHUNKS)
    drafts = [
        row
        for chunk in chunks
        for row in chunk.rows[Meeting]
        if row["state"] is MeetingState.DRAFT and row.get("held_on")
    ]
    assert drafts
    assert {row["month"] for row in drafts} == {date(2026, 10, 1)}


def test_a_sample_of_long_ago_is_refused() -> None:
    with pytest.raises(ValueError, match="2023"):
        next(sample.stream(until=date(2022, 12, 31), password_hash="x"))


def test_a_district_is_built_in_one_transaction(session: Session) -> None:
    summary = sample.build(session, until=UNTIL, password_hash="no-hash", scale=SMALL)
    assert (summary.units, session.scalar(sa.select(sa.func.count()).select_from(Unit))) == (233, 233)


def test_chunks_can_be_committed_one_by_one(engine: sa.Engine) -> None:
    provinces = sample.Scale("two provinces", provinces=2, districts=2, months=1)
    seen = sample.Count()
    for chunk in islice(sample.stream(until=UNTIL, password_hash="no-hash", scale=provinces), 7):
        with write_tx() as session:
            chunk.write(session)
        seen.add(chunk)
    with read_tx() as session:
        stored = session.scalar(sa.select(sa.func.count()).select_from(Member))
    assert stored == seen.summary.members > 0


def test_a_larger_sample_has_its_provinces_and_districts_and_one_bang_van() -> None:
    scale = sample.Scale("two provinces", provinces=2, districts=2, months=1)
    eras = [row for chunk in _rows(scale=scale) for row in chunk[UnitEra]]
    kinds = [row["kind"].value for row in eras]
    assert (kinds.count("bloc"), kinds.count("province"), kinds.count("district")) == (1, 2, 4)
    assert sum(row["cell_type"] is not None and row["ends_on"] is None for row in eras) == 4 * 215
    assert sum(row["name"] == "Đảng bộ xã Bằng Vân" for row in eras) == 1


def test_the_scales_of_the_command_line_are_known_by_name() -> None:
    assert set(sample.SCALES) == {"district", "province", "nation"}
    assert sample.SCALES["province"].districts == 12


def test_a_cell_meets_at_most_once_a_month_regularly() -> None:
    for chunk in _rows():
        keys = [(row["unit_id"], row["month"]) for row in chunk[Meeting] if row["kind"] is MeetingKind.REGULAR]
        assert len(keys) == len(set(keys))


@given(st.lists(st.integers(1, 200), min_size=1, max_size=40), st.integers(0, 2000))
def test_shares_add_up_exactly_and_none_is_below_the_least(weights: list[int], spare: int) -> None:
    total = 5 * len(weights) + spare
    shares = shared_out(total, weights, least=5)
    assert sum(shares) == total
    assert min(shares) >= 5


@given(st.integers(1, 200), st.integers(1, 200), st.integers(0, 2000))
def test_the_heavier_gets_no_less(light: int, more: int, spare: int) -> None:
    small, large = shared_out(10 + spare, [light, light + more], least=5)
    assert small <= large
