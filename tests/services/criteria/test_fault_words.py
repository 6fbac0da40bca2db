"""What keeps a draft from being a form is said in words of the screen, never in those of the file."""

import re

import pytest

from models import SubjectKind
from services.criteria import editing, plain
from services.criteria.examining import examined
from tests.services.criteria.test_building import EVERYTHING

ITEM = "sections.s1.items"
OF_THE_FILE = re.compile(
    r"(?<![“\w])(?:[a-z]+_[a-z_]+|when|otherwise|below|gte?|lte?|eq|min|max|as|floor|step)(?![”\w])"
)


def faults_after(*edits):
    data = plain.read(EVERYTHING)
    for address, value in edits:
        data = editing.put(data, address, value).data
    return {row.address: row.sentence for row in examined(plain.text_of(data), SubjectKind.MEETING).faults}


@pytest.mark.parametrize(
    ("edits", "address", "sentence"),
    [
        ([("title", None)], "title", "chưa nhập."),
        ([(f"{ITEM}.i1_1.method", None)], f"{ITEM}.i1_1", "thiếu cách chấm."),
        ([(f"{ITEM}.i1_1.levels.l1.when", {"metric": "members", "gte": None})], f"{ITEM}.i1_1.levels.l1.when", "chưa nhập ngưỡng."),
        ([(f"{ITEM}.i1_2.not_applicable", None)], f"{ITEM}.i1_2.not_applicable", "đạt đủ, không đạt"),
        ([(f"{ITEM}.i1_2.number", "1.1")], f"{ITEM}.i1_2.number", "“1.1” đã dùng ở tiêu chí 1.1."),
        ([(f"{ITEM}.i1_3.step", 11)], f"{ITEM}.i1_3.step", "không được lớn hơn điểm tối đa."),
        ([("sections.s2.items.i2_1.floor", 10)], "sections.s2.items.i2_1.floor", "phải nhỏ hơn điểm tối đa"),
        ([("sections.s2.items.i2_3.per_occurrence", None)], "sections.s2.items.i2_3.per_occurrence", "phải đi cùng nhau"),
        ([("grades.kha.max", 30)], "grades.kha.max", "điểm trên phải lớn hơn điểm dưới"),
        ([("roll_up.as", None)], "roll_up.as", "“tính là một mức”"),
        ([("cap.exceptional_ratio", 10)], "cap.exceptional_ratio", "phải lớn hơn tỷ lệ tối đa."),
        ([("self_check", "weekly")], "self_check", "hãy chọn một trong: “hằng tháng”; “hằng quý”."),
        ([("roll_up.founded_mid_year", "x")], "roll_up.founded_mid_year", "“tính theo tỷ lệ số tháng”; “giữ nguyên số tháng"),
        ([("applies_to.unit_kinds", ["x"])], "applies_to.unit_kinds", "“chi bộ cơ sở”; “chi bộ trực thuộc”."),
        ([(f"{ITEM}.i1_1.method", "luck")], f"{ITEM}.i1_1", "một trong: “cho điểm tự do”; “có/không”;"),
        ([("valid_to", plain.read(EVERYTHING)["valid_from"])], "valid_to", "sau ngày bắt đầu có hiệu lực."),
        ([("roll_up.grades.kem.otherwise", None)], "roll_up.grades.kem.when", "“mức cho mọi trường hợp còn lại”"),
        (
            [("sections.s2.items.i2_2.when", {"metric": "members", "gte": {"by": "members", "steps": [{"value": 1}, {"value": 2}]}})],
            "sections.s2.items.i2_2.when",
            "phải có quy mô, từ nhỏ đến lớn.",
        ),
        ([("scoring_mode", "pass_fail")], "sections.s1.items.i1_1.method", "chỉ dùng “đạt/không đạt” và “điều kiện loại trừ”."),
    ],
)  # fmt: skip
def test_a_fault_is_said_as_on_the_screen(edits, address, sentence):
    found = faults_after(*edits)
    assert sentence in found[address]
    assert not [said for said in found.values() if OF_THE_FILE.search(said)]
