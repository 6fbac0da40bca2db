"""Every field that a template may print: what it is, for people who write templates, and a sample to try one with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models import PaperKind
from services.papers.rows import Value

_MINUTES_TASKS: Value = [
    {"no": "1", "text": "Vận động 5 hộ hiến đất làm đường", "owner": "Nông Văn Bình", "due": "30/11/2026"},
    {"no": "2", "text": "Phụ trách tổ vay vốn & tiết kiệm", "owner": "Lý Thị Dung", "due": "20/11/2026"},
]
_REVIEWED = {"outcome": "Hoàn thành", "note": "Trước hạn 3 ngày"}


@dataclass(frozen=True)
class PaperField:
    """One field: its meaning, and a sample. A list of lines is a table; the line's own fields are its keys."""

    name: str
    meaning: str
    sample: Value = field(hash=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields of a line, where this is a table."""
        if isinstance(self.sample, str) or not self.sample or isinstance(self.sample[0], str):
            return ()
        return tuple(self.sample[0])

    @property
    def empty(self) -> Value:
        """What the field holds where there is nothing to say."""
        return "" if isinstance(self.sample, str) else []


_ALL = (
    PaperField("superior", "Tên cấp trên, chữ hoa", "ĐẢNG BỘ XÃ BẰNG VÂN"),
    PaperField("issuer", "Tên đơn vị ban hành, chữ hoa", "CHI BỘ KHUỔI NGỌA"),
    PaperField("number", "Dòng số văn bản", "Số 05-NQ/CB"),
    PaperField("place_and_date", "Địa danh và ngày", "Bằng Vân, ngày 05 tháng 11 năm 2026"),
    PaperField("draft", "Chữ DỰ THẢO khi văn bản còn thay đổi được", "DỰ THẢO"),
    PaperField("signs_for", "Quyền hạn ký", "T/M CHI BỘ"),
    PaperField("office", "Chức vụ người ký", "BÍ THƯ"),
    PaperField("signer", "Họ tên người ký", "Hoàng Văn An"),
    PaperField("recipients", "Nơi nhận, mỗi nơi một dòng", ["Đảng ủy xã Bằng Vân (để báo cáo);", "Lưu chi bộ."]),
    PaperField("title", "Tên loại văn bản, chữ hoa", "NGHỊ QUYẾT"),
    PaperField("about", "Buổi họp nào", "sinh hoạt chi bộ thường kỳ tháng 11/2026"),
    PaperField("theme", "Chuyên đề", "Học tập & làm theo Bác"),
    PaperField("place", "Địa điểm", "Nhà văn hóa thôn Khuổi Ngọa"),
    PaperField("started", "Bắt đầu", "14 giờ 00 phút ngày 05/11/2026"),
    PaperField("ended", "Kết thúc", "15 giờ 45 phút ngày 05/11/2026"),
    PaperField("opened", "Từ giờ nào đến giờ nào", "từ 14 giờ 00 phút đến 15 giờ 45 phút ngày 05/11/2026"),
    PaperField("when", "Thời gian mời họp", "14 giờ 00 phút, ngày 05 tháng 11 năm 2026"),
    PaperField("who", "Thành phần mời", ["Toàn thể đảng viên chi bộ."]),
    PaperField("members", "Tổng số đảng viên", "12"),
    PaperField("official", "Đảng viên chính thức", "11"),
    PaperField("probationary", "Đảng viên dự bị", "1"),
    PaperField("temporary", "Đảng viên sinh hoạt tạm thời", "0"),
    PaperField("not_due", "Miễn sinh hoạt, sinh hoạt nơi khác", "1"),
    PaperField("due", "Số đảng viên phải dự", "11"),
    PaperField("attendees", "Tổng số có mặt", "10"),
    PaperField("present_due", "Có mặt trong số phải dự", "10"),
    PaperField("attendance", "Tỷ lệ dự họp", "10/11 (90,9 %)"),
    PaperField("speaking", "Tỷ lệ phát biểu", "6/10 (60,0 %)"),
    PaperField("absent_count", "Số vắng mặt", "1"),
    PaperField("absent", "Từng đồng chí vắng", [{"name": "Nông Thị Yên", "how": "có lý do", "reason": "đi khám bệnh"}]),
    PaperField("guests", "Khách mời, mỗi người một dòng", ["Đồng chí Lê Văn Hùng, đảng ủy viên phụ trách"]),
    PaperField("chair", "Chủ trì kèm chức vụ", "Đồng chí Hoàng Văn An, bí thư chi bộ"),
    PaperField("chair_name", "Họ tên chủ trì", "Hoàng Văn An"),
    PaperField("minutes_secretary", "Thư ký kèm chức vụ", "Đồng chí Nông Văn Bình, chi ủy viên"),
    PaperField("minutes_secretary_name", "Họ tên thư ký", "Nông Văn Bình"),
    PaperField("agenda", "Chương trình, mỗi điểm một dòng", ["Thông tin thời sự", "Kiểm điểm nghị quyết tháng trước"]),
    PaperField("premeeting", "Nội dung họp chi ủy", "Họp ngày 03/11/2026. Thống nhất nội dung."),
    PaperField("content", "Nội dung trình bày", "Thông báo tình hình thời sự.\nTriển khai nghị quyết của Đảng ủy xã."),
    PaperField(
        "opinions",
        "Từng ý kiến phát biểu",
        [{"name": "Lý Thị Dung", "text": "đề nghị rà soát hộ nghèo < 2 khẩu & hỗ trợ giống."}],
    ),
    PaperField(
        "mentions",
        "Biểu dương, nhắc nhở, phê bình",
        [{"what": "Biểu dương", "who": "Đồng chí Lý Thị Dung", "text": "vận động hiến 200 m² đất."}],
    ),
    PaperField("results", "Kết quả trong tháng", "Trồng 12 ha rừng.\nThu ngân sách đạt 102 %."),
    PaperField("weaknesses", "Hạn chế, khuyết điểm", "Còn 2 đảng viên đi họp muộn."),
    PaperField("directions", "Phương hướng tháng tới", "Tập trung thu hoạch lúa mùa."),
    PaperField("conclusion", "Kết luận", "Chi bộ thống nhất các nội dung đã bàn."),
    PaperField("conclusion_name", "Nghị quyết hay Kết luận", "Nghị quyết"),
    PaperField("tasks", "Nhiệm vụ buổi họp giao", _MINUTES_TASKS),
    PaperField(
        "open_tasks",
        "Nhiệm vụ trước chưa xong",
        [
            {
                "no": "1",
                "text": "Sửa nhà văn hóa",
                "owner": "Hoàng Văn An",
                "due": "31/10/2026",
                "outcome": "Chưa hoàn thành",
            }
        ],
    ),
    PaperField("targets", "Chỉ tiêu tháng tới", [{"no": "1", "text": "Trồng rừng mới", "planned": "20 ha"}]),
    PaperField(
        "reviews",
        "Kiểm điểm nhiệm vụ trước",
        [{"no": "1", "text": "Dọn vệ sinh đường thôn", "owner": "Nông Văn Bình", "due": "31/10/2026", **_REVIEWED}],
    ),
    PaperField(
        "target_reviews",
        "Kết quả chỉ tiêu trước",
        [{"no": "1", "text": "Trồng rừng", "planned": "10 ha", "achieved": "12 ha", "outcome": "Vượt", "note": ""}],
    ),
    PaperField(
        "votes",
        "Biểu quyết",
        [
            {
                "subject": "Thông qua nghị quyết",
                "in_favour": "10/11",
                "share": "90,9 %",
                "against": "1",
                "abstained": "0",
            }
        ],
    ),
    PaperField("scores", "Điểm tự chấm theo nhóm", [{"name": "Chuẩn bị sinh hoạt", "points": "5", "most": "5"}]),
    PaperField("total", "Tổng điểm tự chấm", "92 điểm"),
    PaperField("grade", "Mức xếp loại", "Tốt"),
    PaperField("to_mend", "Điểm cần khắc phục", ["Thảo luận: còn ít ý kiến"]),
    PaperField("receipt", "Mã biên nhận", "7K3M-9QXD-2F4A"),
    PaperField("qr", "Ô vuông QR của mã biên nhận (hình)", ""),
    PaperField("month", "Tháng", "11/2026"),
    PaperField("unit", "Tên đơn vị", "Đảng bộ xã Bằng Vân"),
    PaperField("grades", "Tên các mức xếp loại, mỗi mức một cột", ["Tốt", "Khá", "Trung bình", "Kém"]),
    PaperField("counts", "Số chi bộ từng mức", ["1", "0", "0", "0"]),
    PaperField("held", "Số chi bộ đã họp", "1/1"),
    PaperField("summary", "Câu tổng hợp", "1/1 chi bộ đã xếp loại: 1 Tốt."),
    PaperField("legend", "Giải thích chữ viết tắt trong bảng", "Ghi chú: TM: thuyết minh điểm trừ ở trang sau."),
    PaperField("changes", "Biến động đảng viên", ["Chi bộ Khuổi Ngọa: kết nạp 1 đảng viên."]),
    PaperField(
        "explained",
        "Thuyết minh dài, in sau bảng",
        [{"no": "1", "name": "Chi bộ Khuổi Ngọa", "note": "Thảo luận: còn ít ý kiến phát biểu trong phần thảo luận"}],
    ),
    PaperField(
        "rows",
        "Từng dòng của bảng",
        [
            {
                "no": "1",
                "name": "Chi bộ Khuổi Ngọa",
                "members": "12",
                "held_on": "05/11/2026",
                "points": "92",
                "marks": ["X", "", "", ""],
                "note": "Tự chấm; TM",
                "time": "14:00, 05/11",
                "place": "Nhà văn hóa thôn",
                "secretary": "Hoàng Văn An, 0912 345 678",
            }
        ],
    ),
)
FIELDS: Mapping[str, PaperField] = {found.name: found for found in _ALL}

_HEADING = ("superior", "issuer", "number", "place_and_date", "draft")
_SIGNED = (*_HEADING, "signs_for", "office", "signer")
_PEOPLE = (
    *("members", "official", "probationary", "temporary", "not_due", "due", "attendees", "present_due", "attendance"),
    *("speaking", "absent_count", "absent", "chair", "chair_name", "minutes_secretary", "minutes_secretary_name"),
)
_WORK = ("reviews", "target_reviews", "tasks", "targets", "mentions", "votes")
_RESOLUTION = (
    *(*_SIGNED, *_PEOPLE, *_WORK, "title", "about", "theme", "opened", "results", "weaknesses", "directions"),
    *("conclusion", "scores", "total", "grade", "to_mend", "recipients"),
)
NAMES_OF: Mapping[PaperKind, tuple[str, ...]] = {
    PaperKind.MINUTES: (
        *(*_HEADING, *_PEOPLE, *_WORK, "about", "theme", "place", "started", "ended", "guests", "agenda"),
        *("premeeting", "content", "opinions", "results", "weaknesses", "directions", "conclusion", "conclusion_name"),
        *("grade", "receipt", "qr"),
    ),
    PaperKind.RESOLUTION: _RESOLUTION,
    PaperKind.CONCLUSION: _RESOLUTION,
    PaperKind.NOTICE: (*_SIGNED, "about", "theme", "when", "place", "who", "agenda", "chair", "recipients"),
    PaperKind.TASK_LIST: (*_SIGNED, "about", "tasks", "open_tasks"),
    PaperKind.MONTHLY_GRADES: (
        *(*_SIGNED, "members", "held", "counts", "month", "unit", "grades", "rows", "summary", "legend", "changes"),
        *("explained", "recipients"),
    ),
    PaperKind.MONTHLY_SCHEDULE: (*_SIGNED, "members", "held", "month", "unit", "rows", "recipients"),
}
"""The fields that each kind of paper has."""


def fields(kind: PaperKind) -> tuple[PaperField, ...]:
    """The fields that a template of this kind may print."""
    return tuple(FIELDS[name] for name in NAMES_OF[kind])
