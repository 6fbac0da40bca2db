"""Who acts: read anew in every run and callback, and never later than that."""

import pytest

from services.errors import SignedOut
from tests.factories import a_stranger, a_unit
from ui.identity import current_actor, drawing_for


def test_without_the_gate_there_is_nobody():
    with pytest.raises(SignedOut):
        current_actor()


def test_the_actor_of_a_page_is_forgotten_with_the_page(session):
    actor = a_stranger(a_unit(session))
    with drawing_for(actor):
        assert current_actor() is actor
    with pytest.raises(SignedOut):
        current_actor()


def test_also_when_the_page_is_stopped_in_the_middle(session):
    def stopped() -> None:
        with drawing_for(a_stranger(a_unit(session))):
            raise GeneratorExit

    with pytest.raises(GeneratorExit):
        stopped()
    with pytest.raises(SignedOut):
        current_actor()
