"""The rules of a criteria set beside its items and grades, each as a sentence to read."""

from collections.abc import Iterator

from services.criteria import OPTION_NAMES
from services.scoring import Form, format_points
from ui.criteria_fields import capital

FOUR_GOOD = "four_good"
"""How the kinds begin whose best units are recognised."""


def use(form: Form) -> Iterator[str]:
    """Where the set holds, what it rests on, and what it asks beside answers."""
    for name in ("unit_kinds", "cell_types", "meeting_types"):
        if chosen := getattr(form.applies_to, name):
            words = OPTION_NAMES[f"applies_to.{name}"]
            yield f"{_WHOM[name]}: {'; '.join(words[value] for value in chosen)}."
    if form.legal_basis:
        yield f"Căn cứ: {'; '.join(form.legal_basis)}."
    if form.self_check:
        yield f"Đơn vị tự kiểm tra {OPTION_NAMES['self_check'][form.self_check]}."
    if form.vote == "required":
        yield "Phải biểu quyết kết quả trước khi gửi."
    if form.review:
        difference = format_points(form.review.difference)
        yield f"Điểm thẩm định lệch quá {difference} điểm so với điểm tự chấm thì phải nêu lý do."


def grading(form: Form) -> Iterator[str]:
    """How the total comes about, and which grades are recognised."""
    most = format_points(form.max_points)
    if form.is_total_capped:
        yield f"Có điểm cộng, tổng điểm cũng không vượt {most} điểm."
    if form.rebase:
        places = f"lấy {form.rebase.places} chữ số lẻ" if form.rebase.places else "lấy số nguyên"
        rounding = OPTION_NAMES["rebase.rounding"][form.rebase.rounding]
        yield f"Khi có tiêu chí không tính vào điểm tối đa, tổng điểm quy đổi về {most} điểm, {places}, {rounding}."
    if form.recognises or form.kind.startswith(FOUR_GOOD):
        labels = labels_of(form)
        yield f"Mức xứng đáng được công nhận: {'; '.join(labels[grade] for grade in form.recognised_grades)}."


def year(form: Form) -> Iterator[str]:
    """What the months do to the year where they are not as usual."""
    rule = form.roll_up
    if rule is None:
        return
    if rule.counts_as:
        yield f"Tháng không sinh hoạt: tính là mức “{labels_of(form).get(rule.counts_as, rule.counts_as)}”."
    else:
        yield f"Tháng không sinh hoạt: {OPTION_NAMES['roll_up.missing_month'][rule.missing_month or 'no_grade']}."
    yield f"Đơn vị thành lập giữa năm: {OPTION_NAMES['roll_up.founded_mid_year'][rule.founded_mid_year]}."
    yield f"Tháng xếp loại theo bộ tiêu chí khác: {OPTION_NAMES['roll_up.other_sets'][rule.other_sets]}."
    if rule.fewest_months:
        yield f"Có ít nhất {rule.fewest_months} tháng được xếp loại mới xếp loại năm."


def cap(form: Form) -> Iterator[str]:
    """How many units may have the best grade."""
    if form.cap is None:
        return
    labels = labels_of(form)
    counted = f"“{labels[form.cap.good]}”"
    if form.cap.denominator == "good_or_better":
        counted += f" và “{labels[form.cap.grade]}”"
    ratio = format_points(form.cap.ratio)
    yield f"Mức “{labels[form.cap.grade]}” không quá {ratio} % số đơn vị xếp loại {counted}."
    if form.cap.exceptional_ratio is not None:
        yield f"Trường hợp đặc biệt không quá {format_points(form.cap.exceptional_ratio)} %."
    yield f"{capital(OPTION_NAMES['cap.rounding'][form.cap.rounding])} khi số đơn vị tính ra có phần lẻ."
    alike = ", ".join(OPTION_NAMES["cap.group"][likeness] for likeness in form.cap.group)
    yield f"Tính riêng cho từng nhóm đơn vị {alike}." if alike else "Tính chung cho tất cả đơn vị."


def labels_of(form: Form) -> dict[str, str]:
    """The grades by their ids, in words."""
    return {grade.id: grade.label for grade in form.grades}


_WHOM = {
    "unit_kinds": "Tổ chức đảng áp dụng",
    "cell_types": "Loại hình chi bộ áp dụng",
    "meeting_types": "Loại sinh hoạt áp dụng",
}
