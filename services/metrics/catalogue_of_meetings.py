"""The catalogue, first part: who came, the record, the last resolution, and whether cells met."""

from services.metrics.entries import (
    HD_12,
    HD_42,
    MEETING,
    MEMBER,
    QD_24,
    RECORD,
    UNIT,
    amount,
    count,
    flag,
    share,
    without_data,
)

DUE = (
    "Đảng viên phải dự ngày họp; không tính người được miễn sinh hoạt, tạm thời sinh hoạt nơi khác, "
    "làm nhiệm vụ đặc biệt. Nhiều buổi thì cộng số người của từng buổi."
)
DUE_TASKS = (
    "Nhiệm vụ có hạn trong kỳ, đã đến hạn hoặc đã hoàn thành; với một buổi: nhiệm vụ của nghị quyết kỳ trước, "
    "chưa có số liệu khi còn nhiệm vụ chưa được kiểm điểm."
)
MEETINGS = (
    # Who came
    share(
        "attendance_rate",
        "tỷ lệ dự họp",
        "Đảng viên phải dự và có mặt tại sinh hoạt thường kỳ.",
        DUE,
        HD_42,
        *(MEETING, UNIT, MEMBER),
    ),
    share(
        "attendance_rate_less_excused",
        "tỷ lệ dự họp (không tính vắng có lý do)",
        "Đảng viên phải dự và có mặt tại sinh hoạt thường kỳ.",
        "Như “tỷ lệ dự họp”, trừ thêm người vắng có lý do.",
        "Cách tính của một số địa phương",
        *(MEETING, UNIT),
    ),
    count(
        "unexcused_absences",
        "số lượt vắng không lý do",
        "Lượt đảng viên phải dự mà vắng không có lý do.",
        HD_42,
        *(MEETING, UNIT, MEMBER),
    ),
    count(
        "excused_absences",
        "số lượt vắng có lý do",
        "Lượt đảng viên phải dự mà vắng có lý do.",
        HD_42,
        *(MEETING, UNIT, MEMBER),
    ),
    count(
        "longest_excused_streak",
        "số lần vắng có lý do liên tiếp nhiều nhất của một đảng viên",
        "Số buổi thường kỳ liền nhau của chi bộ mà cùng một đảng viên vắng có lý do, tính từ đầu năm đến hết kỳ "
        "(đến buổi đang chấm); buổi mà người đó không phải dự thì ngắt chuỗi.",
        HD_12,
        *(MEETING, UNIT, MEMBER),
    ),
    count(
        "members_excused_over_3",
        "số đảng viên vắng có lý do quá 3 lần liên tiếp trong năm",
        "Đảng viên có chuỗi vắng có lý do dài hơn 3 buổi thường kỳ, tính từ đầu năm đến hết kỳ.",
        HD_12,
        UNIT,
    ),
    count(
        "members_unexcused_3_months",
        "số đảng viên vắng không lý do từ 3 tháng trở lên trong năm",
        "Đảng viên vắng không lý do ở sinh hoạt thường kỳ của ít nhất 3 tháng, tính từ đầu năm đến hết kỳ.",
        QD_24,
        UNIT,
    ),
    share(
        "speaking_rate",
        "tỷ lệ đảng viên phát biểu",
        "Người dự có phát biểu.",
        "Người có mặt, kể cả người không thuộc diện phải dự.",
        HD_42,
        *(MEETING, UNIT),
    ),
    count("times_spoken", "số buổi có phát biểu", "Buổi thường kỳ mà đảng viên có phát biểu.", RECORD, MEMBER),
    # The record of a meeting
    amount(
        "duration_minutes",
        "thời lượng buổi sinh hoạt",
        "phút",
        "Từ giờ bắt đầu đến giờ kết thúc.",
        HD_42,
        MEETING,
    ),
    amount(
        "duration_shortfall",
        "thời lượng còn thiếu",
        "phút",
        "Số phút còn thiếu so với 90 phút (sinh hoạt thường kỳ) hoặc 120 phút (kết hợp chuyên đề); đủ thì bằng 0.",
        HD_42,
        MEETING,
    ),
    amount(
        "documents_days_before",
        "số ngày đăng tải tài liệu trước buổi sinh hoạt",
        "ngày",
        "Từ ngày đăng tải tài liệu đến ngày họp; số âm là đăng tải sau ngày họp.",
        HD_42,
        MEETING,
        least=-31,
    ),
    amount(
        "minutes_days_after",
        "số ngày gửi biên bản sau buổi sinh hoạt",
        "ngày",
        "Từ ngày họp đến ngày đăng tải, gửi biên bản; chưa ghi thì lấy ngày nộp biên bản trên cổng.",
        HD_42,
        MEETING,
    ),
    flag(
        "premeeting_held",
        "họp chi ủy (hội ý) trước buổi sinh hoạt",
        "Biên bản có ngày họp chi ủy, hội ý không sau ngày họp. Chi bộ chỉ có bí thư thì không có số liệu.",
        HD_42,
        MEETING,
    ),
    flag("is_combined", "kết hợp sinh hoạt chuyên đề", "Buổi thường kỳ kết hợp chuyên đề.", HD_42, MEETING),
    flag(
        "thematic_in_month",
        "có sinh hoạt chuyên đề trong tháng",
        "Trong tháng chi bộ có buổi chuyên đề hoặc kết hợp chuyên đề đã nộp biên bản (tính cả buổi đang chấm).",
        HD_42,
        MEETING,
    ),
    without_data(
        flag(
            "supervisor_attended",
            "có cấp ủy viên phụ trách dự",
            "Cấp ủy viên phụ trách chi bộ dự buổi sinh hoạt.",
            HD_42,
            MEETING,
        )
    ),
    # The last resolution and the next
    share(
        "tasks_done_rate",
        "tỷ lệ nhiệm vụ hoàn thành",
        "Nhiệm vụ được một buổi sinh hoạt ghi nhận hoàn thành.",
        DUE_TASKS,
        HD_42,
        *(MEETING, UNIT, MEMBER),
    ),
    share(
        "tasks_done_on_time_rate",
        "tỷ lệ nhiệm vụ hoàn thành đúng hạn",
        "Nhiệm vụ được ghi nhận hoàn thành ở buổi sinh hoạt không sau hạn.",
        "Nhiệm vụ có hạn trong kỳ, đã đến hạn hoặc đã hoàn thành.",
        HD_42,
        MEMBER,
    ),
    count(
        "tasks_late",
        "số nhiệm vụ quá hạn đến ngày họp",
        "Nhiệm vụ của các buổi trước có hạn trước ngày họp mà chưa buổi nào, kể cả buổi này, ghi nhận hoàn thành.",
        HD_42,
        MEETING,
    ),
    count(
        "tasks_overdue",
        "số nhiệm vụ quá hạn",
        "Nhiệm vụ có hạn trong kỳ, đã quá hạn mà chưa buổi nào ghi nhận hoàn thành.",
        HD_42,
        *(UNIT, MEMBER),
    ),
    count("tasks_given", "số nhiệm vụ giao tại buổi sinh hoạt", "Nhiệm vụ có người và hạn.", HD_42, MEETING),
    share(
        "targets_completed_rate",
        "tỷ lệ chỉ tiêu hoàn thành",
        "Chỉ tiêu có kết quả kiểm điểm mới nhất là “Đạt” hoặc “Vượt”.",
        "Với một buổi: chỉ tiêu của buổi gần nhất có đề ra, chưa có số liệu khi còn chỉ tiêu chưa được kiểm điểm. "
        "Với một kỳ: chỉ tiêu đề ra trong kỳ mà sau đó chi bộ đã họp thường kỳ.",
        HD_42,
        *(MEETING, UNIT),
    ),
    count(
        "targets_exceeded",
        "số chỉ tiêu vượt",
        "Chỉ tiêu có kết quả kiểm điểm mới nhất là “Vượt”, trong số chỉ tiêu nói ở “tỷ lệ chỉ tiêu hoàn thành”.",
        HD_42,
        *(MEETING, UNIT),
    ),
    # Whether cells met and handed in
    count(
        "meetings_held",
        "số buổi thường kỳ đã họp",
        "Buổi thường kỳ đã nộp biên bản, không bị hủy.",
        HD_42,
        UNIT,
    ),
    count(
        "meetings_expected",
        "số buổi thường kỳ phải họp",
        "Tháng đã qua mà chi bộ còn hoạt động đến cuối tháng, và tháng đã họp.",
        HD_42,
        UNIT,
    ),
    share(
        "meetings_held_rate",
        "tỷ lệ buổi thường kỳ đã họp",
        "Buổi thường kỳ đã nộp biên bản, không bị hủy.",
        "Số buổi thường kỳ phải họp.",
        HD_42,
        UNIT,
    ),
    count(
        "thematic_held_quarters",
        "số quý có sinh hoạt chuyên đề",
        "Quý trọn trong kỳ có buổi chuyên đề hoặc kết hợp chuyên đề; đảng bộ thì cộng các chi bộ.",
        HD_42,
        UNIT,
    ),
    count(
        "thematic_expected_quarters",
        "số quý phải có sinh hoạt chuyên đề",
        "Quý trọn trong kỳ đã qua mà chi bộ còn hoạt động đến cuối quý, và quý đã có chuyên đề.",
        HD_42,
        UNIT,
    ),
    share(
        "thematic_held_rate",
        "tỷ lệ quý có sinh hoạt chuyên đề",
        "Quý có buổi chuyên đề hoặc kết hợp chuyên đề.",
        "Số quý phải có sinh hoạt chuyên đề.",
        HD_42,
        UNIT,
    ),
    share(
        "submitted_on_time_rate",
        "tỷ lệ biên bản nộp đúng hạn",
        "Biên bản thường kỳ nộp trên cổng chậm nhất ngày 05 tháng sau.",
        "Tháng đã nộp biên bản hoặc đã qua hạn nộp.",
        "Quy định về thời hạn báo cáo của cấp ủy",
        UNIT,
    ),
)
