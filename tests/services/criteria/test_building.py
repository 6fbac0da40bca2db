"""Whatever a file can say can be built step by step on the screen."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import CriteriaSet, CriteriaState
from services import criteria, scoring
from services.criteria.parts import GROUPS, LISTS, METHODS
from services.scoring import Form, Grade, Level, Section
from services.scoring.file_format import plain_data
from services.scoring.roll_up_rule import YearGrade
from services.scoring.shapes import Shape
from tests.services.criteria.building import built, edited
from tests.services.scoring.strategies import computed_forms, computed_slips

EVERYTHING = """
id: moi_thu
version: 1
title: Bộ tiêu chí có đủ mọi thứ
kind: meeting_quality
issuer: Ban Thường vụ Huyện ủy
document_number: 12-HD/HU
document_date: 2025-12-20
legal_basis: [Hướng dẫn số 42-HD/BTCTW ngày 28/10/2025, Quy định của tỉnh]
valid_from: 2026-01-01
valid_to: 2031-01-01
applies_to: {unit_kinds: [cell, grassroots_cell], cell_types: [village, office], meeting_types: [regular]}
scoring_mode: points
max_points: 50
is_total_capped: true
rebase: {places: 2, rounding: half_up}
self_check: quarterly
recognises: [tot]
vote: required
review: {difference: 2.5}
sections:
- id: s1
  number: I
  title: Chuẩn bị và dự họp
  good: 2
  max_points: 30
  items:
  - id: i1_1
    number: "1.1"
    text: Tỷ lệ dự họp
    guidance: Không tính đảng viên được miễn.
    method: levels
    max_points: 10
    levels:
    - id: l1
      label: Từ 90 % và không vắng không lý do
      points: 10
      when: {all: [{metric: attendance_rate, gte: 90}, {metric: unexcused_absences, eq: 0}]}
    - {id: l2, label: Từ 80 % đến dưới 90 %, points: 7.5, when: {metric: attendance_rate, gte: 80, lt: 90}}
    - id: l3
      label: Không có chi ủy hoặc không sinh hoạt chuyên đề
      points: 5
      when: {any: [{metric: has_cell_committee, is: false}, {not: {metric: thematic_in_month, is: true}}]}
    - {id: l4, label: Còn lại, points: 0, otherwise: true}
  - id: i1_2
    number: "1.2"
    text: Họp chi ủy trước khi sinh hoạt
    method: yes_no
    max_points: 5
    when: {metric: premeeting_held, is: true}
    applies_when: {metric: has_cell_committee, is: true}
    not_applicable: leaves_maximum
  - id: i1_3
    number: "1.3"
    text: Tỷ lệ phát biểu
    method: points
    max_points: 10
    step: 0.25
    share_of: {metric: speaking_rate}
    not_applicable: full
  - {id: i1_4, number: "1.4", text: Điều hành, method: points, max_points: 5, step: 0.5}
- id: s2
  number: II
  title: Tổ chức sinh hoạt
  max_points: 20
  items:
  - id: i2_1
    number: "2.1"
    text: Thời lượng thiếu
    method: deduction
    max_points: 10
    per_occurrence: 1
    floor: -2
    counts: {metric: duration_shortfall, every: 10, rounding: down}
  - id: i2_2
    number: "2.2"
    text: Đủ thời lượng theo quy mô
    method: yes_no
    max_points: 10
    when:
      metric: duration_minutes
      gte: {by: members, steps: [{below: 30, value: 90}, {value: 120}]}
  - id: i2_3
    number: "2.3"
    text: Giao nhiệm vụ cho đảng viên
    method: bonus
    max_points: 2
    counted: outside
    counts: {metric: tasks_given, every: 3}
    per_occurrence: 0.5
    applies_when: {metric: members, gt: 3}
  - {id: i2_4, number: "2.4", text: Ghi biên bản, method: pass_fail, when: {metric: minutes_days_after, lte: 2}}
  - {id: i2_5, number: "2.5", text: Có đảng viên vắng không lý do, method: knock_out,
     when: {metric: unexcused_absences, gt: 0}}
grades:
- id: tot
  label: Tốt
  min: 45
  requires:
  - {gate: items_at_maximum, items: [i1_1]}
  - {gate: items_passed, items: [i2_4], at_least: 1}
  - {gate: sections_at_least, sections: [s1], percent: 70}
  - {gate: no_knock_out, items: [i2_5]}
  - {gate: facts, when: {metric: attendance_rate, gt: 85}, text: Tỷ lệ dự họp trên 85 %}
- {id: kha, label: Khá, min: 35, max: 45, min_inclusive: false, max_inclusive: false}
- {id: kem, label: Kém, max: 35, max_inclusive: true}
roll_up:
  missing_month: counts_as
  as: kem
  founded_mid_year: scaled
  other_sets: left_out
  fewest_months: 3
  grades:
  - id: tot
    label: Tốt
    when: {all: [{metric: months_graded, of: [tot, kha], eq: 12}, {metric: months_graded, of: [tot], gte: 8}]}
  - {id: kem, label: Kém, otherwise: true}
cap: {grade: tot, ratio: 20, exceptional_ratio: 25, denominator: good_only, good: kha, rounding: down, group: [parent, cell_type]}
notes:
- Văn bản không nói rõ tỷ lệ tính trên ai.
- |-
  Ghi chú có hai dòng:
  dòng thứ hai.
"""


def renamed(form, row):
    """The form under the id and version that its draft was given."""
    return form.model_copy(update={"id": row.code, "version": row.version})


def test_a_form_with_every_feature_is_built_step_by_step(session, commune, xuan):
    wanted = scoring.load(EVERYTHING)
    set_id = built(session, xuan, commune.id, plain_data(EVERYTHING))
    draft = criteria.draft(session, xuan, set_id)
    assert draft.examined.faults == ()
    assert draft.examined.form == renamed(wanted, draft.row)
    assert draft.revision > 100


def test_it_uses_every_field_that_the_screen_has():
    used = {
        (found.part, name)
        for found in criteria.every_part(plain_data(EVERYTHING))
        for name in criteria.FIELDS[found.part]
        if criteria.value_of(found.row, name) is not None
    }
    known = {(part, name) for part, fields in criteria.FIELDS.items() for name in fields}
    assert known - used == {(criteria.Part.ITEM, "counts.of")}


def shapes(part):
    return {
        criteria.Part.FORM: [Form],
        criteria.Part.SECTION: [Section],
        criteria.Part.ITEM: list(METHODS.values()),
        criteria.Part.LEVEL: [Level],
        criteria.Part.GRADE: [Grade],
        criteria.Part.YEAR_GRADE: [YearGrade],
    }[part]


def fields_of(shape, group=""):
    """Every field of a shape, those of groups of fields as ``group.field``."""
    for name, info in shape.model_fields.items():
        inner = [kind for kind in (info.annotation, *get_args(info.annotation)) if isinstance(kind, type)]
        groups = [kind for kind in inner if issubclass(kind, Shape) and kind is not None]
        if name in GROUPS and groups:
            yield from fields_of(groups[0], f"{name}.")
        else:
            yield f"{group}{info.alias or name}"


@pytest.mark.parametrize("part", list(criteria.Part))
def test_the_screen_has_every_field_of_a_criteria_set(part):
    known = {*criteria.FIELDS[part], *LISTS.get(part, {}), "id", *({"version"} if part is criteria.Part.FORM else ())}
    assert {name for shape in shapes(part) for name in fields_of(shape)} == known


def test_it_can_be_checked_and_published_and_stays_as_it_is(session, commune, xuan):
    set_id = built(session, xuan, commune.id, plain_data(EVERYTHING))
    criteria.put(session, xuan, set_id, "grades.kha.min_inclusive", True, False)
    criteria.put(session, xuan, set_id, "grades.kem.max_inclusive", False, True)
    found = criteria.check(session, xuan, set_id)
    assert [row.finding.sentence for row in found.examined.errors] == []
    for row in found.open_warnings:
        criteria.accept_warning(session, xuan, set_id, row.finding.fingerprint, "Đúng như văn bản")
    assert criteria.check(session, xuan, set_id).is_checked
    body = session.get_one(CriteriaSet, set_id).body
    criteria.publish(session, xuan, set_id)
    row = session.get_one(CriteriaSet, set_id)
    assert (row.state, row.body) == (CriteriaState.PUBLISHED, body)


@settings(max_examples=60)
@given(form=st.one_of(computed_forms(), computed_slips()))
def test_any_form_is_built_step_by_step(form):
    data = plain_data(scoring.dump(form))
    assert scoring.validated(edited(data)) == form
