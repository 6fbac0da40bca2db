"""The file of a criteria set: read narrowly, written so that it reads back the same."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given

from services.scoring import Form, InvalidForm, dump, load
from services.scoring.file_format import LONGEST_FILE
from tests.services.scoring.forms import CRITERIA, SHIPPED, forms, item, shipped, slip

SMALL = """\
id: nho
version: 1
title: Biểu nhỏ
kind: thu
valid_from: 2025-01-01
scoring_mode: points
max_points: 4.75
sections:
- id: s1
  title: Mục một
  max_points: "4,75"
  items:
  - {id: i1, number: "1.10", text: no, method: points, max_points: 4.75, step: 0.25}
grades:
- {id: dat, label: Đạt, min: 010}
- {id: khong, label: Không đạt, max: 010}
"""


def refusal(text: str) -> str:
    with pytest.raises(InvalidForm) as refused:
        load(text)
    (fault,) = refused.value.faults
    assert fault.path == ""
    return fault.sentence


def test_a_file_says_what_it_seems_to_say():
    form = load(SMALL)
    found = form.items["i1"]
    assert found.max_points == form.max_points == form.sections[0].max_points == Decimal("4.75")
    assert found.number == "1.10"
    assert found.text == "no"  # elsewhere in YAML: false
    assert form.grades[0].min == 10  # elsewhere: 8, the octal 010
    assert form.valid_from == date(2025, 1, 1)


@given(forms())
def test_what_is_written_reads_back_the_same(form: Form):
    assert load(dump(form)) == form


@given(forms())
def test_ordinary_yaml_readers_see_the_same_text(form: Form):
    plain = yaml.safe_load(dump(form))
    assert plain["sections"][0]["items"][0]["text"] == form.sections[0].items[0].text
    assert plain["notes"] == list(form.notes)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_reads_back_the_same(name):
    assert load(dump(shipped(name))) == shipped(name)


def test_a_pass_fail_form_reads_back_the_same():
    form = slip(item("i1", "pass_fail"), item("i2", "knock_out"))
    assert load(dump(form)) == form


def test_the_same_text_is_read_once():
    text = (CRITERIA / SHIPPED[0]).read_text(encoding="utf-8")
    assert load(text) is load(text + "")


def test_what_has_its_usual_value_is_not_written():
    written = dump(load(SMALL))
    assert "requires" not in written
    assert "applies_to" not in written
    assert "max_points: 4.75" in written


def test_a_wrong_file_gives_every_place_at_once():
    text = SMALL.replace("title: Mục một", "titel: Mục một").replace("step: 0.25", "step: abc")
    with pytest.raises(InvalidForm) as refused:
        load(text)
    assert [str(fault) for fault in refused.value.faults] == [
        "sections[0].title: thiếu trường này.",
        "sections[0].items[0].step: phải là một số, ví dụ 5 hoặc 4.75.",
        "sections[0].titel: không có trường nào tên như vậy; hãy kiểm tra lại cách viết.",
    ]


SYNTAX = "không đọc được theo cú pháp YAML; hãy xem lại thụt lề, dấu hai chấm và dấu nháy."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id: [1, 2", f"dòng 1, cột 10: {SYNTAX}"),
        ("id: a\n\tversion: 1", f"dòng 2, cột 1: {SYNTAX}"),
        ("id: a\n---\nid: b", f"dòng 2, cột 1: {SYNTAX}"),
        ("id: a\nversion: 1\nid: b", "dòng 3, cột 1: “id” viết hai lần trong cùng một nhóm."),
        ("a: {b: 1, b: 2}", "dòng 1, cột 11: “b” viết hai lần trong cùng một nhóm."),
        ("? [a]\n: 1", "dòng 1, cột 3: tên trường phải là chữ."),
        ("a: &neo [x]", "dòng 1, cột 4: không dùng neo “&” và “*”."),
        ("a: [x]\nb: *neo", "dòng 2, cột 4: không dùng neo “&” và “*”."),
        ("a: !!python/object/apply:os.system [ls]", "dòng 1, cột 4: không dùng thẻ “!”."),
        ("a: !!str 5", "dòng 1, cột 4: không dùng thẻ “!”."),
        ("a: 2025-02-30", "dòng 1, cột 4: không có ngày 2025-02-30."),
        ("a: \x07", "tệp có ký tự không đọc được."),
    ],
)
def test_what_is_not_taken_is_refused_with_its_line(text, sentence):
    assert refusal(text) == sentence


def test_a_file_nested_without_end_is_refused():
    assert refusal("[" * 5000) == "dòng 1, cột 21: lồng nhau quá sâu."
    assert refusal("a: " + "{b: " * 5000) == "dòng 1, cột 77: lồng nhau quá sâu."


def test_a_file_too_long_to_be_a_form_is_refused_unread():
    assert refusal("[" * (LONGEST_FILE + 1)) == "tệp dài quá 120000 ký tự."


@pytest.mark.parametrize("text", ["", "~", "chỉ là chữ", "- 1", "5"])
def test_a_file_without_fields_is_refused(text):
    assert refusal(text) == "phải là một nhóm các trường “tên: giá trị”."


@pytest.mark.parametrize(
    "written", ["0x1F", "1_000", "1:30", "1e1", ".5", "+5", ".inf", "true", "2025-01-01", "[5]", "99999999999"]
)
def test_points_in_a_spelling_of_yaml_only_are_refused(written):
    with pytest.raises(InvalidForm) as refused:
        load(SMALL.replace("step: 0.25", f"step: {written}"))
    assert [fault.path for fault in refused.value.faults] == ["sections[0].items[0].step"]


def test_merge_keys_are_a_field_like_any_other():
    with pytest.raises(InvalidForm) as refused:
        load(SMALL + "<<: {version: 9}\n")
    assert [fault.path for fault in refused.value.faults] == ["<<"]


def test_unusual_text_survives():
    texts = [
        "yes",
        "010",
        "1.10",
        "2025-01-01",
        "a: b",
        "- a",
        "“x” # y",
        "dòng\nhai",
        "\u2028",
        "*neo",
        "!thẻ",
        "~x",
        "=",
        "<<",
    ]
    form = slip(*(item(f"i{row}", "pass_fail", text=f"{text}") for row, text in enumerate(texts) if text.strip()))
    assert load(dump(form)) == form
