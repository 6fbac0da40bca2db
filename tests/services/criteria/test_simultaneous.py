"""Two people on one draft at the same moment: they meet on one row, and each gets a right answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import select

from models import CriteriaSet, CriteriaState, Role, SubjectKind
from models.base import new_id
from models.database import read_tx, write_tx
from services import criteria
from services.criteria import Kind
from services.errors import Conflict
from tests.factories import a_unit, an_actor
from tests.factories_assessments import a_criteria_set, a_form

I1 = "sections.good_1.items.i1"


@pytest.fixture
def cast(engine):
    with write_tx() as session:
        commune = a_unit(session)
        officers = an_actor(session, commune), an_actor(session, commune)
        return commune, officers, criteria.store(session, officers[0], a_form(), commune.id)


def at_once(works):
    """Run every work in a thread of its own, all starting together; what each returned or was refused with."""
    start = Barrier(len(works))

    def run(work):
        start.wait()
        try:
            with write_tx() as session:
                return work(session)
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def test_of_two_who_change_one_field_one_is_told(cast):
    _, officers, set_id = cast
    outcomes = at_once(
        [
            lambda session, who=who, points=points: criteria.put(session, who, set_id, f"{I1}.max_points", points, "10")
            for who, points in zip(officers, ("8", "9"), strict=True)
        ]
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    [kept] = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert f"đổi thành “{kept}”" in refused[0].sentence
    with read_tx() as session:
        assert criteria.view(session, officers[0], set_id).examined.form.items["i1"].max_points == int(kept)


def test_twenty_new_items_all_arrive_under_ids_of_their_own(cast):
    _, officers, set_id = cast
    outcomes = at_once(
        [
            lambda session, who=officers[number % 2]: criteria.insert(session, who, set_id, "sections.good_1.items")
            for number in range(20)
        ]
    )
    assert len(set(outcomes)) == 20
    with read_tx() as session:
        found = criteria.draft(session, officers[0], set_id)
    assert [len(section["items"]) for section in found.data["sections"]] == [22, 2]
    assert found.revision == 20


def test_a_change_and_a_publication_do_not_pass_each_other(cast):
    _, (xuan, mai), set_id = cast
    with write_tx() as session:
        [warning] = criteria.check(session, xuan, set_id).open_warnings
        criteria.accept_warning(session, xuan, set_id, warning.finding.fingerprint, "Đúng như văn bản")
        criteria.check(session, xuan, set_id)
    outcomes = at_once(
        [
            lambda session: criteria.publish(session, xuan, set_id),
            lambda session: criteria.put(session, mai, set_id, "title", "Tên khác", "Bộ tiêu chí thử"),
        ]
    )
    with read_tx() as session:
        row = session.get_one(CriteriaSet, set_id)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    is_out = row.state is CriteriaState.PUBLISHED
    assert row.title == ("Bộ tiêu chí thử" if is_out else "Tên khác")
    assert is_out or row.state is CriteriaState.DRAFT


def test_new_versions_and_sets_made_at_once_get_names_of_their_own(cast):
    commune, (xuan, mai), _ = cast
    with write_tx() as session:
        source = a_criteria_set(session, commune, code="goc")
    works = [
        lambda session, who=who: criteria.copy(session, who, source, commune.id, as_new_version=True)
        for who in (xuan, mai)
    ]
    works += [lambda session, who=who: criteria.begin(session, who, commune.id, "annual_cell") for who in (xuan, mai)]
    assert len(set(at_once(works))) == 4
    with read_tx() as session:
        names = session.exec(select(CriteriaSet.code, CriteriaSet.version)).all()
    assert len(set(names)) == len(names) == 6


def test_a_kind_that_two_add_at_once_is_added_once_and_the_other_is_told(cast):
    commune, _, _ = cast
    with write_tx() as session:
        admin = an_actor(session, commune, Role.ADMINISTRATOR)
    works = [
        lambda session, name=name: criteria.add_kind(session, admin, Kind("moi", name, SubjectKind.CELL), commune.id)
        for name in ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám")
    ]
    outcomes = at_once(works)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 7


def test_a_double_click_adds_one_part(cast):
    _, (xuan, mai), set_id = cast
    works = [
        lambda session, who=who: criteria.insert(session, who, set_id, "sections.good_1.items", revision=0)
        for who in (xuan, xuan, xuan, mai)
    ]
    assert len(set(at_once(works))) == 2


def test_a_double_click_makes_one_set(cast):
    commune, (xuan, _), _ = cast
    token = new_id()
    works = [lambda session: criteria.begin(session, xuan, commune.id, "annual_cell", token) for _ in range(5)]
    assert set(at_once(works)) == {token}
