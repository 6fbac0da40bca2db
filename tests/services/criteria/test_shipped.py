"""The sets that ship: every one is listed, and a copy is a draft of the unit's own."""

import pytest
from sqlmodel import select

from models import AuditEntry, CriteriaSet, CriteriaState, Role
from models.base import new_id
from services import criteria
from services.criteria import plain
from services.errors import NotAllowed, NotFound
from tests.factories import an_actor
from tests.services.scoring.forms import SHIPPED

NAME = "meeting_hd42_2025"


def test_every_file_is_listed_kind_by_kind_and_the_newest_first(xuan):
    rows = criteria.shipped(xuan)
    assert sorted(f"{row.name}.yaml" for row in rows) == SHIPPED
    codes = [row.kind.code for row in rows]
    assert list(dict.fromkeys(codes)) == [kind.code for kind in criteria.OWN if kind.code in codes]
    of_meetings = [row.form.valid_from for row in rows if row.kind.code == "meeting_quality"]
    assert of_meetings == sorted(of_meetings, reverse=True)


def test_a_copy_is_a_draft_of_the_unit_without_what_the_document_said(session, commune, xuan):
    made = session.get_one(CriteriaSet, criteria.copy_shipped(session, xuan, NAME, commune.id))
    source, data = criteria.shipped_set(xuan, NAME), plain.read(made.body)
    assert (made.state, made.unit_id, made.version) == (CriteriaState.DRAFT, commune.id, 1)
    assert (made.title, made.issuer) == (source.form.title, "Đảng bộ xã Bằng Vân")
    assert not {"document_number", "document_date", "valid_from", "valid_to"} & set(data)
    assert data["sections"] == source.examined.data["sections"]
    assert session.exec(select(AuditEntry.action)).all()[-1] == "criteria_set:copied"


def test_the_same_token_again_is_the_same_draft_and_another_one_a_draft_of_its_own(session, commune, xuan):
    token = new_id()
    first = criteria.copy_shipped(session, xuan, NAME, commune.id, token)
    assert first == criteria.copy_shipped(session, xuan, NAME, commune.id, token) == token
    assert criteria.copy_shipped(session, xuan, NAME, commune.id) != first


def test_reach_then_permission_then_the_name(session, district, commune, xuan, cam):
    with pytest.raises(NotFound):
        criteria.copy_shipped(session, xuan, NAME, district.id)
    with pytest.raises(NotAllowed):
        criteria.copy_shipped(session, an_actor(session, commune, Role.LEADER), NAME, commune.id)
    with pytest.raises(NotFound):
        criteria.copy_shipped(session, xuan, "../../etc/passwd", commune.id)
    for read in (criteria.shipped, lambda actor: criteria.shipped_set(actor, NAME)):
        with pytest.raises(NotAllowed):
            read(cam)
