"""Criteria sets in the browser: the list, a draft built part by part, the check up to publication; every role."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from models import Account, AuditEntry, CriteriaSet, CriteriaState, Unit
from models.base import new_id
from models.database import read_tx, write_tx
from services import criteria
from services.access import Actor
from tests.factories import actor_of
from tests.factories_assessments import a_form
from tests.factories_assessments import publish as published
from tests.services.criteria.test_building import EVERYTHING

LIST, BUILDER, COMPARE = "criteria.list", "criteria.builder", "criteria.compare"
I1 = "sections.good_1.items.i1"
I2 = "sections.good_1.items.i2"


def actor(username: str) -> Actor:
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return actor_of(account, session.get_one(Unit, account.unit_id))


@pytest.fixture
def set_id(sample_engine) -> UUID:
    """A small draft of the commune."""
    return stored(a_form(title="Bản thử của xã"))


@pytest.fixture
def out_id(sample_engine) -> UUID:
    """A published set of the commune."""
    return stored(a_form(title="Bộ của xã", code="cua_xa"), publish=True)


def stored(text, *, publish=False) -> UUID:
    with write_tx() as session:
        officer = actor("xa_bangvan")
        made = criteria.store(session, officer, text, officer.unit_id)
        if publish:
            published(session, made)
        return made


def row(set_id) -> CriteriaSet:
    with read_tx() as session:
        return session.get_one(CriteriaSet, set_id)


def kept(set_id, address):
    with read_tx() as session:
        found = criteria.view(session, actor("xa_bangvan"), set_id).examined
        return criteria.place(found.data, address).kept


def field(app, set_id, address):
    key = f"criteria:{set_id}:{address}"
    kinds = ("text_input", "text_area", "selectbox", "toggle", "button_group", "date_input", "radio")
    return next(widget for kind in kinds for widget in app.get(kind) if widget.key == key)


def button(app, label):
    return next(button for button in app.button if button.label == label)


def press(app, key):
    return app.button(key=key).click().run()


def asked(app, name) -> str:
    """A parameter of the address, which may be read as text or as a list of one."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def said(app) -> str:
    """Everything the page says."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return (
        "\n".join(element.value for kind in kinds for element in kind)
        .replace("\\", "")
        .replace("\N{NO-BREAK SPACE}", " ")
    )


# The list


@pytest.mark.parametrize("username", ["quantri", "huyen", "xa_bangvan", "cb_khuoingoa", "lanhdao"])
def test_everybody_reads_what_is_out_and_what_each_unit_uses(open_page, out_id, username):
    app = open_page(username, LIST)
    assert app.title[0].value == "Danh mục bộ tiêu chí"
    assert "Bộ của xã" in said(app)
    assert "Đang dùng cho" in said(app)
    assert [expander.label for expander in app.expander].count("Đơn vị nào đang dùng bộ nào") >= 1


@pytest.mark.parametrize(
    ("username", "sees_drafts"),
    [("quantri", True), ("huyen", True), ("xa_bangvan", True), ("cb_khuoingoa", False), ("lanhdao", False)],
)
def test_drafts_are_for_those_who_keep_sets(open_page, set_id, username, sees_drafts):
    app = open_page(username, LIST, view="drafts")
    assert ("Bản thử của xã" in said(app)) is sees_drafts


@pytest.mark.parametrize("username", ["cb_khuoingoa", "lanhdao"])
def test_those_who_keep_no_sets_are_led_to_their_first_page(open_page, set_id, username):
    assert open_page(username, BUILDER, set=set_id).title[0].value == "Việc cần làm"


def test_a_set_is_read_in_words(open_page, sample_engine):
    full_id = stored(EVERYTHING, publish=False)
    app = open_page("xa_bangvan", LIST, set=full_id)
    words = said(app)
    for part in (
        "Bộ tiêu chí có đủ mọi thứ",
        "Văn bản số 12-HD/HU ngày 20/12/2025 của Ban Thường vụ Huyện ủy",
        "khi tỷ lệ dự họp từ 90 % trở lên và số lượt vắng không lý do bằng 0",
        "Mỗi lần trừ 1 điểm, thấp nhất -2 điểm",
        "Khi không áp dụng: không tính vào điểm tối đa",
        "từ 45 điểm; tiêu chí bắt buộc 1.1",
        "số tháng xếp loại Tốt hoặc Khá bằng 12 tháng",
        "Mức “Tốt” không quá 20 %",
        "Tổ chức đảng áp dụng: chi bộ trực thuộc; chi bộ cơ sở.",
        "Loại hình chi bộ áp dụng: thôn, bản, tổ dân phố; hành chính, sự nghiệp.",
        "Loại sinh hoạt áp dụng: thường kỳ.",
        "Căn cứ: Hướng dẫn số 42-HD/BTCTW ngày 28/10/2025; Quy định của tỉnh.",
        "Đơn vị tự kiểm tra hằng quý.",
        "Phải biểu quyết kết quả trước khi gửi.",
        "Điểm thẩm định lệch quá 2,5 điểm so với điểm tự chấm thì phải nêu lý do.",
        "Có điểm cộng, tổng điểm cũng không vượt 50 điểm.",
        "tổng điểm quy đổi về 50 điểm, lấy 2 chữ số lẻ, từ một nửa trở lên thì làm tròn lên.",
        "Mức xứng đáng được công nhận: Tốt.",
        "Đơn vị thành lập giữa năm:",
        "Tháng không sinh hoạt:",
        "Tháng xếp loại theo bộ tiêu chí khác:",
        "Trường hợp đặc biệt không quá",
        "khi số đơn vị tính ra có phần lẻ.",
    ):
        assert part in words


def test_a_secretary_reads_a_published_set_and_can_do_nothing_to_it(open_page, out_id):
    app = open_page("cb_khuoingoa", LIST, set=out_id)
    assert "Hoàn thành đủ: 5 điểm" in said(app)
    assert {button.label for button in app.button} & {"Phiên bản mới", "Tạo bản nháp", "Thôi dùng bộ này"} == set()


@pytest.mark.parametrize(
    ("username", "keeps_sets"),
    [("quantri", True), ("huyen", True), ("xa_bangvan", True), ("cb_khuoingoa", False), ("lanhdao", False)],
)
def test_shipped_sets_are_for_those_who_keep_sets(open_page, sample_engine, username, keeps_sets):
    app = open_page(username, LIST, view="shipped")
    assert ("Các bộ đi kèm cổng" in said(app)) is keeps_sets
    assert ("Quy định số 366-QĐ/TW" in said(app)) is keeps_sets
    app = open_page(username, LIST, shipped="meeting_hd42_2025")
    assert (app.title[0].value == "Danh mục bộ tiêu chí") is not keeps_sets


def test_a_shipped_set_is_read_and_becomes_a_draft_of_the_own_unit(open_page, sample_engine):
    app = open_page("xa_bangvan", LIST, shipped="meeting_hd42_2025")
    assert "Văn bản số 42-HD/BTCTW ngày 28/10/2025" in said(app)
    assert "Tỷ lệ đảng viên dự sinh hoạt" in said(app)
    app = press(app, "criteria:shipped:meeting_hd42_2025:copy")
    assert "Đã sao chép thành bản nháp của đơn vị." in said(app)
    with read_tx() as session:
        query = select(CriteriaSet).where(CriteriaSet.state == CriteriaState.DRAFT)
        made = session.exec(query.order_by(col(CriteriaSet.created_at).desc())).first()
        assert (made.kind, made.issuer, made.document_number) == ("meeting_quality", "Đảng bộ xã Bằng Vân", "")
        assert made.unit_id == actor("xa_bangvan").unit_id


def test_a_shipped_set_that_does_not_exist_is_not_found(open_page, sample_engine):
    app = open_page("xa_bangvan", LIST, shipped="khong_co")
    assert "Không tìm thấy nội dung này" in said(app)


def test_a_set_out_of_reach_is_not_found(open_page, sample_engine):
    assert "Không tìm thấy" in open_page("xa_bangvan", LIST, set=new_id()).error[0].value
    assert "Không tìm thấy" in open_page("xa_bangvan", BUILDER, set=new_id()).error[0].value


def test_an_administrator_adds_a_kind_and_others_are_not_offered_it(open_page, sample_engine):
    app = open_page("quantri", LIST)
    app.text_input(key="criteria:kind:name").input("kiểm tra quý")
    app.text_input(key="criteria:kind:code").input("kiem_tra_quy")
    button(app, "Thêm loại").click().run()
    assert "Đã thêm loại đánh giá “kiểm tra quý”" in said(app)
    officer = open_page("huyen", LIST)
    assert "Thêm loại" not in [found.label for found in officer.button]
    assert "Kiểm tra quý" in open_page("huyen", BUILDER).selectbox(key="criteria:begin:kind").options


def test_a_published_set_is_copied_continued_and_retired(open_page, out_id):
    app = open_page("xa_bangvan", LIST, set=out_id)
    name = f"criteria:{out_id}:steps"
    press(app, f"{name}:version")
    assert "Đã tạo bản nháp của phiên bản mới" in said(app)
    press(app, f"{name}:copy")
    assert "Đã sao chép thành bản nháp của đơn vị" in said(app)
    press(app, f"{name}:retire")
    assert "ghi lý do thôi dùng" in app.error[0].value
    app.text_area(key=f"{name}:reason").input("Có văn bản mới thay thế").run()
    press(app, f"{name}:retire")
    assert "Lý do thôi dùng: Có văn bản mới thay thế" in said(app)
    with read_tx() as session:
        made = session.exec(
            select(CriteriaSet).where(CriteriaSet.title == "Bộ của xã").order_by(col(CriteriaSet.created_at))
        )
        assert [(found.version, found.state.value) for found in made] == [(1, "retired"), (2, "draft"), (1, "draft")]


# The builder


def test_a_new_set_is_begun_and_everything_is_stored_at_once(open_page, sample_engine):
    app = open_page("xa_bangvan", BUILDER)
    assert "Chưa có bản nháp nào." in said(app)
    app.selectbox(key="criteria:begin:kind").select("four_good_cell")
    button(app, "Bắt đầu soạn").click().run()
    made = asked(app, "set")
    app.button(key=f"criteria:{made}:add:sections").click().run()
    assert asked(app, "at") == "sections.s1"
    field(app, made, "sections.s1.title").input("Nhiệm vụ chính trị").run()
    button(app, "Thêm tiêu chí").click().run()
    item = "sections.s1.items.i1_1"
    assert asked(app, "at") == item
    field(app, made, f"{item}.text").input("Hoàn thành chỉ tiêu").run()
    field(app, made, f"{item}.max_points").input("4,75").run()
    field(app, made, f"{item}.method").select("yes_no").run()
    with read_tx() as session:
        data = criteria.draft(session, actor("xa_bangvan"), UUID(made)).data
    assert data["sections"] == [
        {
            "id": "s1",
            "items": [{"id": "i1_1", "number": "1.1", "method": "yes_no", "text": "Hoàn thành chỉ tiêu", "max_points": criteria.number_or_text("4,75")}],
            "title": "Nhiệm vụ chính trị",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("username", ["quantri", "huyen", "xa_bangvan"])
def test_whoever_keeps_sets_sees_the_outline_and_every_view(open_page, username, sample_engine):
    full_id = stored(EVERYTHING)
    app = open_page(username, BUILDER, set=full_id)
    assert app.title[0].value == "Bộ tiêu chí có đủ mọi thứ"
    assert app.radio[0].options[1].replace("\\", "").strip() == "1.1 Tỷ lệ dự họp · 10 điểm"
    for option in app.radio[0].options:
        app.radio[0].set_value(option)
    for view in ("grades", "year", "document", "check", "preview", "file"):
        assert open_page(username, BUILDER, set=full_id, view=view).title[0].value == "Bộ tiêu chí có đủ mọi thứ"


def test_the_points_of_the_items_are_offered_as_the_maximum(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, at="sections.good_1")
    field(app, set_id, "sections.good_1.max_points").input("14").run()
    assert "Các phần cộng lại được 15 điểm." in said(app)
    button(app, "Lấy số này").click().run()
    assert kept(set_id, "sections.good_1.max_points") == 15
    assert field(app, set_id, "sections.good_1.max_points").value == "15"


def test_a_refused_number_stays_with_its_place_in_the_check(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, at=I1)
    field(app, set_id, f"{I1}.max_points").input("mười").run()
    assert kept(set_id, f"{I1}.max_points") == "mười"
    check = open_page("xa_bangvan", BUILDER, set=set_id, view="check")
    assert "Tiêu chí 1.1, điểm tối đa: phải là một số" in said(check)
    button(check, "Đến chỗ này").click().run()
    assert (asked(check, "view"), asked(check, "at")) == ("content", I1)
    assert field(check, set_id, f"{I1}.max_points").value == "mười"


def test_two_people_on_one_draft_see_each_other_and_overwrite_nothing(open_page, set_id):
    mine, theirs = (open_page(name, BUILDER, set=set_id, at=I1) for name in ("xa_bangvan", "huyen"))
    field(theirs, set_id, f"{I1}.text").input("Nội dung của huyện").run()
    field(mine, set_id, f"{I1}.text").input("Nội dung của xã").run()
    assert kept(set_id, f"{I1}.text") == "Nội dung của huyện"
    assert "đổi thành “Nội dung của huyện”" in said(mine)
    field(mine, set_id, f"{I1}.guidance").input("Hướng dẫn của xã").run()
    theirs.run()
    assert field(theirs, set_id, f"{I1}.guidance").value == "Hướng dẫn của xã"


def test_what_was_typed_into_a_part_that_is_gone_is_said_to_be_lost(open_page, set_id):
    mine, theirs = (open_page(name, BUILDER, set=set_id, at=I2) for name in ("xa_bangvan", "huyen"))
    press(theirs, f"criteria:{set_id}:remove:{I2}")
    field(mine, set_id, f"{I2}.text").input("Nội dung mới").run()
    assert "không còn trong bộ tiêu chí" in said(mine)
    assert asked(mine, "at") == "sections.good_1"
    assert "không còn trong bộ tiêu chí" not in said(mine.run())


def test_a_condition_is_made_part_by_part_and_said_in_words(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, at=I2)
    level = f"{I2}.levels.full.when"
    app.session_state[f"criteria:{set_id}:{level}:box"] = True
    app.run()
    press(app, f"criteria:{set_id}:{level}:add")
    field(app, set_id, f"{level}:metric").select("attendance_rate").run()
    field(app, set_id, f"{level}:value0").input("90").run()
    assert "Đề xuất mức này khi: **tỷ lệ dự họp từ 90 % trở lên**" in said(app)
    press(app, f"criteria:{set_id}:{level}:extend")
    field(app, set_id, f"{level}:all.1.metric").select("has_cell_committee").run()
    field(app, set_id, f"{level}:joint").select("any").run()
    assert "**tỷ lệ dự họp từ 90 % trở lên hoặc có chi ủy**" in said(app)
    press(app, f"criteria:{set_id}:{level}:any.0.gte.sized0")
    field(app, set_id, f"{level}:any.0.gte.steps.0.below").input("30").run()
    field(app, set_id, f"{level}:any.0.gte.steps.1.value").input("85").run()
    assert kept(set_id, level) == {
        "any": [
            {
                "metric": "attendance_rate",
                "gte": {"by": "members", "steps": [{"below": 30, "value": 90}, {"value": 85}]},
            },
            {"metric": "has_cell_committee", "is": True},
        ]
    }
    press(app, f"criteria:{set_id}:{level}:any.1.turn")
    assert "hoặc không phải trường hợp có chi ủy" in said(app)
    press(app, f"criteria:{set_id}:{level}:any.0.remove")
    assert kept(set_id, level) == {"not": {"metric": "has_cell_committee", "is": True}}
    press(app, f"criteria:{set_id}:undo")
    assert len(kept(set_id, level)["any"]) == 2


def test_a_condition_is_typed_as_one_line(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, at="sections.good_2.items.i3")
    place = "sections.good_2.items.i3.when"
    name = f"criteria:{set_id}:{place}"
    app.session_state[f"{name}:box"] = True
    app = app.run()
    app = app.text_area(key=f"{name}:line").set_value("[số đảng viên] >= 9 hoặc [có chi ủy]").run()
    either = {"any": [{"metric": "members", "gte": 9}, {"metric": "has_cell_committee", "is": True}]}
    assert kept(set_id, place) == either
    assert "số đảng viên từ 9" in said(app)
    app = app.text_area(key=f"{name}:line").set_value("[số đảng viên] >= chín").run()
    assert "Chưa lưu điều kiện: không hiểu “chín”" in said(app)
    assert kept(set_id, place) == either
    app = app.text_area(key=f"{name}:line").set_value("").run()
    assert kept(set_id, place) is None


def test_the_line_says_what_was_chosen_part_by_part(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, at="sections.good_2.items.i3")
    name = f"criteria:{set_id}:sections.good_2.items.i3.when"
    app.session_state[f"{name}:box"] = True
    app = press(app.run(), f"{name}:add")
    app = app.selectbox(key=f"{name}:metric").set_value("members").run()
    assert app.text_area(key=f"{name}:line").value == ""
    app = app.text_input(key=f"{name}:value0").set_value("9").run()
    assert app.text_area(key=f"{name}:line").value == "[số đảng viên] >= 9"


def test_two_people_on_one_condition_do_not_mix_their_parts_up(open_page, set_id):
    address = f"{I1}.applies_when"
    with write_tx() as session:
        officer = actor("xa_bangvan")
        criteria.put(session, officer, set_id, f"{I1}.not_applicable", "full", None)
        criteria.put(session, officer, set_id, address, {"metric": "members", "gte": 3}, None)
    apps = [open_page(name, BUILDER, set=set_id, at=I1) for name in ("xa_bangvan", "huyen")]
    for app in apps:
        app.session_state[f"criteria:{set_id}:{address}:box"] = True
        app.run()
    mine, theirs = apps
    press(theirs, f"criteria:{set_id}:{address}:turn")
    field(mine, set_id, f"{address}:value0").input("5").run()
    assert kept(set_id, address) == {"not": {"metric": "members", "gte": 3}}
    assert "vừa được" in said(mine)


def test_a_part_is_taken_out_after_a_question_and_put_back(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, at=I2)
    assert "Bỏ tiêu chí 1.2 cùng 2 mức? Đồng chí có thể hoàn tác sau đó." in said(app)
    press(app, f"criteria:{set_id}:remove:{I2}")
    assert "Đã bỏ tiêu chí 1.2." in said(app)
    assert asked(app, "at") == I1
    press(app, f"criteria:{set_id}:undo")
    assert "Đã đưa trở lại tiêu chí 1.2." in said(app)
    assert len(kept(set_id, f"{I2}.method")) > 0


def test_parts_are_moved_copied_and_sent_to_another_section(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, at=I2)
    name = f"criteria:{set_id}"
    press(app, f"{name}:move:-1:{I2}")
    press(app, f"{name}:twin:{I2}")
    assert asked(app, "at") == "sections.good_1.items.i1_3"
    press(app, f"{name}:to:good_2:sections.good_1.items.i1_3")
    assert asked(app, "at") == "sections.good_2.items.i1_3"
    with read_tx() as session:
        data = criteria.draft(session, actor("xa_bangvan"), set_id).data
    assert [[item["id"] for item in section["items"]] for section in data["sections"]] == [
        ["i2", "i1"],
        ["i3", "i4", "i1_3"],
    ]


def test_grades_and_their_conditions_are_added(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="grades")
    whole = f"criteria:{set_id}:grades.tot.requires"
    press(app, f"{whole}:add:items_at_maximum")
    field(app, set_id, "grades.tot.requires:0.items").select("i1").run()
    press(app, f"{whole}:add:sections_at_least")
    field(app, set_id, "grades.tot.requires:1.percent").input("70").run()
    assert kept(set_id, "grades.tot.requires") == [
        {"gate": "items_at_maximum", "items": ["i1"]},
        {"gate": "sections_at_least", "percent": 70},
    ]
    press(app, f"{whole}:0.remove")
    assert kept(set_id, "grades.tot.requires") == [{"gate": "sections_at_least", "percent": 70}]
    app.text_input(key=f"criteria:{set_id}:add:grades:label").input("Trung bình")
    button(app, "Thêm mức xếp loại").click().run()
    assert kept(set_id, "grades.trung_binh.label") == "Trung bình"


def test_notes_and_the_year_are_typed(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="document")
    press(app, f"criteria:{set_id}:notes:add")
    field(app, set_id, "notes:0").input("Văn bản không nói rõ.").run()
    assert kept(set_id, "notes") == ["Văn bản không nói rõ."]
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="year")
    field(app, set_id, "roll_up.missing_month").select("counts_as").run()
    field(app, set_id, "roll_up.as").select("kem").run()
    field(app, set_id, "cap.ratio").input("20").run()
    assert (kept(set_id, "roll_up.as"), kept(set_id, "cap.ratio")) == ("kem", 20)


def test_from_the_check_to_publication(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="check")
    step = "Kiểm tra xong, chuyển sang chờ ban hành"
    assert "Tiêu chí 1.2 thấp nhất vẫn được 2 điểm." in said(app)
    button(app, step).click().run()
    assert "Chưa xong" in said(app)
    button(app, "Chấp nhận").click().run()
    assert "ghi lý do chấp nhận" in app.error[0].value
    next(area for area in app.text_area if area.key.endswith(":reason")).input("Văn bản ghi như vậy").run()
    button(app, "Chấp nhận").click().run()
    assert "Văn bản ghi như vậy" in said(app)
    button(app, step).click().run()
    assert row(set_id).state is CriteriaState.CHECKED
    button(app, "Ban hành").click().run()
    assert row(set_id).state is CriteriaState.PUBLISHED
    assert "đã ban hành nên không sửa được nữa" in said(app)
    reader = open_page("cb_khuoingoa", LIST, set=set_id)
    assert "Văn bản ghi như vậy" in said(reader)


def test_who_may_not_publish_reads_why_in_the_place_of_the_button(open_page, sample_engine):
    made = stored(a_form(title="Xếp loại của xã", kind="annual_cell"))
    for username, may in (("xa_bangvan", False), ("huyen", True)):
        app = open_page(username, BUILDER, set=made, view="check")
        assert ("do cấp huyện trở lên ban hành" in said(app)) is not may
    with write_tx() as session:
        session.get_one(CriteriaSet, made).state = CriteriaState.CHECKED
    for username, may in (("xa_bangvan", False), ("huyen", True)):
        app = open_page(username, BUILDER, set=made, view="check")
        assert bool([found for found in app.button if found.label == "Ban hành"]) is may


def test_a_change_takes_the_check_away_and_says_so(open_page, set_id):
    with write_tx() as session:
        officer = actor("xa_bangvan")
        [warning] = criteria.check(session, officer, set_id).open_warnings
        criteria.accept_warning(session, officer, set_id, warning.finding.fingerprint, "Đúng như văn bản")
        criteria.check(session, officer, set_id)
    app = open_page("xa_bangvan", BUILDER, set=set_id, at=I1)
    assert "Nếu sửa, bộ này trở lại là bản nháp" in said(app)
    field(app, set_id, f"{I1}.text").input("Nội dung khác").run()
    assert "phải kiểm tra lại" in said(app)
    assert row(set_id).state is CriteriaState.DRAFT


def test_a_draft_is_tried_out_and_nothing_is_stored(open_page, sample_engine):
    full_id = stored(EVERYTHING)
    app = open_page("xa_bangvan", BUILDER, set=full_id, view="preview")
    assert "Chưa xếp loại" in said(app)
    name = f"try:{full_id}"
    app.text_input(key=f"{name}:fact:attendance_rate").input("9/10").run()
    app.text_input(key=f"{name}:fact:unexcused_absences").input("0").run()
    words = said(app)
    assert "tỷ lệ dự họp 90 % (9/10)" in words
    assert "→ đề xuất mức “Từ 90 % và không vắng không lý do”" in words
    app.text_input(key=f"{name}:i1_4").input("3").run()
    assert "Điểm đã chấm: **13/50**" in said(app)
    app.text_input(key=f"{name}:i1_4").input("9").run()
    assert "phải từ 0 đến 5" in app.error[0].value
    assert row(full_id).revision == 0
    with read_tx() as session:
        recorded = session.exec(select(AuditEntry.action).where(AuditEntry.entity_id == str(full_id))).all()
    assert recorded == ["criteria_set:stored"]


def test_a_draft_that_is_no_form_cannot_be_tried_out(open_page, set_id):
    with write_tx() as session:
        criteria.put(session, actor("xa_bangvan"), set_id, "title", "", "Bản thử của xã")
    assert "chưa xem trước được" in said(open_page("xa_bangvan", BUILDER, set=set_id, view="preview"))


def test_a_file_says_what_it_changes_before_it_takes_the_place_of_the_draft(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="file")
    text = a_form(title="Từ tệp").encode()
    app.file_uploader[0].upload("bo.yaml", text, "application/yaml").run()
    assert "tên “Bản thử của xã” → “Từ tệp”" in said(app)
    assert row(set_id).title == "Bản thử của xã"
    button(app, "Thay bản nháp bằng tệp này").click().run()
    assert row(set_id).title == "Từ tệp"
    press(app, f"criteria:{set_id}:undo")
    assert row(set_id).title == "Bản thử của xã"


def test_a_file_that_cannot_be_read_is_refused_with_its_places(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="file")
    app.file_uploader[0].upload("bo.yaml", b"sections: 5", "application/yaml").run()
    assert "sections: phải là một danh sách." in said(app)


def test_a_file_with_faults_says_in_words_where_they_are(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="file")
    text = a_form().replace("method: yes_no", "method: maybe").encode()
    app.file_uploader[0].upload("bo.yaml", text, "application/yaml").run()
    words = said(app)
    assert "Tệp còn 1 chỗ phải sửa" in words
    assert "Tiêu chí 2.1" in words
    assert "sections." not in words


def test_what_a_document_says_is_no_markdown_on_taps(open_page, set_id):
    with write_tx() as session:
        officer = actor("xa_bangvan")
        text = criteria.draft(session, officer, set_id).examined.form.items["i1"].text
        criteria.put(session, officer, set_id, f"{I1}.text", "Có **đậm** :red[đỏ]", text)
        criteria.put(session, officer, set_id, f"{I1}.number", "*1*", "1.1")
        label = criteria.draft(session, officer, set_id).data["grades"][0]["label"]
        criteria.put(session, officer, set_id, "grades.tot.label", "_Tốt_", label)
        criteria.put(
            session, officer, set_id, "grades.tot.requires", [{"gate": "items_at_maximum", "items": ["i1"]}], None
        )
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="grades")
    shown = [option.content for group in app.get("button_group") for option in group.proto.options]
    assert r"\*1\* Có \*\*đậm\*\* \:red\[đỏ\]" in shown
    assert r"\_Tốt\_" in shown
    preview = open_page("xa_bangvan", BUILDER, set=set_id, view="preview")
    labels = [field.label for field in preview.text_input]
    assert any(r"\*1\*" in label for label in labels)


def test_a_draft_is_thrown_away(open_page, set_id):
    app = open_page("xa_bangvan", BUILDER, set=set_id, view="document")
    press(app, f"criteria:{set_id}:discard")
    assert app.title[0].value == "Soạn bộ tiêu chí"
    with read_tx() as session:
        assert session.get(CriteriaSet, set_id) is None


# Two beside each other


@pytest.mark.parametrize("username", ["quantri", "huyen", "xa_bangvan", "cb_khuoingoa", "lanhdao"])
def test_two_versions_are_compared(open_page, out_id, username):
    newer = stored(a_form(title="Bộ của xã, bản hai", code="cua_xa", version=2), publish=True)
    app = open_page(username, COMPARE, old=out_id, new=newer)
    assert "Khác nhau 2 chỗ" in said(app)
    assert "tên “Bộ của xã” → “Bộ của xã, bản hai”" in said(app)
    app = open_page(username, COMPARE, old=out_id, new=out_id)
    assert "chọn hai bộ khác nhau" in said(app)


def test_what_keeps_a_draft_from_being_compared_is_said(open_page, out_id):
    with write_tx() as session:
        officer = actor("xa_bangvan")
        made = criteria.copy(session, officer, out_id, officer.unit_id, as_new_version=True)
    app = open_page("xa_bangvan", COMPARE, old=out_id, new=made)
    assert "phiên bản 2, còn là bản nháp nên chưa so sánh được. Còn 1 chỗ phải sửa:" in said(app)
    assert "Bộ tiêu chí, có hiệu lực từ ngày: chưa nhập." in said(app) or "Có hiệu lực từ ngày: chưa nhập." in said(app)
