"""The audit trail: one entry per change, in the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, AuditEntry, Table, UnitEra
from models.base import snake_case
from services.access import Actor, Permission, within_reach
from services.clock import now

ACTION_NAMES = {
    "account:signed_in": "Đăng nhập",
    "account:created": "Tạo tài khoản",
    "account:disabled": "Khóa tài khoản",
    "account:enabled": "Mở khóa tài khoản",
    "account:role_changed": "Đổi vai trò",
    "account:password_reset": "Cấp lại mật khẩu",
    "account:password_changed": "Tự đổi mật khẩu",
    "meeting:begun": "Mở biên bản",
    "meeting:written": "Ghi biên bản",
    "meeting:submitted": "Nộp biên bản",
    "meeting:taken_back": "Rút lại biên bản",
    "meeting:amended": "Mở lại biên bản đã duyệt",
    "meeting:forwarded": "Duyệt biên bản, chuyển cấp trên",
    "meeting:approved": "Duyệt biên bản",
    "meeting:returned": "Trả lại biên bản",
    "meeting:approval_withdrawn": "Rút duyệt biên bản",
    "field_remark:written": "Ghi chú tại mục của biên bản",
    "field_remark:withdrawn": "Bỏ ghi chú tại mục của biên bản",
    "field_remark:resolved": "Báo đã sửa mục của biên bản",
    "field_remark:reopened": "Bỏ báo đã sửa mục của biên bản",
    "meeting:planned": "Lập lịch sinh hoạt",
    "meeting:postponed": "Hoãn buổi sinh hoạt",
    "meeting:cancelled": "Hủy buổi sinh hoạt",
    "meeting:revived": "Khôi phục buổi sinh hoạt",
    "meeting:filed": "Ghi ngày gửi biên bản",
    "task:given": "Giao nhiệm vụ",
    "task:withdrawn": "Bỏ nhiệm vụ",
    "rating:written": "Đánh giá nhiệm vụ tháng",
    "pledge:written": "Ghi bản cam kết",
    "pledge:registered": "Đăng ký việc làm theo",
    "pledge:withdrawn": "Bỏ việc đăng ký",
    "pledge:reviewed": "Kiểm điểm cam kết",
    "presentation:assigned": "Phân công trình bày",
    "presentation:withdrawn": "Bỏ phân công trình bày",
    "target:given": "Đặt chỉ tiêu",
    "target:withdrawn": "Bỏ chỉ tiêu",
    "agenda:taken": "Lấy chương trình theo mẫu",
    "agenda_item:added": "Thêm điểm chương trình",
    "agenda_item:moved": "Chuyển điểm chương trình",
    "agenda_item:removed": "Bỏ điểm chương trình",
    "agenda_template:written": "Soạn mẫu chương trình",
    "guest:added": "Ghi khách mời",
    "guest:removed": "Bỏ khách mời",
    "mention:added": "Ghi biểu dương, nhắc nhở, phê bình",
    "mention:removed": "Bỏ biểu dương, nhắc nhở, phê bình",
    "vote:added": "Ghi biểu quyết",
    "vote:removed": "Bỏ biểu quyết",
    "meeting_file:added": "Thêm tài liệu của buổi họp",
    "meeting_file:removed": "Bỏ tài liệu của buổi họp",
    "meeting_file:taken": "Tải tệp của buổi họp",
    "discipline:recorded": "Ghi quyết định kỷ luật",
    "discipline:withdrawn": "Bỏ quyết định kỷ luật",
    "admission_plan:written": "Ghi chỉ tiêu kết nạp",
    "assessment:created": "Mở bản tự chấm",
    "assessment:answered": "Chấm tiêu chí",
    "assessment:submitted": "Nộp bản tự chấm",
    "assessment:taken_back": "Rút lại bản tự chấm",
    "assessment:sent_back": "Trả lại bản tự chấm",
    "assessment:accepted": "Thông qua kết quả chấm",
    "assessment:acceptance_withdrawn": "Rút kết quả thẩm định",
    "assessment:reviewed": "Thẩm định tiêu chí",
    "assessment:difference_explained": "Ghi lý do chênh lệch điểm",
    "assessment:vote_written": "Ghi kết quả biểu quyết",
    "remark:written": "Ghi chú thẩm định",
    "remark:withdrawn": "Bỏ ghi chú thẩm định",
    "remark:resolved": "Báo đã sửa theo ghi chú",
    "remark:reopened": "Bỏ báo đã sửa",
    "programme:created": "Lập chương trình",
    "programme:changed": "Sửa chương trình",
    "programme:removed": "Bỏ chương trình",
    "registration:made": "Đăng ký bốn tốt",
    "registration:withdrawn": "Rút đăng ký bốn tốt",
    "recognition:granted": "Công nhận bốn tốt",
    "recognition:corrected": "Sửa thông tin quyết định công nhận",
    "recognition:rewarded": "Ghi khen thưởng",
    "recognition:revoked": "Thu hồi công nhận",
    "evidence:attached": "Thêm minh chứng",
    "evidence:dated": "Ghi ngày của minh chứng",
    "evidence:detached": "Bỏ minh chứng",
    "evidence:taken": "Tải minh chứng",
    "annual_grade:proposed": "Đề xuất xếp loại hằng năm",
    "annual_grade:decided": "Quyết định xếp loại hằng năm",
    "annual_grade:withdrawn": "Rút quyết định xếp loại hằng năm",
    "evidence:linked": "Dẫn dữ liệu làm minh chứng",
    "evidence:unlinked": "Bỏ dữ liệu làm minh chứng",
    "criteria_set:stored": "Lưu bộ tiêu chí",
    "criteria_set:begun": "Mở bộ tiêu chí mới",
    "criteria_set:copied": "Sao chép bộ tiêu chí",
    "criteria_set:written": "Soạn bộ tiêu chí",
    "criteria_set:part_added": "Thêm mục, tiêu chí, mức",
    "criteria_set:part_moved": "Chuyển mục, tiêu chí, mức",
    "criteria_set:part_removed": "Bỏ phần của bộ tiêu chí",
    "criteria_set:part_restored": "Hoàn tác phần đã bỏ",
    "criteria_set:replaced": "Thay bộ tiêu chí bằng tệp",
    "criteria_set:reopened": "Mở lại bộ tiêu chí đã kiểm tra",
    "criteria_set:checked": "Kiểm tra xong bộ tiêu chí",
    "criteria_set:warning_accepted": "Chấp nhận cảnh báo",
    "criteria_set:published": "Ban hành bộ tiêu chí",
    "criteria_set:retired": "Thôi dùng bộ tiêu chí",
    "criteria_set:discarded": "Bỏ bản nháp bộ tiêu chí",
    "criteria_kind:added": "Thêm loại đánh giá",
    "supervision:assigned": "Phân công cấp ủy viên phụ trách",
    "supervision:relieved": "Ghi ngày thôi phụ trách",
    "supervision:removed": "Bỏ phân công phụ trách",
    "visit:noted": "Ghi buổi dự của cấp trên",
    "visit:written": "Sửa nhận xét buổi dự",
    "visit:removed": "Bỏ buổi dự của cấp trên",
    "coaching:opened": "Mở giúp đỡ chi bộ",
    "coaching:written": "Sửa kế hoạch giúp đỡ",
    "coaching:step_noted": "Ghi việc giúp đỡ chi bộ",
    "coaching:step_removed": "Bỏ việc giúp đỡ chi bộ",
    "coaching:closed": "Kết thúc giúp đỡ chi bộ",
    "coaching:reopened": "Mở lại việc giúp đỡ chi bộ",
    "commendation:noted": "Ghi khen thưởng, mô hình hay",
    "commendation:removed": "Bỏ khen thưởng, mô hình hay",
    "document:kept": "Thêm văn bản hướng dẫn",
    "document:changed": "Sửa văn bản hướng dẫn",
    "document:file_added": "Thêm tệp văn bản hướng dẫn",
    "document:file_removed": "Bỏ tệp văn bản hướng dẫn",
    "document:removed": "Bỏ văn bản hướng dẫn",
    "period:opened": "Mở kỳ báo cáo",
    "period:closed": "Chốt kỳ báo cáo",
    "period:reopened": "Mở lại kỳ báo cáo",
    "expectation:added": "Bổ sung chi bộ vào kỳ báo cáo",
    "expectation:exempted": "Miễn báo cáo cho chi bộ",
    "expectation:exemption_ended": "Bỏ miễn báo cáo",
    "expectation:extended": "Gia hạn nộp",
    "paper:issued": "Cấp số văn bản",
    "paper:settled": "Ghi thể thức ký, nhiệm kỳ",
    "paper_template:replaced": "Thay mẫu văn bản",
    "paper_template:put_back": "Bỏ mẫu văn bản riêng",
    "signed_scan:attached": "Thêm bản ký quét",
    "signed_scan:detached": "Bỏ bản ký quét",
    "reminder:noted": "Ghi lần nhắc việc",
    "reminder:sent": "Gửi thư nhắc việc",
    "reminder:failed": "Gửi thư nhắc việc không được",
    "email_address:written": "Ghi địa chỉ nhận thư nhắc việc",
    "export:made": "Tải dữ liệu",
    "sample:built": "Nạp dữ liệu mẫu",
}
"""What an action is called on the screen. A test compares it with the actions that services record."""


def record(  # noqa: PLR0913 - an entry has this many facts
    session: Session,
    actor: Actor | UUID | None,
    action: str,
    entity: Table | str,
    *,
    entity_id: object,
    unit_id: UUID | None,
    **details: Any,
) -> None:
    """Write who did ``action`` (``noun:verb-in-past``) to what.

    ``actor`` is an account's id while that account is only signing in, and None for the operator at the command line.
    """
    session.add(
        AuditEntry(
            at=now(),
            account_id=actor.account_id if isinstance(actor, Actor) else actor,
            action=action,
            entity=entity if isinstance(entity, str) else snake_case(type(entity).__name__),
            entity_id=str(entity_id),
            unit_id=unit_id,
            details=details,
        )
    )


@dataclass(frozen=True)
class AuditRow:
    """An entry as it is read: who, what, to what, when."""

    sequence: int
    at: datetime
    username: str | None
    action: str
    entity: str
    unit_name: str | None
    details: dict[str, Any]


def entries(
    session: Session, actor: Actor, *, action: str = "", before: int | None = None, limit: int = 100
) -> list[AuditRow]:
    """The latest entries about units in reach, newest first; ``before`` continues after a sequence number."""
    actor.require(Permission.AUDIT_READ)
    query = (
        select(AuditEntry, Account.username, UnitEra.name)
        .join(Account, col(Account.id) == col(AuditEntry.account_id), isouter=True)
        .join(UnitEra, (col(UnitEra.unit_id) == col(AuditEntry.unit_id)) & col(UnitEra.ends_on).is_(None), isouter=True)
        .where(within_reach(actor, AuditEntry.unit_id))
        .order_by(col(AuditEntry.sequence).desc())
        .limit(limit)
    )
    if action:
        query = query.where(col(AuditEntry.action).startswith(action, autoescape=True))
    if before is not None:
        query = query.where(col(AuditEntry.sequence) < before)
    return [_row(entry, username, unit_name) for entry, username, unit_name in session.exec(query)]


def _row(entry: AuditEntry, username: str | None, unit_name: str | None) -> AuditRow:
    return AuditRow(entry.sequence or 0, entry.at, username, entry.action, entry.entity, unit_name, entry.details)
