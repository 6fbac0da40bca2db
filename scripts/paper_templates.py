"""Makes the templates of the papers that ship: ``python scripts/paper_templates.py`` writes documents/templates/*.docx."""

import sys
from collections.abc import Callable
from pathlib import Path

from paper_sheet import CENTRE, Sheet, big_table, fill, table_of

FOLDER = Path(__file__).resolve().parent.parent / "documents" / "templates"

NO = ("STT", 11, "{{ row.no }}")


def _reviews(sheet: Sheet) -> None:
    columns = [
        NO,
        ("Nhiệm vụ", 58, "{{ row.text }}"),
        ("Đảng viên thực hiện", 38, "{{ row.owner }}"),
        ("Thời hạn", 23, "{{ row.due }}"),
        ("Kết quả", 35, "{{ row.outcome }}{% if row.note %}: {{ row.note }}{% endif %}"),
    ]
    sheet.table("row in reviews", columns, centred=(0, 3))


def _target_reviews(sheet: Sheet) -> None:
    columns = [
        NO,
        ("Chỉ tiêu", 62, "{{ row.text }}"),
        ("Kế hoạch", 28, "{{ row.planned }}"),
        ("Thực hiện", 28, "{{ row.achieved }}"),
        ("Kết quả", 36, "{{ row.outcome }}{% if row.note %}: {{ row.note }}{% endif %}"),
    ]
    sheet.table("row in target_reviews", columns, centred=(0, 2, 3))


def _tasks(sheet: Sheet) -> None:
    columns = [
        NO,
        ("Nội dung nhiệm vụ", 80, "{{ row.text }}"),
        ("Đảng viên thực hiện", 50, "{{ row.owner }}"),
        ("Thời hạn", 24, "{{ row.due }}"),
    ]
    sheet.table("row in tasks", columns, centred=(0, 3))


def _targets(sheet: Sheet) -> None:
    columns = [NO, ("Chỉ tiêu", 110, "{{ row.text }}"), ("Kế hoạch", 44, "{{ row.planned }}")]
    sheet.table("row in targets", columns, centred=(0, 2))


def _votes(sheet: Sheet) -> None:
    against = "không tán thành: {{ vote.against }}; ý kiến khác: {{ vote.abstained }}"
    said = f" tán thành {{{{ vote.in_favour }}}} đảng viên chính thức ({{{{ vote.share }}}}); {against}."
    sheet.each("vote in votes", ("Biểu quyết: ", "b"), "{{ vote.subject }};" + said)


def _heads(sheet: Sheet) -> None:
    temporary = "{% if temporary != '0' %}; sinh hoạt tạm thời {{ temporary }}{% endif %}"
    not_due = "{% if not_due != '0' %}; miễn sinh hoạt, sinh hoạt nơi khác {{ not_due }}{% endif %}"
    sheet.text(
        ("Tổng số đảng viên: ", "b"),
        "{{ members }} đồng chí (chính thức {{ official }}, dự bị {{ probationary }}" + temporary + not_due + ").",
    )
    sheet.text(("Có mặt: ", "b"), "{{ attendees }} đồng chí; tỷ lệ dự họp {{ attendance }}.")
    sheet.text(("Vắng mặt: ", "b"), "{{ absent_count }} đồng chí{% if absent %}, gồm:{% else %}.{% endif %}")
    sheet.each(
        "one in absent", "- Đồng chí {{ one.name }} ({{ one.how }}{% if one.reason %}: {{ one.reason }}{% endif %})."
    )


def minutes() -> Sheet:
    """Biên bản."""
    sheet = Sheet("Biên bản")
    sheet.head()
    sheet.title("BIÊN BẢN", "{{ about }}")
    _opening(sheet)
    sheet.chapter("I. NỘI DUNG")
    sheet.each("point in agenda", "{{ loop.index }}. {{ point }}")
    sheet.optional("premeeting", "Chuẩn bị của chi ủy:")
    sheet.when("content", lambda: sheet.text("{{ content }}"))
    sheet.chapter("II. DIỄN BIẾN CUỘC HỌP")
    _discussion(sheet)
    sheet.chapter("III. KẾT LUẬN VÀ BIỂU QUYẾT")
    sheet.when("conclusion", lambda: sheet.text(("{{ conclusion_name }}: ", "b"), "{{ conclusion }}"))
    _votes(sheet)
    sheet.optional("grade", "Chất lượng buổi họp:")
    sheet.text("Cuộc họp kết thúc hồi {{ ended }}; biên bản đã được đọc cho hội nghị nghe và thống nhất.")
    sheet.feet(
        lambda: sheet.signature("NGƯỜI GHI BIÊN BẢN", name="minutes_secretary_name"),
        lambda: sheet.signature("CHỦ TRÌ", name="chair_name"),
    )
    sheet.when("receipt", lambda: _receipt(sheet))
    return sheet


def _opening(sheet: Sheet) -> None:
    sheet.optional("theme", "Chuyên đề:")
    sheet.text(("Địa điểm: ", "b"), "{{ place }}.")
    sheet.text(("Thời gian bắt đầu: ", "b"), "{{ started }}.")
    _heads(sheet)
    sheet.when("guests", lambda: sheet.text(("Khách mời:", "b")))
    sheet.each("guest in guests", "- {{ guest }}.")
    sheet.text(("Chủ trì: ", "b"), "{{ chair }}.")
    sheet.text(("Thư ký: ", "b"), "{{ minutes_secretary }}.")


def _discussion(sheet: Sheet) -> None:
    sheet.when("reviews", lambda: (sheet.label("Kiểm điểm nhiệm vụ đã giao:"), _reviews(sheet)))
    sheet.when("target_reviews", lambda: (sheet.label("Kết quả thực hiện chỉ tiêu:"), _target_reviews(sheet)))
    sheet.optional("results", "Kết quả đạt được:")
    sheet.optional("weaknesses", "Hạn chế:")
    sheet.when("opinions", lambda: sheet.text(("Ý kiến thảo luận ", "b"), "(tỷ lệ phát biểu {{ speaking }}):"))
    sheet.each("opinion in opinions", "- Đồng chí {{ opinion.name }}: {{ opinion.text }}")
    sheet.each("mention in mentions", ("{{ mention.what }}: ", "b"), "{{ mention.who }} – {{ mention.text }}")
    sheet.optional("directions", "Phương hướng tháng tới:")
    sheet.when("targets", lambda: (sheet.label("Chỉ tiêu:"), _targets(sheet)))
    sheet.when("tasks", lambda: (sheet.label("Phân công nhiệm vụ:"), _tasks(sheet)))


def _receipt(sheet: Sheet) -> None:
    sheet.gap()
    table = table_of(sheet.document, [22, 143], has_lines=False)
    fill(table.rows[0], ["{{ qr }}", "  Mã biên nhận: {{ receipt }}"], 11)
    table.cell(0, 1).vertical_alignment = 1


def resolution() -> Sheet:
    """Nghị quyết, kết luận."""
    sheet = Sheet("Nghị quyết")
    sheet.head()
    sheet.title("{{ title }}", "{{ about }}")
    sheet.optional("theme", "Chuyên đề:")
    sheet.text(
        "Hội nghị diễn ra {{ opened }}. Chủ trì: {{ chair }}; thư ký: {{ minutes_secretary }}. Tổng số đảng viên "
        "{{ members }} đồng chí (chính thức {{ official }}, dự bị {{ probationary }}); có mặt {{ attendees }}; "
        "tỷ lệ dự họp {{ attendance }}; vắng {{ absent_count }}. Hội nghị thống nhất:"
    )
    sheet.chapter("I. KẾT QUẢ THỰC HIỆN")
    sheet.when("results", lambda: sheet.text("{{ results }}"))
    sheet.when("reviews", lambda: (sheet.label("Kết quả thực hiện nhiệm vụ đã giao:"), _reviews(sheet)))
    sheet.when("target_reviews", lambda: (sheet.label("Kết quả thực hiện chỉ tiêu:"), _target_reviews(sheet)))
    sheet.each("mention in mentions", ("{{ mention.what }}: ", "b"), "{{ mention.who }} – {{ mention.text }}")
    sheet.optional("weaknesses", "Hạn chế, nguyên nhân:")
    sheet.chapter("II. NHIỆM VỤ THÁNG TỚI")
    sheet.when("directions", lambda: sheet.text("{{ directions }}"))
    sheet.when("conclusion", lambda: sheet.text("{{ conclusion }}"))
    sheet.when("targets", lambda: (sheet.label("Chỉ tiêu:"), _targets(sheet)))
    sheet.chapter("III. PHÂN CÔNG THỰC HIỆN")
    sheet.when("tasks", lambda: _tasks(sheet))
    sheet.when("not tasks", lambda: sheet.text("Các đảng viên thực hiện theo nhiệm vụ đã được phân công."))
    sheet.when("total", lambda: _scores(sheet))
    _votes(sheet)
    sheet.signed()
    return sheet


def _scores(sheet: Sheet) -> None:
    sheet.chapter("IV. TỰ ĐÁNH GIÁ CHẤT LƯỢNG SINH HOẠT")
    columns = [
        ("STT", 11, "{{ loop.index }}"),
        ("Nhóm tiêu chí", 104, "{{ row.name }}"),
        ("Tối đa", 25, "{{ row.most }}"),
        ("Tự chấm", 25, "{{ row.points }}"),
    ]
    sheet.table("row in scores", columns, centred=(0, 2, 3))
    sheet.text("Tổng điểm: {{ total }}{% if grade %}; xếp loại: {{ grade }}{% endif %}.")
    sheet.when("to_mend", lambda: sheet.text("Hạn chế cần khắc phục:"))
    sheet.each("point in to_mend", "- {{ point }}")


def notice() -> Sheet:
    """Thông báo họp."""
    sheet = Sheet("Thông báo")
    sheet.head()
    sheet.title("THÔNG BÁO", "về việc triệu tập {{ about }}")
    sheet.text("{{ issuer }} thông báo triệu tập {{ about }} như sau:")
    sheet.optional("theme", "Chuyên đề:")
    sheet.text(("1. Thời gian: ", "b"), "{{ when }}.")
    sheet.text(("2. Địa điểm: ", "b"), "{{ place }}.")
    sheet.text(("3. Thành phần:", "b"))
    sheet.each("one in who", "- {{ one }}")
    sheet.when("chair", lambda: sheet.text(("4. Chủ trì: ", "b"), "{{ chair }}."))
    sheet.when("agenda", lambda: sheet.text(("5. Nội dung:", "b")))
    sheet.each("point in agenda", "- {{ point }}")
    last = sheet.text(
        "Đề nghị các đồng chí nghiên cứu trước tài liệu, chuẩn bị ý kiến và dự họp đầy đủ, đúng giờ. "
        "Đồng chí nào vắng mặt báo cáo lý do với chủ trì trước buổi họp."
    )
    last.paragraph_format.keep_with_next = True
    sheet.signed()
    return sheet


def task_list() -> Sheet:
    """Bảng phân công nhiệm vụ."""
    sheet = Sheet("Bảng phân công nhiệm vụ")
    sheet.head()
    sheet.title("BẢNG PHÂN CÔNG NHIỆM VỤ", "{{ about }}")
    sheet.when("tasks", lambda: _tasks(sheet))
    sheet.when("not tasks", lambda: sheet.text("Buổi họp không giao nhiệm vụ mới."))
    columns = [
        NO,
        ("Nhiệm vụ", 62, "{{ row.text }}"),
        ("Đảng viên thực hiện", 40, "{{ row.owner }}"),
        ("Thời hạn", 23, "{{ row.due }}"),
        ("Tình trạng", 29, "{{ row.outcome }}"),
    ]
    more = "row in open_tasks"
    sheet.when(
        "open_tasks",
        lambda: (sheet.label("Nhiệm vụ tháng trước chuyển sang:"), sheet.table(more, columns, centred=(0, 3))),
    )
    sheet.feet(sheet.text, lambda: sheet.signature("{{ signs_for }}", "{{ office }}", name="signer"))
    return sheet


def monthly_grades() -> Sheet:
    """Báo cáo xếp loại sinh hoạt chi bộ."""
    sheet = Sheet("Báo cáo xếp loại sinh hoạt chi bộ")
    sheet.head()
    sheet.title("BÁO CÁO", "kết quả xếp loại sinh hoạt chi bộ tháng {{ month }}")
    _grades(sheet)
    sheet.when("legend", lambda: sheet.text(("{{ legend }}", "i"), size=11))
    sheet.text("{{ summary }}", size=13)
    sheet.when("changes", lambda: sheet.text(("Biến động đảng viên: ", "b"), "{{ changes|join(' ') }}", size=12))
    sheet.signed()
    sheet.when("explained", lambda: _explained(sheet))
    return sheet


def _grades(sheet: Sheet) -> None:
    columns = [
        ("STT", 9, "{{ row.no }}", ""),
        ("Tên đơn vị", 40, "{{ row.name }}", "Tổng cộng"),
        ("Số ĐV", 10, "{{ row.members }}", "{{ members }}"),
        ("Ngày họp", 21, "{{ row.held_on }}", "{{ held }}"),
        ("Điểm", 11, "{{ row.points }}", ""),
        ("{%tc for grade in grades %}", 12, "{%tc for mark in row.marks %}", "{%tc for count in counts %}"),
        ("{{ grade }}", 12, "{{ mark }}", "{{ count }}"),
        ("{%tc endfor %}", 12, "{%tc endfor %}", "{%tc endfor %}"),
        ("Ghi chú", 26, "{{ row.note }}", ""),
    ]
    big_table(sheet.document, columns, (10, 11), centred=(0, 2, 3, 4, 6))
    sheet.gap()


def _explained(sheet: Sheet) -> None:
    page = sheet.text(("THUYẾT MINH", "b"), align=CENTRE, after=6)
    page.paragraph_format.page_break_before = True
    sheet.each("one in explained", ("{{ one.no }}. {{ one.name }}: ", "b"), "{{ one.note }}")


def monthly_schedule() -> Sheet:
    """Thông báo lịch sinh hoạt."""
    sheet = Sheet("Thông báo lịch sinh hoạt")
    sheet.head()
    sheet.title("THÔNG BÁO", "lịch sinh hoạt chi bộ tháng {{ month }}")
    columns = [
        ("STT", 9, "{{ row.no }}", ""),
        ("Chi bộ", 36, "{{ row.name }}", "Tổng cộng"),
        ("Số ĐV", 9, "{{ row.members }}", "{{ members }}"),
        ("Thời gian", 21, "{{ row.time }}", "{{ held }}"),
        ("Địa điểm", 43, "{{ row.place }}", ""),
        ("Bí thư, điện thoại", 47, "{{ row.secretary }}", ""),
    ]
    big_table(sheet.document, columns, (10, 10), centred=(0, 2, 3))
    sheet.gap()
    sheet.signed()
    return sheet


MADE: dict[str, Callable[[], Sheet]] = {
    "minutes": minutes,
    "resolution": resolution,
    "conclusion": resolution,
    "notice": notice,
    "task_list": task_list,
    "monthly_grades": monthly_grades,
    "monthly_schedule": monthly_schedule,
}


def write(folder: Path) -> None:
    """Write every template into a folder."""
    for name, make in MADE.items():
        make().document.save(str(folder / f"{name}.docx"))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
