"""What an assessment says to another form: reasons are kept, figures are those of its day, nothing moves by itself."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from services import scoring
from services.scoring import Answer, Share
from services.simulation.carried import carried
from services.simulation.kept import Kept
from tests.services.scoring.forms import BANDS, a_form, answers_to, item, section
from tests.services.scoring.strategies import computed_forms, computed_slips, facts

ATTENDANCE = {"metric": "attendance_rate", "gte": 90}
LOW, HIGH = {"attendance_rate": Share(8, 10)}, {"attendance_rate": Share(10, 10)}


def counted(**changes):
    return a_form(section("s1", item("i1", "yes_no", max_points=100, when=ATTENDANCE, **changes)))


def handed_in(form, answers, frozen):
    found = scoring.score(form, answers, frozen)
    grade = found.grade.id if found.grade else ""
    return Kept(form, answers, frozen, is_handed_in=True, grade=grade, total=found.total)


def label(form, kept, today=None):
    return carried(form, kept, today or {}).outcome(form).label


def test_an_override_with_a_reason_goes_before_the_figures():
    form = counted()
    assert label(form, handed_in(form, {"i1": Answer(value=True, reason="Họp bù")}, LOW)) == "Tốt"
    assert label(form, handed_in(form, {"i1": Answer(value=True)}, LOW)) == "Kém"


def test_an_answer_that_agreed_with_its_figures_does_not_stand_against_a_new_bound():
    old = counted()
    stricter = a_form(
        section("s1", item("i1", "yes_no", max_points=100, when={"metric": "attendance_rate", "gte": 95})), version=2
    )
    kept = handed_in(old, {"i1": Answer(value=True, reason="Có biên bản")}, {"attendance_rate": Share(91, 100)})
    assert label(stricter, kept) == "Kém"


def test_a_reason_for_another_item_is_nothing():
    form = counted()
    other = a_form(section("s1", item("i1", "pass_fail"), item("i2", max_points=100)), version=2)
    assert label(other, handed_in(form, {"i1": Answer(value=True, reason="Họp bù")}, LOW)) == "Kém đến Tốt"


def test_an_override_that_no_longer_fits_leaves_the_item_to_the_figures():
    levels = [
        {"id": "a", "label": "A", "points": 100, "when": ATTENDANCE},
        {"id": "b", "label": "B", "points": 0, "otherwise": True},
    ]
    old = a_form(section("s1", item("i1", "levels", max_points=100, levels=levels)))
    renamed = [levels[0] | {"id": "c"}, levels[1]]
    new = a_form(section("s1", item("i1", "levels", max_points=100, levels=renamed)), version=2)
    kept = handed_in(old, {"i1": Answer("a", reason="Họp bù")}, LOW)
    assert (label(old, kept), label(new, kept)) == ("Tốt", "Kém")


def test_figures_are_those_of_the_day_and_what_was_not_frozen_is_todays():
    form = counted()
    assert label(form, handed_in(form, {}, HIGH), LOW) == "Tốt"
    assert label(form, Kept(form), LOW) == "Kém"
    assert label(form, None, LOW) == "Kém"
    other = a_form(section("s1", item("i1", "yes_no", max_points=100, when={"metric": "members", "gte": 9})))
    assert label(other, handed_in(form, {}, HIGH), {"members": 9, **LOW}) == "Tốt"


def test_a_figure_that_had_no_data_then_leaves_nothing_open_now():
    bands = [dict(band) for band in BANDS]
    bands[0]["requires"] = [{"gate": "facts", "when": ATTENDANCE}]
    form = a_form(section("s1", item("i1", max_points=100)), grades=bands)
    answers = {"i1": Answer(Decimal(95))}
    kept = handed_in(form, answers, {"attendance_rate": None})
    assert carried(form, kept, {}).outcome(form).is_certain
    assert label(form, kept) == kept.grade == ""
    assert label(form, Kept(form, answers)) == "Khá đến Tốt"


def test_a_bonus_that_nobody_claimed_stays_unclaimed():
    form = a_form(section("s1", item("i1", max_points=100), item("i2", "bonus", max_points=10, counted="outside")))
    answers = {"i1": Answer(Decimal(85))}
    assert label(form, handed_in(form, answers, {})) == "Khá"
    assert label(form, Kept(form, answers)) == "Khá đến Tốt"


@st.composite
def handed_in_cases(draw):
    """An assessment as it may be handed in, and the figures of another day."""
    form = draw(st.one_of(computed_forms(), computed_slips()))
    names = scoring.metrics_used(form)
    frozen = dict.fromkeys(names) | {name: value for name, value in draw(facts()).items() if name in names}
    said = {
        name: Answer(answer.value, answer.is_applicable, answer.note, "Biên bản ghi khác")
        for name, answer in draw(answers_to(form)).items()
        if name not in form.computed or draw(st.booleans())
    }
    return form, said, frozen, draw(facts())


@given(handed_in_cases())
def test_the_same_set_over_its_own_assessment_moves_nothing(case):
    form, answers, frozen, today = case
    found = scoring.score(form, answers, frozen)
    assume(not found.unanswered and not found.unexplained and not found.problems)
    again = carried(form, handed_in(form, answers, frozen), today).outcome(form)
    assert again.is_certain
    assert (again.best.total, again.best.grade) == (found.total, found.grade)
