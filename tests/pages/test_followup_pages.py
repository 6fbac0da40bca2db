"""Supervisors, weak cells, commendations and the library, as those who keep them and those who read them see them."""

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import delete, select

from models import (
    Coaching,
    CoachingStep,
    Commendation,
    CommendationKind,
    GuidingDocument,
    Supervision,
    Visit,
)
from models.base import new_id
from models.database import read_tx, write_tx
from services import clock, followup, library
from services.followup import CoachingDraft, CommendationDraft, SupervisionDraft, VisitDraft
from services.library import DocumentDraft
from tests.pages.test_meetings_pages import actor, button, errors
from tests.pages.test_units_pages import own_unit

SUPERVISION, COACHING, COMMENDATIONS = "followup.supervision", "followup.coaching", "followup.commendations"
LIBRARY = "followup.library"


@pytest.fixture
def khuoi_ngoa(open_page):
    """The cell, in a district where nobody has followed anything up yet."""
    with write_tx() as session:
        for table in (Visit, CoachingStep, Coaching, Commendation, GuidingDocument, Supervision):
            session.exec(delete(table))
    return own_unit("cb_khuoingoa")


def texts(app):
    return [text.value.replace("\\", "") for text in app.markdown]


def has(app, words):
    return any(words in text for text in texts(app))


def chosen(app, label):
    return next(box for box in app.selectbox if box.label == label)


def labelled(app, kind, label):
    return next(widget for widget in getattr(app, kind) if widget.label == label)


def opened(app, key):
    """The page with an expander or popover open."""
    app.session_state[key] = True
    return app.run()


def keyed(app, kind, ending):
    return next(widget for widget in getattr(app, kind) if str(widget.key).endswith(ending))


def typed(app, values):
    """Fill in the fields of a form: (kind of widget, end of its key) → value."""
    for (kind, ending), value in values.items():
        keyed(app, kind, ending).set_value(value)


def rows_of(table):
    with read_tx() as session:
        return session.exec(select(table)).all()


def assign(unit, name="Nông Văn Tùng", username="xa_bangvan"):
    with write_tx() as session:
        followup.assign(session, actor(username), SupervisionDraft([unit.id], name, starts_on=date(2026, 1, 1)))


def visit(unit, **texts_of):
    with write_tx() as session:
        draft = VisitDraft(unit.id, clock.today(), "Nông Văn Tùng", **texts_of)
        followup.note_visit(session, actor("xa_bangvan"), draft, new_id())


def coach(unit, username="xa_bangvan"):
    with write_tx() as session:
        draft = CoachingDraft(unit.id, "Tỷ lệ dự họp thấp", "Dự họp", clock.today())
        return followup.open_coaching(session, actor(username), draft, new_id())


def praise(unit, kind=CommendationKind.PRAISE, title="Làm đường", username="xa_bangvan"):
    with write_tx() as session:
        draft = CommendationDraft(unit.id, kind, title, "Hiến đất", clock.today())
        followup.commend(session, actor(username), draft, new_id())


def keep(username="huyen", number="42-HD/BTCTW", **more):
    with write_tx() as session:
        draft = DocumentDraft(number, date(2025, 10, 28), "Ban Tổ chức Trung ương", "Hướng dẫn", **more)
        return library.keep(session, actor(username), own_unit(username).id, draft, None, new_id())


def statements(app, engine):
    """How many statements a rerun sends."""
    sent = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    app.run()
    return [statement for statement in sent if statement != "BEGIN"]


class TestSupervision:
    def test_a_commune_sees_each_cell_with_its_supervisor_and_the_last_visit(self, open_page, khuoi_ngoa):
        assign(khuoi_ngoa)
        visit(khuoi_ngoa)
        app = open_page("xa_bangvan", SUPERVISION)
        assert has(app, "1/19 chi bộ có người phụ trách")
        assert has(app, f"| Chi bộ Khuổi Ngọa | Nông Văn Tùng | {clock.today():%d/%m/%Y} · Nông Văn Tùng |")
        chosen(app, "Xem").set_value("without").run()
        assert not has(app, "| Chi bộ Khuổi Ngọa |")
        assert has(app, "| Chi bộ Nà Mu | chưa có | chưa ghi |")

    def test_the_district_sees_the_sums_of_every_commune_and_one_commune_on_demand(self, open_page, khuoi_ngoa):
        assign(khuoi_ngoa)
        app = open_page("huyen", SUPERVISION)
        assert has(app, "| Đảng bộ xã Bằng Vân | 1/19 | 19 |")
        chosen(app, "Tổ chức đảng").set_value(str(own_unit("xa_bangvan").id)).run()
        assert has(app, "| Chi bộ Khuổi Ngọa | Nông Văn Tùng |")

    def test_somebody_is_assigned_to_several_cells(self, open_page, khuoi_ngoa):
        app = opened(open_page("xa_bangvan", SUPERVISION), "supervision:assign:box")
        cells = labelled(app, "multiselect", "Chi bộ được phụ trách")
        cells.select(str(khuoi_ngoa.id))
        other = next(key for key in _ids("xa_bangvan") if key != str(khuoi_ngoa.id))
        cells.select(other)
        typed(app, {("text_input", ":name"): "Tổ công tác số 2", ("text_input", ":phone"): "0912 345 678"})
        button(app, "Phân công").click().run()
        assert "Đã phân công Tổ công tác số 2 phụ trách 2 chi bộ" in app.success[0].value.replace("\\", "")
        assert {(row.supervisor_name, row.phone) for row in rows_of(Supervision)} == {
            ("Tổ công tác số 2", "0912 345 678")
        }
        assert labelled(app, "multiselect", "Chi bộ được phụ trách").value == []

    def test_a_refused_assignment_stays_on_the_screen(self, open_page, khuoi_ngoa):
        app = opened(open_page("xa_bangvan", SUPERVISION), "supervision:assign:box")
        labelled(app, "multiselect", "Chi bộ được phụ trách").select(str(khuoi_ngoa.id))
        button(app, "Phân công").click().run()
        assert "họ tên người phụ trách" in errors(app)[0]
        assert labelled(app, "multiselect", "Chi bộ được phụ trách").value == [str(khuoi_ngoa.id)]

    def test_the_last_day_is_stored_as_it_is_chosen(self, open_page, khuoi_ngoa):
        assign(khuoi_ngoa)
        app = open_page("xa_bangvan", SUPERVISION, cell=khuoi_ngoa.id)
        labelled(app, "date_input", "Thôi phụ trách từ ngày").set_value(clock.today()).run()
        assert [row.ends_on for row in rows_of(Supervision)] == [clock.today()]
        assert has(app, "(đã thôi)")

    def test_an_assignment_can_be_taken_back(self, open_page, khuoi_ngoa):
        assign(khuoi_ngoa)
        app = open_page("xa_bangvan", SUPERVISION, cell=khuoi_ngoa.id)
        button(app, "Bỏ phân công này").click().run()
        assert rows_of(Supervision) == []
        assert "Đã bỏ phân công" in app.success[0].value

    def test_a_visit_is_noted_with_the_supervisor_proposed(self, open_page, khuoi_ngoa):
        assign(khuoi_ngoa)
        app = opened(open_page("xa_bangvan", SUPERVISION, cell=khuoi_ngoa.id), "visit:note:box")
        assert keyed(app, "text_input", ":visitor").value == "Nông Văn Tùng"
        typed(app, {("text_area", ":strengths"): "Chuẩn bị kỹ", ("text_area", ":weaknesses"): "Ít ý kiến"})
        button(app, "Ghi buổi dự").click().run()
        [row] = rows_of(Visit)
        assert (row.visited_on, row.visitor_name, row.strengths) == (clock.today(), "Nông Văn Tùng", "Chuẩn bị kỹ")
        assert has(app, "Hạn chế: Ít ý kiến") or has(app, "**Hạn chế:** Ít ý kiến")
        assert keyed(app, "text_area", ":strengths").value == ""

    def test_a_visit_to_a_meeting_has_its_day(self, open_page, khuoi_ngoa):
        app = opened(open_page("xa_bangvan", SUPERVISION, cell=khuoi_ngoa.id), "visit:note:box")
        box = chosen(app, "Buổi sinh hoạt")
        box.select_index(1).run()
        keyed(app, "text_input", ":visitor").set_value("Nông Văn Tùng")
        button(app, "Ghi buổi dự").click().run()
        [row] = rows_of(Visit)
        assert row.meeting_id is not None
        assert has(app, f"Ngày {row.visited_on:%d/%m/%Y} · Nông Văn Tùng")

    def test_a_visit_is_corrected_and_taken_back(self, open_page, khuoi_ngoa):
        visit(khuoi_ngoa, strengths="Chuẩn bị kỹ")
        app = open_page("xa_bangvan", SUPERVISION, cell=khuoi_ngoa.id)
        app = opened(app, f"visit:{rows_of(Visit)[0].id}:open")
        labelled(app, "text_area", "Ưu điểm").set_value("Chuẩn bị rất kỹ").run()
        assert [row.strengths for row in rows_of(Visit)] == ["Chuẩn bị rất kỹ"]
        button(app, "Bỏ buổi dự này").click().run()
        assert rows_of(Visit) == []

    def test_visits_and_people_have_views_of_their_own(self, open_page, khuoi_ngoa):
        assign(khuoi_ngoa)
        visit(khuoi_ngoa, weaknesses="Ít ý kiến")
        app = open_page("huyen", SUPERVISION, view="visits")
        assert has(app, "Chi bộ Khuổi Ngọa · Đảng bộ xã Bằng Vân")
        assert has(app, "Ít ý kiến")
        assert has(open_page("huyen", SUPERVISION, view="people"), "| Nông Văn Tùng | 1 | Chi bộ Khuổi Ngọa |")

    @pytest.mark.parametrize("username", ["lanhdao", "cb_khuoingoa"])
    def test_readers_change_nothing(self, open_page, khuoi_ngoa, username):
        assign(khuoi_ngoa)
        visit(khuoi_ngoa, strengths="Chuẩn bị kỹ")
        app = open_page(username, SUPERVISION, unit=own_unit("xa_bangvan").id, cell=khuoi_ngoa.id)
        assert has(app, "Nông Văn Tùng")
        assert has(app, "Chuẩn bị kỹ")
        assert not list(app.date_input) + list(app.text_area) + list(app.expander)

    @pytest.mark.parametrize("username", ["huyen", "xa_bangvan", "lanhdao", "cb_khuoingoa"])
    def test_a_rerun_asks_the_database_little(self, open_page, sample_engine, username):
        assert len(statements(open_page(username, SUPERVISION), sample_engine)) <= 12


class TestCoaching:
    def test_weak_cells_stand_with_their_reasons(self, open_page, khuoi_ngoa):
        with read_tx() as session:
            found = followup.weak_cells(session, actor("huyen"), actor("huyen").unit_id)
        app = open_page("huyen", COACHING)
        assert has(app, f"{len(found.rows)}/{found.cells} chi bộ cần giúp đỡ")
        first = found.rows[0]
        assert has(app, f"**{first.unit_name} · {first.commune_name}** :gray-badge[chưa giúp đỡ]")
        assert all(has(app, each.sentence) for each in first.weaknesses)
        chosen(app, "Lý do").set_value("annual").run()
        assert not has(app, "buổi sinh hoạt thường kỳ.\n")

    def test_a_weak_cell_gets_help_with_the_reasons_filled_in(self, open_page, khuoi_ngoa):
        app = opened(open_page("huyen", COACHING), "coaching:open:box")
        chosen(app, "Chi bộ").select_index(0).run()
        reason = keyed(app, "text_area", ":reason").value
        assert reason
        keyed(app, "text_area", ":plan").set_value("Dự họp hằng tháng")
        button(app, "Mở giúp đỡ").click().run()
        [row] = rows_of(Coaching)
        assert (row.reason, row.plan, row.opened_on) == (reason, "Dự họp hằng tháng", clock.today())
        assert has(app, "đang giúp đỡ từ")

    def test_steps_are_noted_and_taken_back(self, open_page, khuoi_ngoa):
        key = coach(khuoi_ngoa)
        app = opened(open_page("xa_bangvan", COACHING, view="open"), f"coaching:{key}:step")
        keyed(app, "text_area", ":text").set_value("Dự sinh hoạt")
        button(app, "Ghi").click().run()
        assert has(app, "Dự sinh hoạt |")
        app = opened(app, f"coaching:{key}:edit")
        next(each for each in app.button if "Bỏ việc" in each.label).click().run()
        assert rows_of(CoachingStep) == []

    def test_the_plan_is_stored_as_it_is_typed(self, open_page, khuoi_ngoa):
        key = coach(khuoi_ngoa)
        app = opened(open_page("xa_bangvan", COACHING, view="open"), f"coaching:{key}:edit")
        labelled(app, "text_area", "Kế hoạch giúp đỡ").set_value("Hai tháng một lần").run()
        assert [row.plan for row in rows_of(Coaching)] == ["Hai tháng một lần"]

    def test_it_ends_with_an_outcome_and_can_go_on(self, open_page, khuoi_ngoa):
        key = coach(khuoi_ngoa)
        app = opened(open_page("xa_bangvan", COACHING, view="open"), f"coaching:{key}:close")
        button(app, "Kết thúc giúp đỡ").click().run()
        assert "kết quả giúp đỡ" in errors(app)[0]
        keyed(app, "text_area", ":outcome").set_value("Đã khá hơn")
        button(app, "Kết thúc giúp đỡ").click().run()
        assert [row.outcome for row in rows_of(Coaching)] == ["Đã khá hơn"]
        app = open_page("xa_bangvan", COACHING, view="closed")
        assert has(app, "**Kết quả:** Đã khá hơn")
        button(app, "Mở lại").click().run()
        assert [row.closed_on for row in rows_of(Coaching)] == [None]

    def test_a_leader_reads_and_changes_nothing(self, open_page, khuoi_ngoa):
        coach(khuoi_ngoa)
        app = open_page("lanhdao", COACHING, view="open")
        assert has(app, "Tỷ lệ dự họp thấp")
        assert not list(app.text_area) + [each for each in app.button if each.label in {"Mở lại", "Ghi"}]
        assert [box.label for box in open_page("lanhdao", COACHING).expander] == ["Cách xét"]

    @pytest.mark.parametrize("username", ["cb_khuoingoa", "quantri"])
    def test_secretaries_and_administrators_do_not_have_the_page(self, open_page, username):
        assert open_page(username, COACHING).title[0].value != "Chi bộ cần giúp đỡ"

    @pytest.mark.parametrize("view", ["weak", "open"])
    def test_a_rerun_asks_the_database_little(self, open_page, sample_engine, view):
        assert len(statements(open_page("huyen", COACHING, view=view), sample_engine)) <= 24


class TestCommendations:
    def test_they_are_searched_without_diacritics(self, open_page, khuoi_ngoa):
        praise(khuoi_ngoa)
        praise(khuoi_ngoa, CommendationKind.MODEL, "Nhóm hộ")
        app = open_page("huyen", COMMENDATIONS)
        assert has(app, "**Làm đường**")
        assert has(app, "**Nhóm hộ**")
        keyed(app, "text_input", "commendation:words").set_value("lam duong").run()
        assert not has(app, "**Nhóm hộ**")
        assert has(open_page("huyen", COMMENDATIONS, kind="model"), "**Nhóm hộ**")

    def test_one_is_noted_and_taken_back(self, open_page, khuoi_ngoa):
        app = opened(open_page("xa_bangvan", COMMENDATIONS), "commendation:note:box")
        button(app, "Ghi").click().run()
        assert "chọn đơn vị" in errors(app)[0]
        chosen(app, "Đơn vị").set_value(str(khuoi_ngoa.id))
        typed(app, {("text_input", ":title"): "Làm đường", ("text_input", ":number"): "12-QĐ/ĐU"})
        button(app, "Ghi").click().run()
        [row] = rows_of(Commendation)
        assert (row.unit_id, row.title, row.decision_number) == (khuoi_ngoa.id, "Làm đường", "12-QĐ/ĐU")
        assert "Đã ghi" in app.success[0].value
        button(app, "Bỏ nội dung này").click().run()
        assert rows_of(Commendation) == []

    def test_a_secretary_reads_the_models_of_the_commune_and_changes_nothing(self, open_page, khuoi_ngoa):
        neighbour = next(unit_id for unit_id in _ids("xa_bangvan") if unit_id != str(khuoi_ngoa.id))
        with write_tx() as session:
            for kind, title in ((CommendationKind.MODEL, "Nhóm hộ"), (CommendationKind.PRAISE, "Giấy khen")):
                draft = CommendationDraft(UUID(neighbour), kind, title, "Mô tả", clock.today())
                followup.commend(session, actor("xa_bangvan"), draft, new_id())
        app = open_page("cb_khuoingoa", COMMENDATIONS)
        assert has(app, "**Nhóm hộ**")
        assert not has(app, "**Giấy khen**")
        assert not list(app.expander) + [each for each in app.button if "Bỏ" in each.label]

    def test_a_rerun_asks_the_database_little(self, open_page, sample_engine):
        assert len(statements(open_page("xa_bangvan", COMMENDATIONS), sample_engine)) <= 5


class TestLibrary:
    def test_documents_are_found_by_words_and_by_day(self, open_page, khuoi_ngoa):
        keep()
        keep(number="12-HD/BTCTW", valid_to=date(2025, 12, 1))
        app = open_page("cb_khuoingoa", LIBRARY)
        assert has(app, "42-HD/BTCTW ngày 28/10/2025")
        assert has(app, ":gray-badge[Đã hết hiệu lực]")
        labelled(app, "date_input", "Có hiệu lực tại ngày").set_value(date(2026, 1, 1)).run()
        assert not has(app, "12-HD/BTCTW")
        keyed(app, "text_input", "document:words").set_value("khong co").run()
        assert "Không có văn bản nào" in app.info[0].value

    def test_a_document_is_kept_corrected_and_taken_out(self, open_page, khuoi_ngoa):
        app = opened(open_page("huyen", LIBRARY), "document:keep:box")
        values = {":number": "42-HD/BTCTW", ":issuer": "Ban Tổ chức Trung ương", ":title": "Hướng dẫn"}
        typed(app, {("text_input", ending): value for ending, value in values.items()})
        keyed(app, "date_input", ":issued_on").set_value(date(2025, 10, 28))
        button(app, "Thêm văn bản").click().run()
        [row] = rows_of(GuidingDocument)
        assert (row.number, row.unit_id, row.valid_from) == ("42-HD/BTCTW", own_unit("huyen").id, date(2025, 10, 28))
        app = opened(open_page("huyen", LIBRARY, document=row.id), f"document:{row.id}:box")
        keyed(app, "text_input", ":title").set_value("Hướng dẫn mới")
        button(app, "Lưu văn bản").click().run()
        assert [each.title for each in rows_of(GuidingDocument)] == ["Hướng dẫn mới"]
        button(app, "Bỏ văn bản này").click().run()
        assert rows_of(GuidingDocument) == []
        assert "Đã bỏ văn bản" in app.success[0].value

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, open_page, khuoi_ngoa):
        app = opened(open_page("quantri", LIBRARY), "document:keep:box")
        keyed(app, "text_input", ":title").set_value("Hướng dẫn")
        button(app, "Thêm văn bản").click().run()
        assert "số văn bản" in errors(app)[0]
        assert keyed(app, "text_input", ":title").value == "Hướng dẫn"

    def test_a_file_is_kept_and_led_to(self, open_page, khuoi_ngoa):
        key = keep()
        app = opened(open_page("huyen", LIBRARY, document=key), f"document:{key}:box")
        button(app, "Thêm tệp").click().run()
        assert "chọn tệp" in errors(app)[0]
        app.get("file_uploader")[0].set_value(("hd.pdf", b"%PDF-1.7", "application/pdf"))
        button(app, "Thêm tệp").click().run()
        assert has(app, f"[hd.pdf](/files/library/{key})")
        button(app, "Bỏ tệp").click().run()
        assert [row.file_name for row in rows_of(GuidingDocument)] == [""]

    def test_who_refers_to_it_is_named(self, open_page, khuoi_ngoa):
        key = keep()
        app = open_page("lanhdao", LIBRARY, document=key)
        links = [link.proto.label.replace("\\", "") for link in app.get("page_link")]
        assert any(label.startswith("Bộ tiêu chí: ") and "42-HD/BTCTW" in label for label in links)
        assert not list(app.expander)

    def test_a_document_from_elsewhere_or_none_is_not_found(self, open_page, khuoi_ngoa):
        assert "Không tìm thấy" in errors(open_page("huyen", LIBRARY, document=new_id()))[0]

    def test_a_commune_reads_what_the_district_keeps_and_does_not_change_it(self, open_page, khuoi_ngoa):
        key = keep()
        app = open_page("xa_bangvan", LIBRARY, document=key)
        assert has(app, "42-HD/BTCTW")
        assert not list(app.expander)

    def test_a_rerun_asks_the_database_little(self, open_page, sample_engine):
        app = open_page("huyen", LIBRARY)
        assert len(statements(app, sample_engine)) <= 5


def _ids(username):
    """The cells of an account."""
    with read_tx() as session:
        return [str(row.unit_id) for row in followup.coverage(session, actor(username), actor(username).unit_id)]
