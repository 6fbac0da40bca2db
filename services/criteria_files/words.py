"""What the fixed values of a criteria file are called in a workbook: as on the screen."""

from services.criteria.kinds import OWN
from services.meetings import KINDS as MEETING_KINDS
from services.scoring.field_words import VALUES
from services.units import CELL_TYPE_NAMES, KIND_NAMES

SECTION, ITEM, LEVEL = "Mục", "Tiêu chí", "Mức"
GRADE, GATE = "Mức xếp loại", "Điều kiện"
METHODS = {
    "points": "Cho điểm tự do",
    "yes_no": "Có – Không",
    "levels": "Chọn một trong nhiều mức",
    "deduction": "Trừ điểm theo số lần",
    "bonus": "Điểm cộng",
    "pass_fail": "Đạt – Không đạt",
    "knock_out": "Điều kiện loại trừ",
}
NOT_APPLICABLE = {name: f"{words[:1].upper()}{words[1:]}" for name, words in VALUES["not_applicable"].items()}
COUNTED = {"inside": "Trong điểm tối đa của mục", "outside": "Ngoài điểm tối đa của mục"}
GATES = {
    "items_at_maximum": "Tiêu chí đạt điểm tối đa",
    "items_passed": "Tiêu chí phải đạt",
    "sections_at_least": "Mục đạt ít nhất (%)",
    "no_knock_out": "Không có điều kiện loại trừ",
    "facts": "Theo số liệu",
}
YES_OR_NO = {True: "Có", False: "Không"}
MODES = {"points": "Chấm điểm", "pass_fail": "Đạt hoặc không đạt"}
REBASE_ROUNDING = {"half_up": "Từ nửa trở lên làm tròn lên", "down": "Làm tròn xuống"}
SELF_CHECKS = {"monthly": "Hằng tháng", "quarterly": "Hằng quý"}
VOTES = {"required": "Bắt buộc", "optional": "Không bắt buộc"}
MISSING_MONTHS = {
    "counts_as": "Tính như một mức",
    "left_out": "Không tính tháng đó",
    "no_grade": "Không xếp loại năm",
}
FOUNDED_MID_YEAR = {
    "scaled": "Giảm số tháng theo tỷ lệ",
    "as_written": "Giữ nguyên số tháng",
    "no_grade": "Không xếp loại năm",
}
OTHER_SETS = {"left_out": "Không tính tháng đó", "no_grade": "Không xếp loại năm"}
DENOMINATORS = {
    "good_only": "Số đơn vị ở mức ngay dưới",
    "good_or_better": "Số đơn vị ở mức ngay dưới và mức bị khống chế",
}
CAP_ROUNDING = {"down": "Làm tròn xuống", "half_up": "Từ nửa trở lên làm tròn lên", "up": "Làm tròn lên"}
LIKENESS = {"parent": "Cùng cấp trên", "cell_type": "Cùng loại hình chi bộ"}
UNIT_KINDS = {kind.value: name for kind, name in KIND_NAMES.items()}
CELL_TYPES = {kind.value: name for kind, name in CELL_TYPE_NAMES.items()}
MEETING_TYPES = {kind.value: name for kind, name in MEETING_KINDS.items()}
KINDS = {kind.code: f"{kind.name[:1].upper()}{kind.name[1:]}" for kind in OWN}
"""The kinds of the product; one that an administrator added is written by its code."""
