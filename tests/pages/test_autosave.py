"""Fields that store themselves, as one tab sees them."""

import pytest
from sqlmodel import col, select

from models import Meeting
from models.database import read_tx
from services import clock, months

THIS_MONTH = months.month_of(clock.today())


@pytest.fixture
def app(open_page):
    return open_page("cb_khuoingoa", "meetings.entry", month=f"{THIS_MONTH:%Y-%m}")


def place(app):
    return next(field for field in app.text_input if str(field.key).endswith(":place"))


def stored_place():
    with read_tx() as session:
        newest = session.exec(select(Meeting).order_by(col(Meeting.changed_at).desc())).first()
        assert newest is not None
        return newest.place


def test_a_field_is_stored_when_it_changes(app):
    place(app).input("Nhà văn hóa thôn").run()
    assert stored_place() == "Nhà văn hóa thôn"


def test_a_field_whose_callback_was_cut_off_is_stored_when_it_is_drawn(app):
    """A value that arrives without its callback is what a callback leaves behind that was stopped at its first line."""
    app.session_state[place(app).key] = "Nhà bí thư"
    app.run()
    assert stored_place() == "Nhà bí thư"


def test_what_is_being_typed_is_not_tidied_under_the_fingers(app):
    place(app).input("Nhà  văn hóa ").run()
    assert stored_place() == "Nhà văn hóa"
    assert place(app).value == "Nhà  văn hóa "


def test_a_refused_value_stays_with_its_sentence_and_the_stored_one_stays_stored(app):
    place(app).input("Nhà văn hóa").run()
    place(app).input("x" * 301).run()
    assert place(app).value == "x" * 301
    assert app.error
    assert stored_place() == "Nhà văn hóa"


def test_what_somebody_else_stored_appears_at_the_next_click(app, open_page):
    place(app).input("Nhà văn hóa").run()
    colleague = open_page("xa_bangvan", "meetings.entry", month=f"{THIS_MONTH:%Y-%m}", cell=app.query_params["cell"])
    place(colleague).input("Hội trường xã").run()
    app.run()
    assert place(app).value == "Hội trường xã"


def test_two_people_on_one_field_never_overwrite_each_other_unknowingly(app, open_page):
    place(app).input("Nhà văn hóa").run()
    colleague = open_page("xa_bangvan", "meetings.entry", month=f"{THIS_MONTH:%Y-%m}", cell=app.query_params["cell"])
    place(colleague).input("Hội trường xã").run()
    place(app).input("Nhà bí thư").run()
    assert stored_place() == "Hội trường xã"
    assert place(app).value == "Nhà bí thư"
    assert "Hội trường xã" in app.error[0].value
    app.button(f"{place(app).key}:mine").click().run()
    assert (stored_place(), not app.error) == ("Nhà bí thư", True)


def test_whoever_gives_way_sees_what_is_stored(app, open_page):
    place(app).input("Nhà văn hóa").run()
    colleague = open_page("xa_bangvan", "meetings.entry", month=f"{THIS_MONTH:%Y-%m}", cell=app.query_params["cell"])
    place(colleague).input("Hội trường xã").run()
    place(app).input("Nhà bí thư").run()
    app.button(f"{place(app).key}:theirs").click().run()
    assert (place(app).value, stored_place(), not app.error) == ("Hội trường xã", "Hội trường xã", True)


def test_the_browser_is_told_what_became_of_the_field(app):
    [said] = [element.proto.body for element in app.get("html")]
    assert 'data-key=""' in said
    place(app).input("Nhà văn hóa").run()
    [said] = [element.proto.body for element in app.get("html")]
    assert 'data-state="saved"' in said
    assert f'data-key="{place(app).key}"' in said
    place(app).input("x" * 301).run()
    [said] = [element.proto.body for element in app.get("html")]
    assert 'data-state="refused"' in said
