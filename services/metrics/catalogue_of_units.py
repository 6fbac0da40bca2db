"""The catalogue, second part: members, grades, the four goods, the cells of a committee."""

from services.metrics.entries import (
    CELL,
    CHARTER,
    COMMITTEE,
    HD_42,
    MEETING,
    MEMBER,
    NQ_21,
    QD_24,
    QD_366,
    ROSTER,
    UNIT,
    count,
    flag,
    grade,
    only,
    share,
    tally,
    without_data,
)
from services.metrics.grades import ANNUAL_LABELS

MONTHS_OF_YEAR = 12

UNITS = (
    # Members
    count(
        "members",
        "số đảng viên",
        "Đảng viên của chi bộ (chính thức và dự bị) ngày họp hoặc cuối kỳ; không tính người sinh hoạt tạm thời đến.",
        ROSTER,
        *(MEETING, UNIT),
    ),
    count(
        "official_members",
        "số đảng viên chính thức",
        "Như “số đảng viên”, đã được công nhận chính thức.",
        ROSTER,
        *(MEETING, UNIT),
    ),
    count(
        "probationary_members",
        "số đảng viên dự bị",
        "Như “số đảng viên”, chưa được công nhận chính thức.",
        ROSTER,
        *(MEETING, UNIT),
    ),
    only(
        CELL,
        flag(
            "has_cell_committee",
            "có chi ủy",
            "Chi bộ có từ 9 đảng viên chính thức ngày họp hoặc cuối kỳ.",
            f"{CHARTER}, Điều 24",
            *(MEETING, UNIT),
        ),
    ),
    only(
        CELL,
        flag(
            "has_deputy_or_committee",
            "có phó bí thư hoặc chi ủy viên",
            "Ngoài bí thư còn có người giữ chức phó bí thư hoặc chi ủy viên ngày họp hoặc cuối kỳ.",
            HD_42,
            *(MEETING, UNIT),
        ),
    ),
    flag("is_official", "là đảng viên chính thức", "Đã được công nhận chính thức ở cuối kỳ.", ROSTER, MEMBER),
    count(
        "members_disciplined",
        "số đảng viên bị kỷ luật",
        "Đảng viên có quyết định kỷ luật trong kỳ, mỗi người một lần.",
        f"{CHARTER}, Điều 35",
        UNIT,
    ),
    flag(
        "is_disciplined",
        "bị kỷ luật",
        "Có quyết định kỷ luật trong kỳ khi sinh hoạt tại chi bộ này.",
        f"{CHARTER}, Điều 35",
        MEMBER,
    ),
    count("admissions", "số đảng viên mới kết nạp", "Người được kết nạp tại chi bộ trong kỳ.", ROSTER, UNIT),
    count(
        "admissions_planned",
        "chỉ tiêu kết nạp đảng viên",
        "Chỉ tiêu cả năm của đơn vị; đảng bộ không có chỉ tiêu riêng thì cộng chỉ tiêu của các chi bộ.",
        "Kế hoạch kết nạp đảng viên trên cổng",
        UNIT,
    ),
    share(
        "admissions_rate",
        "tỷ lệ kết nạp so với chỉ tiêu",
        "Người được kết nạp trong kỳ.",
        "Chỉ tiêu kết nạp cả năm; không có chỉ tiêu hoặc chỉ tiêu bằng 0 thì không có số liệu.",
        "Kế hoạch kết nạp đảng viên trên cổng",
        UNIT,
    ),
    without_data(
        share(
            "fees_paid_rate",
            "tỷ lệ đảng viên đóng đảng phí đúng hạn",
            "Đảng viên đóng đảng phí đúng hạn.",
            "Đảng viên phải đóng đảng phí.",
            QD_24,
            *(MEETING, UNIT, MEMBER),
        )
    ),
    # Grades
    only(
        CELL,
        tally(
            "months_graded",
            "số tháng xếp loại",
            "Tháng của chi bộ theo mức chất lượng sinh hoạt thường kỳ: mức cấp trên đã thông qua, chưa có thì mức tự chấm "
            "đã nộp.",
            HD_42,
            most=MONTHS_OF_YEAR,
        ),
    ),
    only(
        CELL,
        count(
            "months_expected",
            "số tháng phải xếp loại",
            "Tháng đã qua mà chi bộ còn hoạt động đến cuối tháng, tháng đã họp và tháng đã xếp loại.",
            HD_42,
            UNIT,
            most=MONTHS_OF_YEAR,
        ),
    ),
    only(
        CELL,
        count(
            "months_without_grade",
            "số tháng chưa có xếp loại",
            "Tháng phải xếp loại mà chưa có mức nào.",
            HD_42,
            UNIT,
            most=MONTHS_OF_YEAR,
        ),
    ),
    only(
        COMMITTEE,
        tally(
            "cell_months_graded",
            "số lượt chi bộ, theo tháng, xếp loại",
            "Cộng “số tháng xếp loại” của các chi bộ trong đảng bộ.",
            HD_42,
        ),
    ),
    grade(
        "annual_grade",
        "xếp loại chất lượng năm",
        "Mức xếp loại đã quyết định của đơn vị, năm của ngày cuối kỳ.",
        QD_366,
        ANNUAL_LABELS,
    ),
    grade(
        "annual_grade_last_year",
        "xếp loại chất lượng năm trước",
        "Mức xếp loại đã quyết định của đơn vị, năm trước năm của ngày cuối kỳ.",
        QD_366,
        ANNUAL_LABELS,
    ),
    tally(
        "members_graded",
        "số đảng viên xếp loại",
        "Đảng viên theo mức xếp loại đã quyết định của năm.",
        QD_366,
        labels=ANNUAL_LABELS,
    ),
    # The four goods, and the cells of a committee
    flag(
        "four_good_registered",
        "đăng ký bốn tốt trong năm",
        "Chi bộ có đăng ký “chi bộ bốn tốt”, đảng bộ có đăng ký “đảng bộ bốn tốt” của năm.",
        NQ_21,
        UNIT,
    ),
    only(
        COMMITTEE,
        count("cells", "số chi bộ", "Chi bộ thuộc đảng bộ ở cuối kỳ, kể cả qua đảng bộ bộ phận.", ROSTER, UNIT),
    ),
    only(
        COMMITTEE,
        share(
            "cells_registered_rate",
            "tỷ lệ chi bộ đăng ký bốn tốt",
            "Chi bộ có đăng ký “chi bộ bốn tốt” của năm.",
            "Chi bộ thuộc đảng bộ ở cuối kỳ.",
            NQ_21,
            UNIT,
        ),
    ),
    only(
        COMMITTEE,
        share(
            "cells_recognised_rate",
            "tỷ lệ chi bộ được công nhận bốn tốt",
            "Chi bộ được công nhận “chi bộ bốn tốt” của năm mà chưa bị thu hồi.",
            "Chi bộ thuộc đảng bộ ở cuối kỳ.",
            NQ_21,
            UNIT,
        ),
    ),
    only(
        COMMITTEE,
        tally(
            "cells_graded",
            "số chi bộ xếp loại",
            "Chi bộ thuộc đảng bộ theo mức xếp loại đã quyết định của năm.",
            QD_366,
            labels=ANNUAL_LABELS,
        ),
    ),
    only(
        COMMITTEE,
        count(
            "weak_cells",
            "số chi bộ xếp ở mức thấp nhất",
            "Chi bộ có mức xếp loại năm là mức cuối của bộ tiêu chí; chưa chi bộ nào được xếp loại thì không có số liệu.",
            QD_366,
            UNIT,
        ),
    ),
)
