"""The layout of a criteria workbook: its sheets, their settings (one a line) and tables (one row a thing)."""

from dataclasses import dataclass

from services.criteria_files import words
from services.criteria_files.cell_values import (
    Choice,
    Choices,
    Codec,
    Condition,
    Counted,
    Day,
    Number,
    Otherwise,
    Reference,
    Text,
    Whole,
)
from services.criteria_files.references import GRADES, ITEMS, SECTIONS

DOCUMENT, CONTENT, RATING, YEAR, CAP, NOTES = (
    "Văn bản",
    "Nội dung",
    "Xếp loại",
    "Tổng hợp năm",
    "Khống chế",
    "Ghi chú",
)
GUIDE, METRIC_LIST = "Hướng dẫn", "Số liệu"
"""Sheets that only explain; nothing in them is read."""
SHEETS = (DOCUMENT, CONTENT, RATING, YEAR, CAP, NOTES)
REQUIRED = (DOCUMENT, CONTENT, RATING)
SETTING_HEADINGS = ("Thông tin", "Giá trị", "Cách ghi")
ROW = "Dòng"
"""The heading of the column that says what a row of a table is."""


@dataclass(frozen=True)
class Setting:
    """One line of settings. ``path`` leads to its value; a list has a line for every entry."""

    label: str
    path: tuple[str, ...]
    codec: Codec
    help: str = ""
    is_list: bool = False


@dataclass(frozen=True)
class Field:
    """One value of the rows of some kinds, in the column with this heading."""

    heading: str
    name: str
    codec: Codec
    kinds: frozenset[str]


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    heading: str
    help: str
    width: int


@dataclass(frozen=True)
class TableLayout:
    """A table: its columns from the left, and which value a cell of a row of some kind is."""

    columns: tuple[Column, ...]
    fields: tuple[Field, ...]

    def field(self, heading: str, kind: str) -> Field | None:
        """What a cell in this column is in a row of this kind; None: it stays empty."""
        return next((field for field in self.fields if field.heading == heading and kind in field.kinds), None)

    def fields_of(self, kind: str) -> tuple[Field, ...]:
        """The values of a row of this kind."""
        return tuple(field for field in self.fields if kind in field.kinds)

    def place(self, heading: str) -> int:
        """The column, from 0."""
        return [column.heading for column in self.columns].index(heading)


_FLAG = Choice(words.YES_OR_NO)
_TEXT, _NUMBER, _DAY, _WHOLE = Text(), Number(), Day(), Whole()

HEAD = (
    Setting("Tên bộ tiêu chí", ("title",), _TEXT),
    Setting("Mã", ("id",), _TEXT, "Chữ thường không dấu, chữ số và dấu gạch dưới, ví dụ: bang_van_2026."),
    Setting("Phiên bản", ("version",), _WHOLE, "1, 2, 3 …; bản đã ban hành muốn sửa thì tăng số này."),
    Setting("Loại đánh giá", ("kind",), Choice(words.KINDS, is_open=True), f"{'; '.join(words.KINDS.values())}."),
    Setting("Cơ quan ban hành", ("issuer",), _TEXT),
    Setting("Số văn bản", ("document_number",), _TEXT),
    Setting("Ngày văn bản", ("document_date",), _DAY, "Ngày/tháng/năm."),
    Setting("Căn cứ", ("legal_basis",), _TEXT, "Mỗi văn bản một dòng; cần thêm thì chép dòng này.", is_list=True),
    Setting("Hiệu lực từ ngày", ("valid_from",), _DAY, "Ngày/tháng/năm."),
    Setting("Hết hiệu lực từ ngày", ("valid_to",), _DAY, "Ngày đầu tiên không còn hiệu lực; để trống nếu còn dùng."),
    Setting(
        "Dùng cho loại tổ chức",
        ("applies_to", "unit_kinds"),
        Choices(words.UNIT_KINDS),
        f"Cách nhau bằng dấu chấm phẩy; để trống là tất cả: {'; '.join(words.UNIT_KINDS.values())}.",
    ),
    Setting(
        "Dùng cho loại hình chi bộ",
        ("applies_to", "cell_types"),
        Choices(words.CELL_TYPES),
        f"Cách nhau bằng dấu chấm phẩy; để trống là tất cả: {'; '.join(words.CELL_TYPES.values())}.",
    ),
    Setting(
        "Dùng cho loại sinh hoạt",
        ("applies_to", "meeting_types"),
        Choices(words.MEETING_TYPES),
        f"Cách nhau bằng dấu chấm phẩy; để trống là tất cả: {'; '.join(words.MEETING_TYPES.values())}.",
    ),
    Setting("Cách chấm chung", ("scoring_mode",), Choice(words.MODES)),
    Setting("Tổng điểm tối đa", ("max_points",), _NUMBER, "Như ghi trên văn bản, không kể điểm cộng."),
    Setting("Tổng điểm không vượt tối đa", ("is_total_capped",), _FLAG, "Có: điểm cộng không đưa tổng lên quá tối đa."),
    Setting(
        "Quy đổi về tổng tối đa, số chữ số lẻ",
        ("rebase", "places"),
        _WHOLE,
        "0, 1 hoặc 2. Chỉ ghi khi tiêu chí không áp dụng được bớt khỏi điểm tối đa và phải quy đổi.",
    ),
    Setting("Quy đổi về tổng tối đa, làm tròn", ("rebase", "rounding"), Choice(words.REBASE_ROUNDING)),
    Setting("Tự kiểm tra trong năm", ("self_check",), Choice(words.SELF_CHECKS), "Để trống nếu không yêu cầu."),
    Setting(
        "Mức xứng đáng được công nhận",
        ("recognises",),
        Reference(GRADES, is_several=True),
        "Tên mức, cách nhau bằng dấu chấm phẩy; để trống là mức cao nhất.",
    ),
    Setting("Biểu quyết kết quả", ("vote",), Choice(words.VOTES)),
    Setting(
        "Lệch điểm thẩm định phải nêu lý do",
        ("review", "difference"),
        _NUMBER,
        "Điểm thẩm định lệch điểm tự chấm quá số này thì phải ghi lý do; để trống nếu không yêu cầu.",
    ),
)

_MEASURED = frozenset({"yes_no", "pass_fail", "knock_out", "level"})
_ITEMS = frozenset(words.METHODS)
_POINTED = _ITEMS - {"pass_fail", "knock_out"}
_SECTION, _LEVEL = frozenset({"section"}), frozenset({"level"})

CONTENT_TABLE = TableLayout(
    (
        Column(ROW, "Mục, Tiêu chí hoặc Mức. Mức đứng ngay dưới tiêu chí “Chọn một trong nhiều mức” của nó.", 9),
        Column("Số", "Như in trên văn bản, ví dụ 1.1.", 7),
        Column("Nội dung", "Tên mục, câu chữ của tiêu chí hoặc của mức.", 46),
        Column("Cách chấm", "Chỉ ghi ở dòng tiêu chí.", 17),
        Column("Điểm", "Điểm tối đa của mục, tiêu chí; điểm của mức.", 7),
        Column("Theo số liệu", "Điều kiện hoặc số liệu để đề xuất kết quả; xem trang Hướng dẫn.", 34),
        Column("Bước điểm", "Điểm phải là bội số của số này, ví dụ 0,25.", 8),
        Column("Điểm mỗi lần", "Trừ (hoặc cộng) bao nhiêu điểm cho mỗi lần.", 8),
        Column("Không thấp hơn", "Điểm thấp nhất khi trừ nhiều lần; có thể âm.", 8),
        Column("Điểm cộng tính", "Điểm cộng nằm trong hay ngoài điểm tối đa của mục.", 14),
        Column("Áp dụng khi", "Điều kiện để tiêu chí này có mặt, ví dụ: [tháng có sinh hoạt chuyên đề].", 24),
        Column("Khi không áp dụng", "Tính thế nào khi tiêu chí không áp dụng; để trống: luôn áp dụng.", 18),
        Column("Hướng dẫn chấm", "Lời nhắc hiện bên cạnh tiêu chí.", 30),
        Column("Tốt thứ mấy", "1 đến 4, chỉ ở dòng mục của bộ tiêu chí bốn tốt.", 7),
        Column("Mã", "Để trống thì tự đặt; dòng đã có mã thì giữ nguyên để so được với bản cũ.", 10),
    ),
    (
        Field("Số", "number", _TEXT, _SECTION | _ITEMS),
        Field("Nội dung", "title", _TEXT, _SECTION),
        Field("Nội dung", "text", _TEXT, _ITEMS),
        Field("Nội dung", "label", _TEXT, _LEVEL),
        Field("Cách chấm", "method", Choice(words.METHODS), _ITEMS),
        Field("Điểm", "max_points", _NUMBER, _SECTION | _POINTED),
        Field("Điểm", "points", _NUMBER, _LEVEL),
        Field("Theo số liệu", "when", Condition(), _MEASURED - _LEVEL),
        Field("Theo số liệu", "when", Otherwise(), _LEVEL),
        Field("Theo số liệu", "counts", Counted(), frozenset({"deduction", "bonus"})),
        Field("Theo số liệu", "share_of", Counted(), frozenset({"points"})),
        Field("Bước điểm", "step", _NUMBER, frozenset({"points", "bonus"})),
        Field("Điểm mỗi lần", "per_occurrence", _NUMBER, frozenset({"deduction", "bonus"})),
        Field("Không thấp hơn", "floor", _NUMBER, frozenset({"deduction"})),
        Field("Điểm cộng tính", "counted", Choice(words.COUNTED), frozenset({"bonus"})),
        Field("Áp dụng khi", "applies_when", Condition(), _ITEMS - {"knock_out"}),
        Field("Khi không áp dụng", "not_applicable", Choice(words.NOT_APPLICABLE), _ITEMS - {"bonus", "knock_out"}),
        Field("Hướng dẫn chấm", "guidance", _TEXT, _ITEMS),
        Field("Tốt thứ mấy", "good", _WHOLE, _SECTION),
        Field("Mã", "id", _TEXT, _SECTION | _ITEMS | _LEVEL),
    ),
)

_GRADE = frozenset({"grade"})

RATING_TABLE = TableLayout(
    (
        Column(ROW, "Mức xếp loại, từ cao xuống thấp; điều kiện đứng ngay dưới mức của nó.", 13),
        Column("Tên mức, câu chữ", "Tên mức; ở dòng điều kiện theo số liệu: câu chữ của văn bản.", 34),
        Column("Từ điểm", "Để trống: không giới hạn dưới.", 9),
        Column("Kể cả điểm đầu", "Để trống là Có.", 9),
        Column("Đến điểm", "Để trống: không giới hạn trên.", 9),
        Column("Kể cả điểm cuối", "Để trống là Không: đến dưới điểm này.", 9),
        Column("Điều kiện", "Chỉ ghi ở dòng điều kiện.", 24),
        Column("Tiêu chí, mục", "Số của tiêu chí hoặc mục, cách nhau bằng dấu chấm phẩy; để trống: tất cả.", 22),
        Column("Ít nhất", "Số tiêu chí phải đạt, hoặc phần trăm điểm của mỗi mục.", 9),
        Column("Theo số liệu", "Điều kiện về số liệu; xem trang Hướng dẫn.", 34),
        Column("Mã", "Để trống thì tự đặt; dòng đã có mã thì giữ nguyên.", 12),
    ),
    (
        Field("Tên mức, câu chữ", "label", _TEXT, _GRADE),
        Field("Tên mức, câu chữ", "text", _TEXT, frozenset({"facts"})),
        Field("Từ điểm", "min", _NUMBER, _GRADE),
        Field("Kể cả điểm đầu", "min_inclusive", _FLAG, _GRADE),
        Field("Đến điểm", "max", _NUMBER, _GRADE),
        Field("Kể cả điểm cuối", "max_inclusive", _FLAG, _GRADE),
        Field("Điều kiện", "gate", Choice(words.GATES), frozenset(words.GATES)),
        Field(
            "Tiêu chí, mục",
            "items",
            Reference(ITEMS, is_several=True),
            frozenset({"items_at_maximum", "items_passed", "no_knock_out"}),
        ),
        Field("Tiêu chí, mục", "sections", Reference(SECTIONS, is_several=True), frozenset({"sections_at_least"})),
        Field("Ít nhất", "at_least", _WHOLE, frozenset({"items_passed"})),
        Field("Ít nhất", "percent", _NUMBER, frozenset({"sections_at_least"})),
        Field("Theo số liệu", "when", Condition(), frozenset({"facts"})),
        Field("Mã", "id", _TEXT, _GRADE),
    ),
)

ROLL_UP = (
    Setting("Tháng không sinh hoạt", ("missing_month",), Choice(words.MISSING_MONTHS)),
    Setting("Tháng không sinh hoạt tính như mức", ("as",), Reference(GRADES, is_several=False), "Tên mức của tháng."),
    Setting("Đơn vị thành lập giữa năm", ("founded_mid_year",), Choice(words.FOUNDED_MID_YEAR)),
    Setting(
        "Tháng xếp loại theo bộ tiêu chí khác",
        ("other_sets",),
        Choice(words.OTHER_SETS),
        "Để trống: không xếp loại năm.",
    ),
    Setting("Số tháng ít nhất phải có xếp loại", ("fewest_months",), _WHOLE, "1 đến 12; để trống nếu không yêu cầu."),
)
YEAR_TABLE = TableLayout(
    (
        Column("Mức của năm", "Từ cao xuống thấp; mức đầu tiên thỏa mãn điều kiện được chọn.", 30),
        Column(
            "Khi", "Điều kiện về các tháng, ví dụ: [số tháng xếp loại]{tot} >= 8. Mức cuối có thể ghi: Còn lại.", 60
        ),
        Column("Mã", "Để trống thì tự đặt; dòng đã có mã thì giữ nguyên.", 16),
    ),
    (
        Field("Mức của năm", "label", _TEXT, _GRADE),
        Field("Khi", "when", Otherwise(), _GRADE),
        Field("Mã", "id", _TEXT, _GRADE),
    ),
)

CAP_SETTINGS = (
    Setting("Mức bị khống chế", ("grade",), Reference(GRADES, is_several=False), "Tên mức ở trang Xếp loại."),
    Setting("Tỷ lệ nhiều nhất (%)", ("ratio",), _NUMBER, "Ví dụ 20."),
    Setting("Tỷ lệ đặc biệt (%)", ("exceptional_ratio",), _NUMBER, "Khi được cho phép riêng; để trống nếu không có."),
    Setting("Mức ngay dưới", ("good",), Reference(GRADES, is_several=False), "Tên mức dùng để tính tỷ lệ."),
    Setting("Mẫu số", ("denominator",), Choice(words.DENOMINATORS)),
    Setting("Làm tròn", ("rounding",), Choice(words.CAP_ROUNDING)),
    Setting(
        "Nhóm đơn vị",
        ("group",),
        Choices(words.LIKENESS),
        f"Cách nhau bằng dấu chấm phẩy; để trống là một nhóm chung: {'; '.join(words.LIKENESS.values())}.",
    ),
)
NOTES_TABLE = TableLayout(
    (Column("Nội dung ghi chú", "Văn bản để ngỏ điều gì và bộ tiêu chí này hiểu thế nào; mỗi dòng một ghi chú.", 110),),
    (Field("Nội dung ghi chú", "note", _TEXT, frozenset({"note"})),),
)
