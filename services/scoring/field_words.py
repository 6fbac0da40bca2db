"""What the fields of a criteria set and their values are called in Vietnamese."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from services.scoring.condition_words import in_words
from services.scoring.metric import NO_METRICS, Metrics
from services.scoring.metric_conditions import AllOf, AnyOf, Compared, Flagged, Not, OneOf
from services.scoring.numbers import format_points
from services.vietnamese import day

NOTHING = "không có"
CONDITIONS = (AllOf, AnyOf, Compared, Flagged, Not, OneOf)

FIELDS: Mapping[str, str] = {
    "id": "mã",
    "version": "phiên bản",
    "title": "tên",
    "kind": "loại đánh giá",
    "issuer": "cơ quan ban hành",
    "document_number": "số văn bản",
    "document_date": "ngày văn bản",
    "legal_basis": "căn cứ",
    "valid_from": "có hiệu lực từ ngày",
    "valid_to": "hết hiệu lực từ ngày",
    "applies_to.unit_kinds": "tổ chức đảng áp dụng",
    "applies_to.cell_types": "loại hình chi bộ áp dụng",
    "applies_to.meeting_types": "loại sinh hoạt áp dụng",
    "scoring_mode": "cách chấm cả bộ",
    "max_points": "điểm tối đa",
    "is_total_capped": "tổng điểm không vượt điểm tối đa",
    "rebase.places": "số chữ số lẻ khi quy đổi",
    "rebase.rounding": "làm tròn khi quy đổi",
    "recognises": "mức xứng đáng được công nhận",
    "self_check": "tự kiểm tra trong năm",
    "vote": "biểu quyết kết quả",
    "review.difference": "chênh lệch điểm thẩm định phải nêu lý do",
    "roll_up.missing_month": "tháng không sinh hoạt khi xếp loại năm",
    "roll_up.as": "tháng không sinh hoạt tính là mức",
    "roll_up.founded_mid_year": "đơn vị thành lập giữa năm",
    "roll_up.other_sets": "tháng xếp loại theo bộ tiêu chí khác",
    "roll_up.fewest_months": "số tháng ít nhất để xếp loại năm",
    "cap.grade": "mức bị khống chế",
    "cap.ratio": "tỷ lệ khống chế (%)",
    "cap.exceptional_ratio": "tỷ lệ khống chế trường hợp đặc biệt (%)",
    "cap.denominator": "mẫu số của tỷ lệ khống chế",
    "cap.good": "mức làm mẫu số",
    "cap.rounding": "làm tròn số được xếp",
    "cap.group": "nhóm đơn vị tương đồng",
    "notes": "ghi chú",
    "number": "số thứ tự",
    "good": "thuộc “tốt” thứ",
    "text": "nội dung",
    "guidance": "hướng dẫn chấm",
    "method": "cách chấm",
    "step": "bước điểm",
    "share_of.metric": "số liệu tính điểm theo tỷ lệ",
    "counts.metric": "số liệu đếm số lần",
    "counts.of": "các mức được đếm",
    "counts.every": "cứ mỗi",
    "counts.rounding": "phần lẻ khi đếm",
    "per_occurrence": "điểm mỗi lần",
    "floor": "điểm thấp nhất",
    "counted": "cách tính điểm cộng",
    "applies_when": "chỉ áp dụng khi",
    "not_applicable": "khi không áp dụng",
    "when": "điều kiện theo số liệu",
    "label": "tên mức",
    "points": "điểm",
    "otherwise": "mức cho mọi trường hợp còn lại",
    "min": "từ điểm",
    "min_inclusive": "lấy cả điểm dưới",
    "max": "đến điểm",
    "max_inclusive": "lấy cả điểm trên",
}
"""Field, with the group that it stands in, → its name inside a sentence."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "scoring_mode": {"points": "chấm điểm", "pass_fail": "đạt/không đạt"},
    "method": {
        "points": "cho điểm tự do",
        "yes_no": "có/không",
        "levels": "chọn một trong nhiều mức",
        "deduction": "trừ điểm theo số lần",
        "bonus": "điểm cộng",
        "pass_fail": "đạt/không đạt",
        "knock_out": "điều kiện loại trừ",
    },
    "not_applicable": {
        "full": "tính như đạt đủ",
        "zero": "tính như không đạt",
        "leaves_maximum": "không tính vào điểm tối đa",
    },
    "counted": {"inside": "trong điểm tối đa của mục", "outside": "ngoài điểm tối đa của mục"},
    "counts.rounding": {"up": "tính là một lần", "down": "không tính"},
    "rebase.rounding": {"half_up": "từ một nửa trở lên thì làm tròn lên", "down": "làm tròn xuống"},
    "self_check": {"monthly": "hằng tháng", "quarterly": "hằng quý"},
    "vote": {"required": "bắt buộc", "optional": "không bắt buộc"},
    "roll_up.missing_month": {
        "counts_as": "tính là một mức",
        "left_out": "không tính",
        "no_grade": "không xếp loại năm",
    },
    "roll_up.founded_mid_year": {
        "scaled": "tính theo tỷ lệ số tháng",
        "as_written": "giữ nguyên số tháng yêu cầu",
        "no_grade": "không xếp loại năm",
    },
    "roll_up.other_sets": {"left_out": "không tính", "no_grade": "không xếp loại năm"},
    "cap.denominator": {
        "good_only": "số đơn vị ở mức làm mẫu số",
        "good_or_better": "số đơn vị ở mức làm mẫu số và mức bị khống chế",
    },
    "cap.rounding": {"down": "làm tròn xuống", "half_up": "từ một nửa trở lên thì làm tròn lên", "up": "làm tròn lên"},
    "cap.group": {"parent": "cùng cấp trên trực tiếp", "cell_type": "cùng loại hình chi bộ"},
    "applies_to.unit_kinds": {
        "province": "đảng bộ tỉnh",
        "district": "đảng bộ huyện",
        "bloc": "đảng bộ khối",
        "commune": "đảng bộ xã, phường",
        "committee": "đảng bộ cơ sở",
        "sub_committee": "đảng bộ bộ phận",
        "grassroots_cell": "chi bộ cơ sở",
        "cell": "chi bộ trực thuộc",
    },
    "applies_to.cell_types": {
        "village": "thôn, bản, tổ dân phố",
        "office": "hành chính, sự nghiệp",
        "state_enterprise": "doanh nghiệp nhà nước",
        "private_enterprise": "doanh nghiệp ngoài nhà nước",
        "student": "học sinh, sinh viên",
        "armed_forces": "lực lượng vũ trang",
    },
    "applies_to.meeting_types": {
        "regular": "thường kỳ",
        "thematic": "chuyên đề",
        "extraordinary": "bất thường",
        "model": "sinh hoạt mẫu",
        "cell_committee": "họp chi ủy",
        "committee": "họp cấp ủy",
        "briefing": "giao ban",
    },
}
"""Field → what its values are called."""


def field_value_in_words(field: str, value: object, metrics: Metrics = NO_METRICS) -> str:
    """A value of a field of a criteria set, as it stands in a sentence."""
    match value:
        case None | "" | ():
            said = NOTHING
        case bool():
            said = "có" if value else "không"
        case Decimal():
            said = format_points(value)
        case date():
            said = day(value)
        case tuple():
            said = "; ".join(field_value_in_words(field, part, metrics) for part in value)
        case AllOf() | AnyOf() | Compared() | Flagged() | Not() | OneOf():
            said = f"“{in_words(value, metrics)}”"
        case str():
            said = VALUES.get(field, {}).get(value, f"“{value}”")
        case _:
            said = str(value)
    return said
