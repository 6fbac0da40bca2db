"""Admissions and disciplinary decisions, as those who keep them and those who read them see them."""

import pytest
import sqlalchemy as sa
from sqlmodel import delete, select

from models import AdmissionPlan, Discipline, DisciplineForm, UnitEra
from models.base import new_id
from models.database import read_tx, write_tx
from services import admissions, clock, members
from services.members import DisciplineDraft
from tests.factories import a_stranger
from tests.pages.test_meetings_pages import actor, button, errors
from tests.pages.test_units_pages import own_unit

PAGE = "units.changes"
STATEMENTS = 8


def year():
    return clock.today().year


@pytest.fixture
def khuoi_ngoa(open_page):
    """The cell, in a district without plans and decisions of this year."""
    with write_tx() as session:
        session.exec(delete(AdmissionPlan))
        session.exec(delete(Discipline))
    return own_unit("cb_khuoingoa")


@pytest.fixture
def somebody(khuoi_ngoa):
    """A member of the cell."""
    with read_tx() as session:
        return members.roster(session, a_stranger(khuoi_ngoa), khuoi_ngoa.id, clock.today())[0]


def stored_plan(unit):
    with read_tx() as session:
        return session.exec(select(AdmissionPlan.planned).where(AdmissionPlan.unit_id == unit.id)).one_or_none()


def decisions():
    with read_tx() as session:
        return session.exec(select(Discipline)).all()


def record(member_id, number="12-QĐ/UBKT"):
    draft = DisciplineDraft(member_id, DisciplineForm.REPRIMAND, number, clock.today())
    with write_tx() as session:
        return members.discipline(session, actor("xa_bangvan"), draft, new_id())


def table(app):
    (found,) = [text.value for text in app.markdown if text.value.startswith("| Chi bộ")]
    return [[part.strip().replace("\\", "") for part in line.strip("|").split("|")] for line in found.splitlines()]


def plan_box(app):
    return next(box for box in app.text_input if str(box.key).startswith("admission_plan:"))


def keyed(app, kind, ending):
    return next(widget for widget in getattr(app, kind) if str(widget.key).endswith(ending))


def chosen(app, label):
    return next(box for box in app.selectbox if box.label == label)


def texts(app):
    return [text.value.replace("\\", "") for text in app.markdown]


class TestAdmissions:
    def test_every_cell_stands_with_its_plan_and_what_came_of_it(self, open_page, khuoi_ngoa):
        with write_tx() as session:
            admissions.plan(session, actor("xa_bangvan"), khuoi_ngoa.id, year(), 2, None)
            rows = admissions.plans(session, actor("xa_bangvan"), year())
        lines = table(open_page("xa_bangvan", PAGE))
        assert [line[0] for line in lines[2:]] == [*[row.unit_name for row in rows], "Cộng"]
        assert next(line for line in lines if line[0] == "Chi bộ Khuổi Ngọa")[1:] == [
            "2",
            "0",
            "0,0\N{NO-BREAK SPACE}%",
        ]
        assert lines[-1][1:3] == ["2", str(sum(row.admitted for row in rows))]
        assert {line[1] for line in lines[2:-1]} == {"2", "chưa giao"}

    def test_a_number_is_stored_as_it_is_typed_and_stands_in_the_table(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", PAGE, cell=khuoi_ngoa.id)
        plan_box(app).set_value("3").run()
        assert stored_plan(khuoi_ngoa) == 3
        assert next(line for line in table(app) if line[0] == "Chi bộ Khuổi Ngọa")[1] == "3"
        again = open_page("xa_bangvan", PAGE, cell=khuoi_ngoa.id)
        assert plan_box(again).value == "3"
        plan_box(again).set_value("").run()
        assert stored_plan(khuoi_ngoa) is None

    def test_what_is_no_number_stays_with_its_sentence(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", PAGE, cell=khuoi_ngoa.id)
        plan_box(app).set_value("vài người").run()
        assert "số nguyên từ 0 đến 999" in errors(app)[0]
        assert plan_box(app).value == "vài người"
        assert stored_plan(khuoi_ngoa) is None

    def test_it_opens_on_the_first_cell_without_a_plan(self, open_page, khuoi_ngoa):
        with write_tx() as session:
            first, second = admissions.plans(session, actor("xa_bangvan"), year())[:2]
            admissions.plan(session, actor("xa_bangvan"), first.unit_id, year(), 0, None)
        app = open_page("xa_bangvan", PAGE)
        assert chosen(app, "Giao chỉ tiêu cho").value == str(second.unit_id)

    def test_the_next_year_can_be_planned_and_has_no_decisions_yet(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", PAGE, cell=khuoi_ngoa.id, year=year() + 1)
        plan_box(app).set_value("1").run()
        assert stored_plan(khuoi_ngoa) == 1
        assert not any("Kỷ luật" in heading.value for heading in app.subheader)

    def test_the_district_sees_one_commune_at_a_time(self, open_page, khuoi_ngoa):
        app = open_page("huyen", PAGE, unit=own_unit("xa_bangvan").id)
        assert len(table(app)) == 2 + 19 + 1
        chosen(app, "Tổ chức đảng").select_index(0).run()
        assert len(table(app)) != 2 + 19 + 1

    def test_a_year_without_cells_says_so(self, open_page, khuoi_ngoa):
        with write_tx() as session:
            session.exec(delete(UnitEra))
        assert "không có chi bộ nào" in open_page("xa_bangvan", PAGE).info[0].value


class TestDiscipline:
    def find(self, app, member):
        keyed(app, "text_input", ":words").set_value(member.full_name).run()
        return app

    def fill_in(self, app, member, form=DisciplineForm.WARNING, number="07-QĐ/UBKT"):
        box = chosen(app, "Đảng viên")
        box.set_value(str(member.member_id))
        chosen(app, "Hình thức kỷ luật").set_value(form)
        keyed(app, "text_input", ":number").set_value(number)
        button(app, "Ghi quyết định").click().run()

    def test_a_member_is_found_and_the_decision_listed_and_the_form_is_empty_again(self, open_page, somebody):
        app = self.find(open_page("xa_bangvan", PAGE), somebody)
        self.fill_in(app, somebody)
        assert "Đã ghi quyết định kỷ luật" in app.success[0].value
        [decision] = decisions()
        assert (decision.member_id, decision.form, decision.decision_number) == (
            somebody.member_id,
            DisciplineForm.WARNING,
            "07-QĐ/UBKT",
        )
        assert decision.decided_on == clock.today()
        assert any(
            text.startswith(f"**{somebody.full_name}** · Cảnh cáo") and "07-QĐ/UBKT" in text for text in texts(app)
        )
        assert keyed(app, "text_input", ":words").value == ""
        assert not [each for each in app.button if each.label == "Ghi quyết định"]

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, open_page, somebody):
        app = self.find(open_page("xa_bangvan", PAGE), somebody)
        self.fill_in(app, somebody, number="")
        assert "ghi số quyết định" in errors(app)[0]
        assert chosen(app, "Hình thức kỷ luật").value is DisciplineForm.WARNING
        assert decisions() == []

    def test_nobody_of_such_a_name_says_so(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", PAGE)
        keyed(app, "text_input", ":words").set_value("khong ai ca").run()
        assert any("Không có đảng viên nào" in caption.value for caption in app.caption)

    def test_a_decision_can_be_taken_back(self, open_page, somebody):
        record(somebody.member_id)
        app = open_page("xa_bangvan", PAGE)
        button(app, "Bỏ quyết định này").click().run()
        assert decisions() == []
        assert "Đã bỏ quyết định kỷ luật" in app.success[0].value
        assert any("chưa ghi quyết định kỷ luật nào" in info.value for info in app.info)

    def test_decisions_of_another_year_are_not_listed(self, open_page, somebody):
        record(somebody.member_id)
        app = open_page("xa_bangvan", PAGE, year=year() - 1)
        assert not any(somebody.full_name in text for text in texts(app))


class TestReaders:
    def test_a_leader_reads_and_changes_nothing(self, open_page, somebody):
        record(somebody.member_id)
        app = open_page("lanhdao", PAGE, unit=own_unit("xa_bangvan").id)
        assert table(app)
        assert any(somebody.full_name in text for text in texts(app))
        assert not list(app.text_input)
        assert not [each for each in app.button if "quyết định" in each.label]

    @pytest.mark.parametrize("username", ["cb_khuoingoa", "quantri"])
    def test_secretaries_and_administrators_do_not_have_the_page(self, open_page, username):
        assert open_page(username, PAGE).title[0].value != "Kết nạp, kỷ luật"

    @pytest.mark.parametrize("username", ["xa_bangvan", "huyen", "lanhdao"])
    def test_a_rerun_asks_the_database_little(self, open_page, sample_engine, username):
        app = open_page(username, PAGE)
        sent = []
        sa.event.listen(sample_engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
        app.run()
        asked = [statement for statement in sent if statement != "BEGIN"]
        assert len(asked) <= STATEMENTS, asked
