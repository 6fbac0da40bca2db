"""The four-good year on the screen: calendar and board, registration, decisions, programmes; every role."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import col, select

from models import (
    Assessment,
    AssessmentState,
    CriteriaSet,
    CriteriaState,
    Programme,
    Recognition,
    Registration,
    Role,
)
from models.database import read_tx, write_tx
from services import clock, four_good
from services.four_good import CELL, DecisionDraft, Stage
from tests.factories import a_stranger
from tests.pages.test_classification_page import actor
from tests.pages.test_units_pages import links, own_unit

EVERYBODY = ["quantri", "huyen", "xa_bangvan", "cb_khuoingoa", "lanhdao"]
YEAR, RECOGNITION, PROGRAMME = "assessments.year", "assessments.recognition", "assessments.programme"


def said(app) -> str:
    """Everything the page says."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success, app.subheader)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def board(username: str = "huyen", year: int | None = None, kind: str = CELL) -> four_good.Board:
    unit = own_unit(username)
    with read_tx() as session:
        return four_good.board(session, a_stranger(unit, Role.LEADER), unit.id, kind, year or clock.today().year)


def boxes(app) -> list[str]:
    return [box.label.replace("\\", "") for box in app.expander]


def keyed(elements, key):
    """The widget whose key ends like this, or begins so where the colon stands behind."""
    return next(
        element
        for element in elements
        if element.key and (element.key.startswith(key) if key.endswith(":") else element.key.endswith(key))
    )


def button(app, label):
    return next(each for each in app.button if each.label.replace("\\", "") == label)


@pytest.fixture
def khuoi_ngoa(sample_engine) -> UUID:
    return own_unit("cb_khuoingoa").id


class TestYear:
    @pytest.mark.parametrize("username", EVERYBODY)
    def test_everybody_sees_the_days_and_the_contradiction_of_the_documents(self, open_page, username):
        text = said(open_page(username, YEAR))
        assert "267-KH/HU" in text
        assert "2023–2025" in text
        assert "01/01–31/03/" in text

    @pytest.mark.parametrize("username", ["quantri", "huyen", "lanhdao"])
    def test_the_district_sees_communes_folded_and_no_cell(self, open_page, username):
        app = open_page(username, YEAR)
        groups = [label for label in boxes(app) if "chi bộ" in label]
        assert len(groups) == len(board().groups) > 12
        assert "Khuổi Ngọa" not in said(app)
        assert not any("Khuổi Ngọa" in each.label for each in app.button)

    def test_the_sums_are_those_of_the_service(self, open_page):
        total = board().total
        text = said(open_page("huyen", YEAR))
        for count in (total.registered, total.assessed, total.reviewed, total.recognised):
            assert f"{count}/215" in text

    def test_the_sums_of_every_commune_stand_in_a_table(self, open_page):
        app = open_page("huyen", YEAR)
        table = next(text.value for text in app.markdown if text.value.startswith("| Đơn vị"))
        assert len(table.splitlines()) == 2 + len(board().groups) + 1

    def test_a_commune_opens_to_its_cells(self, open_page):
        app = open_page("huyen", YEAR)
        commune = own_unit("xa_bangvan").id
        app.session_state[f"group:{CELL}:{clock.today().year}:{commune}:all"] = True
        app.run()
        assert any("Khuổi Ngọa" in each.label for each in app.button)

    def test_an_officer_sees_the_own_cells_and_what_can_be_done(self, open_page):
        app = open_page("xa_bangvan", YEAR)
        names = [each.label for each in app.button if "Chi bộ" in each.label]
        assert len(names) == 19
        found = board("xa_bangvan")
        waiting = sum(row.state is AssessmentState.SUBMITTED for row in found.rows)
        reviews = [link for link in app.get("page_link") if link.proto.label == "Thẩm định"]
        assert len(reviews) == waiting > 0

    def test_a_leader_reads_and_is_offered_nothing_to_do(self, open_page):
        app = open_page("lanhdao", YEAR, show="review")
        commune = own_unit("xa_bangvan").id
        app.session_state[f"group:{CELL}:{clock.today().year}:{commune}:review"] = True
        app.run()
        assert any("Chi bộ" in each.label for each in app.button)
        assert set(links(app)) <= {"Xem chương trình"}
        assert not app.get("date_input")

    def test_a_filter_in_the_address_shows_those_units_only(self, open_page):
        app = open_page("xa_bangvan", YEAR, show="assess")
        names = {each.label.replace("\\", "") for each in app.button if "Chi bộ" in each.label}
        assert names == {row.name for row in board("xa_bangvan").rows if not row.is_handed_in}

    def test_a_filter_that_lets_nobody_through_says_so(self, open_page):
        assert "Không có chi bộ nào thuộc diện này." in said(open_page("xa_bangvan", YEAR, show="revoked"))

    def test_a_secretary_sees_the_own_cell_with_every_stage(self, open_page):
        app = open_page("cb_khuoingoa", YEAR)
        assert app.subheader[0].value.replace("\\", "") == "Chi bộ Khuổi Ngọa"
        text = said(app)
        for words in ("Đăng ký ngày", "Chưa chấm", "Chưa thẩm định", "Chưa công nhận"):
            assert words in text
        assert "Về bảng theo dõi" not in [each.label for each in app.button]

    def test_last_year_shows_the_decision_in_words(self, open_page):
        row = board("cb_khuoingoa", clock.today().year - 1).rows[0]
        text = said(open_page("cb_khuoingoa", YEAR, year=clock.today().year - 1))
        if row.recognition:
            assert f"Quyết định số **{row.recognition.decision_number}**" in text
        else:
            assert "Chưa công nhận" in text

    def test_a_revoked_one_says_why(self, open_page):
        year = clock.today().year - 1
        (row,) = (row for row in board(year=year).rows if row.recognition and row.recognition.is_revoked)
        app = open_page("huyen", YEAR, year=year, cell=row.ref.unit_id)
        assert row.recognition.revocation_reason in said(app)

    def test_a_cell_of_somebody_else_is_not_found(self, open_page, khuoi_ngoa):
        other = next(row.ref.unit_id for row in board().rows if row.ref.unit_id != khuoi_ngoa)
        assert "Không tìm thấy" in said(open_page("cb_khuoingoa", YEAR, cell=other))

    def test_committees_have_a_board_of_their_own(self, open_page):
        app = open_page("huyen", YEAR, kind="four_good_committee")
        rows = board(kind="four_good_committee").rows
        assert len(rows) > 12
        assert all(any(row.name == each.label.replace("\\", "") for each in app.button) for row in rows)

    def test_a_year_without_units_says_so(self, open_page, khuoi_ngoa):
        assert "không có đơn vị nào" in said(open_page("xa_bangvan", YEAR, kind="four_good_committee", cell=khuoi_ngoa))

    def test_taking_the_board_away_leads_to_files(self, open_page):
        text = said(open_page("lanhdao", YEAR))
        assert "/downloads/tables/theo-doi-bon-tot.xlsx?unit=" in text


class TestSelfChecks:
    """The sample's cells hand in a slip every month."""

    def test_a_secretary_sees_every_month_and_the_way_to_its_slip(self, open_page, khuoi_ngoa):
        app = open_page("cb_khuoingoa", YEAR)
        found = [link for link in app.get("page_link") if link.proto.label.startswith("Tháng ")]
        begun = clock.today().month
        assert [link.proto.label for link in found] == [
            f"Tháng {month}/{clock.today().year}" for month in range(1, begun + 1)
        ]
        first = found[0].proto.query_string
        assert f"cell={khuoi_ngoa}" in first
        assert "kind=four_good_slip" in first
        assert "months=1-1" in first
        assert f"đã nộp {max(0, begun - 2)}/{begun - 1} bản đến nay" in said(app)

    def test_the_calendar_and_the_filter_know_who_owes_them(self, open_page):
        app = open_page("xa_bangvan", YEAR, show="check")
        owing = [row for row in board("xa_bangvan").rows if row.owed_checks(clock.today())]
        assert f"Còn {len(owing)} chi bộ thiếu" in said(app)
        assert len([each for each in app.button if "Chi bộ" in each.label]) == len(owing)

    def test_without_slips_and_quarters_nothing_is_said_of_self_checks(self, open_page):
        with write_tx() as session:
            for found in session.exec(select(CriteriaSet).where(col(CriteriaSet.kind).startswith("four_good"))):
                found.state = CriteriaState.RETIRED
        assert "Tự kiểm tra" not in said(open_page("xa_bangvan", YEAR))


class TestRegistering:
    @pytest.fixture
    def unregistered(self, sample_engine):
        """Nobody of Bằng Vân is down for this year."""
        ids = [row.ref.unit_id for row in board("xa_bangvan").rows]
        with write_tx() as session:
            for row in session.exec(
                select(Registration).where(col(Registration.unit_id).in_(ids), Registration.year == clock.today().year)
            ):
                session.delete(row)
        return ids

    def test_one_tick_and_one_click_register_all(self, open_page, unregistered):
        app = open_page("xa_bangvan", YEAR, view="register")
        assert "0/19 chi bộ đã đăng ký" in said(app)
        keyed(app.checkbox, ":all").check().run()
        keyed(app.date_input, ":on").set_value(clock.today()).run()
        button(app, "Đăng ký").click().run()
        assert "Đã đăng ký 19 chi bộ" in said(app)
        assert board("xa_bangvan").total.registered == 19
        assert not [each for each in app.button if each.label == "Đăng ký"]

    def test_some_are_chosen_by_name(self, open_page, unregistered):
        app = open_page("xa_bangvan", YEAR, view="register", pick=unregistered[3])
        assert keyed(app.multiselect, ":some").value == [str(unregistered[3])]
        keyed(app.multiselect, ":some").set_value([str(each) for each in unregistered[3:5]]).run()
        keyed(app.date_input, ":on").set_value(clock.today()).run()
        button(app, "Đăng ký").click().run()
        assert {row.ref.unit_id for row in board("xa_bangvan").rows if row.registered_on} == set(unregistered[3:5])
        assert keyed(app.multiselect, ":some").value == []

    def test_without_a_day_it_is_refused_in_words_and_nothing_is_lost(self, open_page, unregistered):
        app = open_page("xa_bangvan", YEAR, view="register")
        keyed(app.checkbox, ":all").check().run()
        button(app, "Đăng ký").click().run()
        assert "Đồng chí ghi ngày họp đăng ký." in said(app)
        assert keyed(app.checkbox, ":all").value is True
        assert board("xa_bangvan").total.registered == 0

    def test_nobody_chosen_is_refused_in_words(self, open_page, unregistered):
        app = open_page("xa_bangvan", YEAR, view="register")
        keyed(app.date_input, ":on").set_value(clock.today()).run()
        button(app, "Đăng ký").click().run()
        assert "chọn ít nhất một đơn vị" in said(app)

    def test_a_secretary_registers_the_own_cell(self, open_page, unregistered, khuoi_ngoa):
        app = open_page("cb_khuoingoa", YEAR)
        keyed(app.date_input, ":on").set_value(clock.today()).run()
        button(app, "Đăng ký Chi bộ Khuổi Ngọa").click().run()
        assert board("cb_khuoingoa").rows[0].registered_on == clock.today()

    def test_a_registration_is_taken_back(self, open_page, khuoi_ngoa):
        app = open_page("cb_khuoingoa", YEAR)
        app.session_state[f"withdraw:{CELL}:{clock.today().year}:box"] = True
        app.run()
        keyed(app.selectbox, ":unit").set_value(str(khuoi_ngoa)).run()
        button(app, "Rút đăng ký").click().run()
        assert "Đã rút đăng ký năm" in said(app)
        assert board("cb_khuoingoa").rows[0].registered_on is None

    def test_of_many_one_is_taken_back_and_then_another(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", YEAR, view="register")
        app.session_state[f"withdraw:{CELL}:{clock.today().year}:box"] = True
        app.run()
        down = [row.ref.unit_id for row in board("xa_bangvan").rows if row.registered_on]
        for unit_id in down[:2]:
            assert button(app, "Rút đăng ký").disabled
            keyed(app.selectbox, "withdraw:").set_value(str(unit_id)).run()
            button(app, "Rút đăng ký").click().run()
            assert "Đã rút đăng ký năm" in said(app)
        assert [row.ref.unit_id for row in board("xa_bangvan").rows if row.registered_on] == down[2:]

    def test_a_leader_and_an_administrator_are_offered_nothing(self, open_page):
        for username in ("lanhdao", "quantri"):
            app = open_page(username, YEAR, view="register")
            assert not app.get("date_input")
            assert not [each for each in app.button if each.label == "Đăng ký"]


def accept_some(username: str = "xa_bangvan", number: int = 3) -> list[UUID]:
    """This year's handed-in assessments of somebody's cells, accepted; the ids of the cells."""
    ids = [row.assessment_id for row in board(username).rows if row.state is AssessmentState.SUBMITTED][:number]
    with write_tx() as session:
        for found in session.exec(select(Assessment).where(col(Assessment.id).in_(ids))):
            found.state, found.reviewed_at = AssessmentState.ACCEPTED, clock.now()
            found.review_grade = "tot"
    return [row.ref.unit_id for row in board(username).rows if row.may_be_recognised]


def fill_decision(app, number="12-QĐ/ĐU", authority="Ban Thường vụ Đảng ủy xã"):
    keyed(app.text_input, ":number").input(number).run()
    keyed(app.date_input, ":on").set_value(clock.today()).run()
    keyed(app.text_input, ":authority").input(authority).run()


class TestRecognising:
    def test_one_decision_covers_all_that_wait(self, open_page):
        waiting = accept_some()
        app = open_page("xa_bangvan", RECOGNITION)
        keyed(app.checkbox, ":all").check().run()
        fill_decision(app)
        button(app, "Công nhận").click().run()
        assert f"Đã công nhận {len(waiting)} đơn vị." in said(app)
        recognised = [row for row in board("xa_bangvan").rows if row.is_recognised]
        assert {row.ref.unit_id for row in recognised} == set(waiting)
        assert {row.recognition.decision_number for row in recognised} == {"12-QĐ/ĐU"}

    def test_the_one_that_the_board_leads_to_is_chosen(self, open_page):
        waiting = accept_some()
        app = open_page("xa_bangvan", RECOGNITION, pick=waiting[1])
        fill_decision(app)
        button(app, "Công nhận").click().run()
        assert [row.ref.unit_id for row in board("xa_bangvan").rows if row.is_recognised] == [waiting[1]]

    def test_a_grade_that_is_not_recognised_is_listed_apart_and_not_offered(self, open_page):
        waiting = accept_some()
        with write_tx() as session:
            found = session.exec(
                select(Assessment).where(Assessment.unit_id == waiting[0], col(Assessment.kind) == CELL)
            ).all()
            for each in found:
                each.review_grade = "kem"
        app = open_page("xa_bangvan", RECOGNITION)
        below = sum(row.is_below_recognition for row in board("xa_bangvan").rows)
        assert f"{below} chi bộ không thuộc mức được công nhận" in boxes(app)
        offered = keyed(app.multiselect, ":some").options
        name = next(row.name for row in board("xa_bangvan").rows if row.ref.unit_id == waiting[0])
        assert len(offered) == len(waiting) - 1
        assert not any(name in each for each in offered)
        assert "Không thuộc mức được công nhận" in said(open_page("xa_bangvan", YEAR, cell=waiting[0]))

    def test_who_did_not_register_is_warned_of_and_may_be_recognised(self, open_page):
        waiting = accept_some()
        with write_tx() as session:
            for found in session.exec(
                select(Registration).where(Registration.unit_id == waiting[0], Registration.year == clock.today().year)
            ):
                session.delete(found)
        name = next(row.name for row in board("xa_bangvan").rows if row.ref.unit_id == waiting[0])
        app = open_page("xa_bangvan", RECOGNITION, pick=waiting[0])
        assert f"Chưa đăng ký năm {clock.today().year}: {name}" in said(app)
        fill_decision(app)
        button(app, "Công nhận").click().run()
        assert [row.ref.unit_id for row in board("xa_bangvan").rows if row.is_recognised] == [waiting[0]]

    def test_a_decision_without_a_number_is_refused_and_what_was_typed_stays(self, open_page):
        accept_some()
        app = open_page("xa_bangvan", RECOGNITION)
        keyed(app.checkbox, ":all").check().run()
        fill_decision(app, number="")
        button(app, "Công nhận").click().run()
        assert "Số quyết định công nhận phải có chữ số" in said(app)
        assert keyed(app.text_input, ":authority").value == "Ban Thường vụ Đảng ủy xã"

    def test_where_nothing_waits_it_says_so(self, open_page):
        with write_tx() as session:
            for found in session.exec(select(Assessment).where(Assessment.state == AssessmentState.ACCEPTED)):
                if found.period_starts_on.year == clock.today().year:
                    found.state = AssessmentState.SUBMITTED
        assert "không có bản tự chấm nào đã thông qua" in said(open_page("xa_bangvan", RECOGNITION))

    @pytest.mark.parametrize("username", ["quantri", "cb_khuoingoa"])
    def test_the_page_is_not_in_the_menu_of_others(self, open_page, username):
        app = open_page(username, RECOGNITION)
        assert [title.value for title in app.title] != ["Công nhận"]


class TestDecisions:
    @pytest.fixture
    def decision(self, sample_engine):
        """Last year's decision on the cells of Bằng Vân."""
        year = clock.today().year - 1
        return four_good.decisions(board("xa_bangvan", year))[0]

    def open(self, open_page, username, decision, step=None):
        app = open_page(username, RECOGNITION, view="decisions", year=clock.today().year - 1)
        name = f"decision:{CELL}:{decision.rows[0].assessment_id}"
        app.session_state[name] = True
        if step:
            app.session_state[f"{name}:step"] = step
        return app.run()

    def test_a_leader_reads_decisions_and_takes_them_away(self, open_page, decision):
        app = self.open(open_page, "lanhdao", decision)
        text = said(app)
        assert "/downloads/tables/quyet-dinh-cong-nhan.xlsx?unit=" in text
        assert all(row.name in text for row in decision.rows)
        assert not app.text_input

    def test_a_reward_is_noted(self, open_page, decision):
        app = self.open(open_page, "huyen", decision, "reward")
        keyed(app.checkbox, ":all").check().run()
        keyed(app.text_input, ":what").input("Bằng khen").run()
        keyed(app.text_input, ":number").input("99-QĐ/HU").run()
        keyed(app.date_input, ":on").set_value(clock.today()).run()
        button(app, "Ghi khen thưởng").click().run()
        assert "Đã ghi khen thưởng" in said(app)
        rewards = {
            row.recognition.reward for row in board("xa_bangvan", clock.today().year - 1).rows if row.is_recognised
        }
        assert rewards == {"Bằng khen"}

    def test_a_recognition_is_revoked_with_its_reason(self, open_page, decision):
        app = self.open(open_page, "huyen", decision, "revoke")
        assert button(app, "Thu hồi công nhận").disabled
        unit_id = decision.rows[0].ref.unit_id
        keyed(app.selectbox, ":revoke:unit").set_value(str(unit_id)).run()
        keyed(app.text_input, ":number").input("100-QĐ/HU").run()
        keyed(app.date_input, ":on").set_value(clock.today()).run()
        button(app, "Thu hồi công nhận").click().run()
        assert "Đồng chí ghi lý do thu hồi." in said(app)
        keyed(app.text_area, ":reason").input("Có đảng viên bị kỷ luật").run()
        button(app, "Thu hồi công nhận").click().run()
        with read_tx() as session:
            row = session.exec(
                select(Recognition).where(Recognition.assessment_id == decision.rows[0].assessment_id)
            ).one()
        assert (row.revoked_on, row.revocation_reason) == (clock.today(), "Có đảng viên bị kỷ luật")

    def test_what_was_typed_wrongly_is_mended(self, open_page, decision):
        app = self.open(open_page, "huyen", decision, "correct")
        assert keyed(app.text_input, ":number").value == decision.number
        keyed(app.text_input, ":number").input("145-QĐ/HU").run()
        button(app, "Lưu thông tin quyết định").click().run()
        assert "Đã sửa thông tin quyết định." in said(app)
        found = four_good.decisions(board("xa_bangvan", clock.today().year - 1))
        assert {each.number for each in found} == {"145-QĐ/HU"}

    def test_what_somebody_else_mended_meanwhile_is_not_overwritten(self, open_page, decision):
        app = self.open(open_page, "huyen", decision, "correct")
        ids = [row.assessment_id for row in decision.rows if row.is_recognised]
        stored = DecisionDraft(decision.number, decision.decided_on, decision.authority)
        with write_tx() as session:
            four_good.correct_decision(session, actor("huyen"), ids, replace(stored, number="54-QĐ/HU"), stored)
        keyed(app.text_input, ":number").input("145-QĐ/HU")
        button(app, "Lưu thông tin quyết định").click().run()
        assert "vừa được người khác sửa" in said(app)
        name = f"decision:{CELL}:{decision.rows[0].assessment_id}"
        app.session_state[name], app.session_state[f"{name}:step"] = True, "correct"
        assert keyed(app.run().text_input, ":number").value == "54-QĐ/HU"

    def test_the_commune_cannot_revoke_what_the_district_recorded(self, open_page, decision):
        app = self.open(open_page, "xa_bangvan", decision, "revoke")
        keyed(app.selectbox, ":revoke:unit").set_value(str(decision.rows[0].ref.unit_id)).run()
        keyed(app.text_input, ":number").input("100-QĐ/HU").run()
        keyed(app.date_input, ":on").set_value(clock.today()).run()
        keyed(app.text_area, ":reason").input("Lý do").run()
        button(app, "Thu hồi công nhận").click().run()
        assert "do cấp trên ghi nhận" in said(app)

    def test_a_year_without_decisions_says_so(self, open_page):
        app = open_page("lanhdao", RECOGNITION, year=clock.today().year - 4)
        assert "chưa ghi quyết định công nhận nào" in said(app)


class TestProgrammes:
    @pytest.mark.parametrize("username", EVERYBODY)
    def test_everybody_reads_the_programme_that_holds(self, open_page, username):
        text = said(open_page(username, PROGRAMME))
        assert "267-KH/HU" in text
        assert "2023–2030" in text
        assert "2023–2025" in text

    def test_only_those_who_may_are_offered_a_form(self, open_page):
        for username in ("huyen", "quantri"):
            assert boxes(open_page(username, PROGRAMME)) == [*["Sửa chương trình"] * 2, "Lập chương trình mới"]
        assert boxes(open_page("xa_bangvan", PROGRAMME)) == ["Lập chương trình mới"]
        for username in ("cb_khuoingoa", "lanhdao"):
            assert boxes(open_page(username, PROGRAMME)) == []

    def test_the_last_day_is_changed_and_the_calendar_follows(self, open_page):
        app = open_page("huyen", PROGRAMME)
        with read_tx() as session:
            programme = session.exec(select(Programme).where(Programme.kind == CELL)).one()
        app.session_state[f"programme:{programme.id}:box"] = True
        app.run()
        keyed(app.text_input, ":assessed_until").input("15/11")
        button(app, "Lưu chương trình").click().run()
        assert "Đã lưu chương trình." in said(app)
        days = board().programme.days
        assert days.last_on(Stage.ASSESS, 2026) == date(2026, 11, 15)
        assert "15/11/" in said(open_page("huyen", YEAR))

    def test_a_day_that_is_none_is_refused_and_stays(self, open_page):
        app = open_page("huyen", PROGRAMME)
        with read_tx() as session:
            programme = session.exec(select(Programme).where(Programme.kind == CELL)).one()
        app.session_state[f"programme:{programme.id}:box"] = True
        app.run()
        keyed(app.text_input, ":assessed_until").input("31/11")
        button(app, "Lưu chương trình").click().run()
        assert "“31/11” không phải là ngày/tháng" in said(app)
        assert keyed(app.text_input, ":assessed_until").value == "31/11"

    def test_a_commune_writes_its_own_twice_in_a_row(self, open_page):
        app = open_page("xa_bangvan", PROGRAMME)
        app.session_state["programme:new:box"] = True
        app.run()
        for title, first in (("Kế hoạch một", 2026), ("Kế hoạch hai", 2030)):
            keyed(app.text_input, ":title").input(title)
            keyed(app.number_input, ":first_year").set_value(first)
            keyed(app.number_input, ":last_year").set_value(first + 3)
            button(app, "Lập chương trình").click().run()
            assert "Đã lập chương trình." in said(app)
        with read_tx() as session:
            commune = own_unit("xa_bangvan").id
            titles = session.exec(select(Programme.title).where(Programme.unit_id == commune)).all()
        assert sorted(titles) == ["Kế hoạch hai", "Kế hoạch một"]
        assert board("xa_bangvan").programme.title == "Kế hoạch một"

    def test_removed_the_one_above_holds_again(self, open_page):
        app = open_page("huyen", PROGRAMME)
        with read_tx() as session:
            programme = session.exec(select(Programme).where(Programme.kind == CELL)).one()
        app.session_state[f"programme:{programme.id}:box"] = True
        app.run()
        button(app, "Bỏ chương trình này").click().run()
        assert board().programme.programme_id is None
        assert board(kind="four_good_committee").programme.programme_id is not None
        assert "Đã bỏ chương trình" in said(app)
