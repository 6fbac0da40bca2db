"""The year's classification on the screen: every role, step by step, on the sample district."""

import re

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from models import Account, AnnualGrade, CriteriaSet, Member, Unit, UnitEra
from models.database import read_tx, write_tx
from services import classification, clock
from services.access import Actor
from services.classification import Choice, DecisionDraft, GradeRef, Level
from tests.factories import actor_of

PAGE = "assessments.classification"
BEST, GOOD, FAIR = "htxsnv", "httnv", "htnv"


def actor(username: str) -> Actor:
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return actor_of(account, session.get_one(Unit, account.unit_id))


def unit_named(words: str) -> Unit:
    with read_tx() as session:
        query = select(Unit).join(UnitEra, col(UnitEra.unit_id) == col(Unit.id))
        return session.exec(query.where(UnitEra.name == words, col(UnitEra.ends_on).is_(None))).one()


@pytest.fixture
def year(sample_engine) -> int:
    return clock.today().year


@pytest.fixture
def khuoi_ngoa(sample_engine) -> Unit:
    """The cell that nobody has begun with."""
    return unit_named("Chi bộ Khuổi Ngọa")


def sheet(level, unit, year, username="quantri"):
    with read_tx() as session:
        return classification.sheet(session, actor(username), level, unit.id, year)


def stored(ref):
    with read_tx() as session:
        query = select(AnnualGrade).where(
            AnnualGrade.kind == ref.level, AnnualGrade.year == ref.year, AnnualGrade.subject_id == ref.subject_id
        )
        return session.exec(query).one_or_none()


def propose_all(username, level, unit, year, grade=GOOD):
    with write_tx() as session:
        for row in classification.sheet(session, actor(username), level, unit.id, year).rows:
            classification.propose(session, actor(username), row.ref, "grade", grade, None)


def decide_all(username, level, unit, year, grade=GOOD):
    with write_tx() as session:
        rows = classification.sheet(session, actor(username), level, unit.id, year).decidable
        choices = [Choice(row.ref, grade, row.proposal.at) for row in rows]
        draft = DecisionDraft("9-QĐ/ĐU", clock.today(), "Đảng ủy xã Bằng Vân")
        classification.decide(session, actor(username), choices, draft)


def said(app) -> str:
    """Everything the page says."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def widget(app, kind, key):
    return next(found for found in app.get(kind) if found.key == key)


def segments(app, ref):
    return widget(app, "button_group", f"annual:{ref.name}:grade")


def button(app, label):
    return next(found for found in app.button if found.label.startswith(label))


def opened(open_page, username, view, year, **more):
    return open_page(username, PAGE, view=view, year=year, **more)


def test_a_secretary_finds_the_own_members_in_order_and_nothing_chosen(open_page, khuoi_ngoa, year):
    app = opened(open_page, "cb_khuoingoa", "members", year)
    found = sheet(Level.MEMBER, khuoi_ngoa, year)
    assert "Chi bộ Khuổi Ngọa, năm" in app.subheader[0].value
    names = re.findall(r"\*\*\d+\. (.*?)\*\*", said(app))
    assert names == [row.name for row in found.rows]
    assert {segments(app, row.ref).value for row in found.rows} == {None}
    assert {field.value for field in app.text_input} == {""}
    assert f"đã đề xuất 0/{len(found.rows)}" in said(app)
    assert "Ra quyết định" not in said(app)


def test_a_tap_is_stored_and_the_head_room_follows(open_page, khuoi_ngoa, year):
    app = opened(open_page, "cb_khuoingoa", "members", year)
    first, second, *_ = sheet(Level.MEMBER, khuoi_ngoa, year).rows
    total = len(sheet(Level.MEMBER, khuoi_ngoa, year).rows)
    allowed = total // 6
    assert f"xuất sắc 0/{allowed}, còn {allowed}" in said(app)
    segments(app, first.ref).set_value(BEST).run()
    assert stored(first.ref).proposed_grade == BEST
    assert f"xuất sắc 1/{allowed}, còn {allowed - 1}" in said(app)
    widget(app, "text_input", f"annual:{second.ref.name}:votes").input("10/11").run()
    assert (stored(second.ref).votes_for, stored(second.ref).votes_base) == (10, 11)


def test_a_refused_vote_stays_beside_its_sentence(open_page, khuoi_ngoa, year):
    app = opened(open_page, "cb_khuoingoa", "members", year)
    row = sheet(Level.MEMBER, khuoi_ngoa, year).rows[0]
    widget(app, "text_input", f"annual:{row.ref.name}:votes").input("12/11").run()
    assert "không được lớn hơn tổng số phiếu" in said(app)
    assert widget(app, "text_input", f"annual:{row.ref.name}:votes").value == "12/11"
    assert stored(row.ref) is None


def test_notes_are_there_when_asked_for(open_page, khuoi_ngoa, year):
    app = opened(open_page, "cb_khuoingoa", "members", year)
    row = sheet(Level.MEMBER, khuoi_ngoa, year).rows[0]
    assert not [field for field in app.text_input if field.key.endswith(":note")]
    app.toggle[0].set_value(True).run()
    widget(app, "text_input", f"annual:{row.ref.name}:note").input("Vượt chỉ tiêu").run()
    assert stored(row.ref).proposal_note == "Vượt chỉ tiêu"


def test_the_page_leads_from_the_members_to_the_cell(open_page, khuoi_ngoa, year):
    propose_all("cb_khuoingoa", Level.MEMBER, khuoi_ngoa, year)
    decide_all("xa_bangvan", Level.MEMBER, khuoi_ngoa, year)
    app = opened(open_page, "cb_khuoingoa", "members", year)
    button(app, "Bước tiếp theo: xếp loại chi bộ").click().run()
    assert "1 chi bộ thuộc diện xếp loại" in said(app)
    total = len(sheet(Level.MEMBER, khuoi_ngoa, year).rows)
    assert button(app, f"{total}/{total} đảng viên đã có quyết định")
    segments(app, GradeRef(Level.CELL, year, khuoi_ngoa.id)).set_value(FAIR).run()
    assert stored(GradeRef(Level.CELL, year, khuoi_ngoa.id)).proposed_grade == FAIR


def test_an_officer_goes_from_a_cell_to_its_members(open_page, khuoi_ngoa, year):
    app = opened(open_page, "xa_bangvan", "cells", year)
    found = next(found for found in app.button if str(khuoi_ngoa.id) in found.key)
    found.click().run()
    assert "Chi bộ Khuổi Ngọa, năm" in app.subheader[0].value


def decision(app, number="12-QĐ/ĐU"):
    place = next(field.key for field in app.text_input if field.key.endswith(":number")).removesuffix(":number")
    widget(app, "text_input", f"{place}:number").input(number)
    app.date_input[0].set_value(clock.today())
    widget(app, "text_input", f"{place}:authority").input("Đảng ủy xã Bằng Vân")


def test_an_officer_decides_about_all_members_of_a_cell_at_once(open_page, khuoi_ngoa, year):
    propose_all("cb_khuoingoa", Level.MEMBER, khuoi_ngoa, year)
    app = opened(open_page, "xa_bangvan", "members", year, cell=khuoi_ngoa.id, step="decide")
    rows = sheet(Level.MEMBER, khuoi_ngoa, year).rows
    decision(app)
    button(app, f"Ra quyết định cho {len(rows)} đảng viên").click().run()
    assert f"Đã ghi quyết định xếp loại {len(rows)} đảng viên." in said(app)
    assert {(stored(row.ref).grade, stored(row.ref).decision_number) for row in rows} == {(GOOD, "12-QĐ/ĐU")}
    assert "Mọi trường hợp ở đây đã có quyết định." in said(app)


def test_what_is_deselected_waits_and_what_is_changed_is_decided_otherwise(open_page, khuoi_ngoa, year):
    propose_all("cb_khuoingoa", Level.MEMBER, khuoi_ngoa, year)
    app = opened(open_page, "xa_bangvan", "members", year, cell=khuoi_ngoa.id, step="decide")
    first, second, *others = sheet(Level.MEMBER, khuoi_ngoa, year).rows
    choices = {
        found.key.split(":")[4]: found for found in app.get("button_group") if "annual:choice" in (found.key or "")
    }
    choices[str(first.ref.subject_id)].set_value(None)
    choices[str(second.ref.subject_id)].set_value(FAIR)
    decision(app)
    app.run()
    button(app, f"Ra quyết định cho {len(others) + 1} đảng viên").click().run()
    assert stored(first.ref).grade is None
    assert stored(second.ref).grade == FAIR


def test_too_many_excellent_ones_are_red_before_and_refused_after(open_page, khuoi_ngoa, year):
    propose_all("cb_khuoingoa", Level.MEMBER, khuoi_ngoa, year, BEST)
    app = opened(open_page, "xa_bangvan", "members", year, cell=khuoi_ngoa.id, step="decide")
    total = len(sheet(Level.MEMBER, khuoi_ngoa, year).rows)
    assert f":red[**Sau quyết định này, nhóm {total} đảng viên của Chi bộ Khuổi Ngọa có {total} xuất sắc" in said(app)
    decision(app)
    button(app, "Ra quyết định").click().run()
    assert "vượt tỷ lệ 20 %" in app.error[0].value.replace("\\", "")
    assert all(stored(row.ref).grade is None for row in sheet(Level.MEMBER, khuoi_ngoa, year).rows)


def test_a_cell_is_not_decided_before_its_members(open_page, khuoi_ngoa, year):
    propose_all("cb_khuoingoa", Level.CELL, khuoi_ngoa, year)
    with write_tx() as session:
        session.execute(
            sa.delete(AnnualGrade).where(
                col(AnnualGrade.kind) == Level.CELL,
                col(AnnualGrade.year) == year,
                col(AnnualGrade.unit_id) != khuoi_ngoa.id,
            )
        )
    app = opened(open_page, "xa_bangvan", "cells", year, step="decide")
    decision(app)
    button(app, "Ra quyết định cho 1 chi bộ").click().run()
    assert "Phải có quyết định xếp loại của cấp dưới trước" in app.error[0].value.replace("\\", "")
    assert "Chi bộ Khuổi Ngọa: còn" in app.error[0].value.replace("\\", "")


def test_an_own_proposal_waits_for_somebody_else(open_page, khuoi_ngoa, year):
    propose_all("xa_bangvan", Level.MEMBER, khuoi_ngoa, year)
    app = opened(open_page, "xa_bangvan", "members", year, cell=khuoi_ngoa.id, step="decide")
    assert "do chính tài khoản này đề xuất; cần một đồng chí khác ra quyết định" in said(app)
    assert not [found for found in app.button if found.label.startswith("Ra quyết định")]


def test_a_decision_is_taken_back_with_a_reason(open_page, khuoi_ngoa, year):
    propose_all("cb_khuoingoa", Level.MEMBER, khuoi_ngoa, year)
    decide_all("xa_bangvan", Level.MEMBER, khuoi_ngoa, year)
    app = opened(open_page, "xa_bangvan", "members", year, cell=khuoi_ngoa.id, step="decided")
    row = sheet(Level.MEMBER, khuoi_ngoa, year).rows[0]
    app.multiselect[0].set_value([row.ref.name])
    button(app, "Rút quyết định").click().run()
    assert "ghi rõ lý do" in app.error[0].value
    app.text_input[0].input("Nhập nhầm mức xếp loại")
    button(app, "Rút quyết định").click().run()
    assert "Đã rút quyết định xếp loại của 1 đảng viên" in said(app)
    assert stored(row.ref).grade is None


def test_bang_van_2020_is_shown_as_it_was_reported(open_page, year):
    app = opened(open_page, "xa_bangvan", "counts", 2020)
    words = said(app)
    assert "Chưa có kết quả xếp loại nào" in words
    assert "19/19 hoàn thành tốt nhiệm vụ trở lên, trong đó 3 hoàn thành xuất sắc nhiệm vụ" in words
    assert "18,75 % (3/16, chỉ tính tốt); 15,8 % (3/19, tính tốt trở lên)" in words
    assert "Đảng viên hoàn thành xuất sắc: 3,8%" in words
    assert "Xuất sắc **3** · Tốt **16** · Hoàn thành **0** · Không hoàn thành **0**" in words
    assert "/downloads/tables/xep-loai-hang-nam.xlsx?" in words
    cells = opened(open_page, "xa_bangvan", "cells", 2020)
    assert "18,75 % (3/16, chỉ tính tốt)" in said(cells)


def test_the_district_counts_commune_by_commune(open_page, year):
    app = opened(open_page, "huyen", "counts", year - 1)
    root = sheet(Level.COMMITTEE, unit_named("Đảng bộ huyện Ngân Sơn (dữ liệu mẫu)"), year - 1)
    assert root.decided == len(root.rows) == 16
    cells, members = (found.value for found in app.dataframe)
    assert "Đảng bộ xã Bằng Vân" in cells["Đơn vị"].tolist()
    assert [table.iloc[-1]["Đơn vị"] for table in (cells, members)] == ["Cộng", "Cộng"]
    assert cells.iloc[-1]["Tổng số chi bộ"] == "215"


@pytest.mark.parametrize("view", ["members", "cells", "committees", "counts"])
def test_a_leader_reads_and_changes_nothing(open_page, year, view):
    app = opened(open_page, "lanhdao", view, year - 1)
    assert not app.text_input
    assert not app.toggle
    assert not [found for found in app.get("button_group") if (found.key or "").startswith("annual:")]
    assert not app.error


def test_an_administrator_has_other_work(open_page, year):
    assert opened(open_page, "quantri", "cells", year).title[0].value == "Việc cần làm"


def test_the_own_committee_is_proposed_and_not_decided(open_page, year):
    app = opened(open_page, "xa_bangvan", "committees", year)
    bang_van = actor("xa_bangvan").unit_id
    segments(app, GradeRef(Level.COMMITTEE, year, bang_van)).set_value(GOOD).run()
    assert stored(GradeRef(Level.COMMITTEE, year, bang_van)).proposed_grade == GOOD
    assert not [found for found in app.get("button_group") if found.key == "filter:step"]


def test_without_rules_the_page_says_whom_to_ask(open_page, year):
    with write_tx() as session:
        retired = sa.update(CriteriaSet).where(col(CriteriaSet.kind).startswith("annual_")).values(state="retired")
        session.execute(retired)
    app = opened(open_page, "cb_khuoingoa", "members", year)
    assert "Chưa có bộ tiêu chí “xếp loại đảng viên hằng năm” nào có hiệu lực" in app.warning[0].value.replace("\\", "")
    assert "Đồng chí đề nghị" in said(app)


@pytest.mark.parametrize(("username", "view"), [("huyen", "members"), ("xa_bangvan", "cells"), ("huyen", "counts")])
def test_a_run_costs_few_statements(open_page, sample_engine, year, username, view):
    app = opened(open_page, username, view, year - 1)
    sent = []
    sa.event.listen(sample_engine, "before_cursor_execute", lambda *facts: sent.append(facts[2]))
    app.run()
    assert 0 < len([statement for statement in sent if statement.startswith(("SELECT", "WITH"))]) <= 16


def test_signs_of_markdown_in_names_and_grades_stay_what_they_are(open_page, khuoi_ngoa, year):
    first = sheet(Level.MEMBER, khuoi_ngoa, year).rows[0]
    with write_tx() as session:
        session.execute(
            sa.update(Member).where(col(Member.id) == first.ref.member_id).values(full_name="Hoàng *Văn* A")
        )
        for found in session.exec(select(CriteriaSet).where(CriteriaSet.kind == Level.MEMBER)):
            found.body = found.body.replace("Hoàn thành tốt nhiệm vụ", "Hoàn thành *tốt* nhiệm vụ")
    found = segments(open_page("cb_khuoingoa", PAGE), first.ref)
    assert found.label == r"Đề xuất xếp loại Hoàng \*Văn\* A"
    assert r"\*tốt\*" in [option.content for option in found.proto.options]
