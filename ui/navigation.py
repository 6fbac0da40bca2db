"""Every page of the portal, who sees it in the menu, and links between pages."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from models import Role
from services.access import Actor
from ui.identity import drawing_for

EVERYBODY = frozenset(Role)
WRITERS = frozenset({Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER, Role.CELL_SECRETARY})
REVIEWERS = frozenset({Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER})
OVERSEERS = REVIEWERS | {Role.LEADER}
CLASSIFIERS = WRITERS | {Role.LEADER}
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
PERIOD_KEEPERS = ADMINISTRATORS | {Role.DISTRICT_STAFF}
STEWARDS = REVIEWERS | ADMINISTRATORS


@dataclass(frozen=True)
class Screen:
    """A page: ``meetings.entry`` is pages/meetings/entry.py. Hiding it protects nothing; services refuse."""

    name: str
    section: str
    title: str
    address: str
    icon: str
    roles: frozenset[Role]
    is_in_menu: bool = True
    """A page about one thing is reached from lists, not from the menu."""

    @property
    def path(self) -> str:
        """The page's file."""
        return f"pages/{self.name.replace('.', '/')}.py"


SCREENS = (
    Screen("home.today", "", "Việc cần làm", "", "home", EVERYBODY),
    Screen("meetings.entry", "Sinh hoạt chi bộ", "Biên bản sinh hoạt", "nhap-bien-ban", "edit_note", EVERYBODY),
    Screen("meetings.review", "Sinh hoạt chi bộ", "Duyệt biên bản", "duyet-bien-ban", "approval", REVIEWERS),
    Screen("meetings.board", "Sinh hoạt chi bộ", "Bảng theo dõi", "bang-theo-doi", "grid_on", EVERYBODY),
    Screen("meetings.book", "Sinh hoạt chi bộ", "Sổ sinh hoạt", "so-sinh-hoat", "menu_book", EVERYBODY),
    Screen(
        "meetings.tasks", "Sinh hoạt chi bộ", "Nhiệm vụ, cam kết", "nhiem-vu-cam-ket", "assignment_ind", CLASSIFIERS
    ),
    Screen("meetings.plan", "Sinh hoạt chi bộ", "Lịch sinh hoạt", "lich-sinh-hoat", "calendar_month", EVERYBODY),
    Screen(
        "meetings.agenda", "Sinh hoạt chi bộ", "Mẫu chương trình", "mau-chuong-trinh", "format_list_numbered", STEWARDS
    ),
    Screen("meetings.reminders", "Sinh hoạt chi bộ", "Nhắc việc", "nhac-viec", "notifications", REVIEWERS),
    Screen("meetings.quality", "Sinh hoạt chi bộ", "Chấm chất lượng", "cham-chat-luong", "star", WRITERS),
    Screen("meetings.grades", "Sinh hoạt chi bộ", "Xếp loại sinh hoạt", "xep-loai-sinh-hoat", "leaderboard", EVERYBODY),
    Screen("meetings.papers", "Sinh hoạt chi bộ", "Văn bản", "van-ban", "description", CLASSIFIERS),
    Screen("assessments.year", "Chi bộ bốn tốt", "Năm bốn tốt", "nam-bon-tot", "event_note", EVERYBODY),
    Screen("assessments.self_assessment", "Chi bộ bốn tốt", "Tự chấm", "tu-cham", "checklist", WRITERS),
    Screen("assessments.review", "Chi bộ bốn tốt", "Thẩm định", "tham-dinh", "fact_check", REVIEWERS),
    Screen("assessments.recognition", "Chi bộ bốn tốt", "Công nhận", "cong-nhan", "verified", OVERSEERS),
    Screen("assessments.programme", "Chi bộ bốn tốt", "Chương trình", "chuong-trinh", "flag", EVERYBODY),
    Screen(
        "assessments.classification", "Đánh giá hằng năm", "Xếp loại hằng năm", "xep-loai-nam", "grade", CLASSIFIERS
    ),
    Screen("criteria.list", "Bộ tiêu chí", "Danh mục bộ tiêu chí", "bo-tieu-chi", "rule", EVERYBODY),
    Screen("criteria.builder", "Bộ tiêu chí", "Soạn bộ tiêu chí", "soan-bo-tieu-chi", "edit_document", STEWARDS),
    Screen("criteria.compare", "Bộ tiêu chí", "So sánh bộ tiêu chí", "so-sanh-bo-tieu-chi", "compare", EVERYBODY),
    Screen("criteria.simulation", "Bộ tiêu chí", "Chấm thử theo năm", "cham-thu", "science", STEWARDS),
    Screen("charts.commune", "Theo dõi", "Biểu đồ theo xã", "bieu-do", "monitoring", EVERYBODY),
    Screen(
        *("followup.supervision", "Theo dõi", "Cấp ủy viên phụ trách", "cap-uy-vien-phu-trach", "supervisor_account"),
        CLASSIFIERS,
    ),
    Screen(
        "followup.coaching", "Theo dõi", "Chi bộ cần giúp đỡ", "chi-bo-can-giup-do", "volunteer_activism", OVERSEERS
    ),
    Screen(
        *("followup.commendations", "Theo dõi", "Khen thưởng, mô hình hay", "khen-thuong-mo-hinh", "workspace_premium"),
        CLASSIFIERS,
    ),
    Screen("followup.library", "Theo dõi", "Văn bản hướng dẫn", "van-ban-huong-dan", "library_books", EVERYBODY),
    Screen("units.tree", "Theo dõi", "Tổ chức đảng", "to-chuc-dang", "account_tree", EVERYBODY),
    Screen("units.roster", "Theo dõi", "Đảng viên", "dang-vien", "groups", EVERYBODY),
    Screen("units.member", "Theo dõi", "Đảng viên", "dang-vien-chi-tiet", "person", EVERYBODY, is_in_menu=False),
    Screen("units.changes", "Theo dõi", "Kết nạp, kỷ luật", "ket-nap-ky-luat", "group_add", OVERSEERS),
    Screen("papers.templates", "Quản trị", "Mẫu văn bản", "mau-van-ban", "contract_edit", ADMINISTRATORS),
    Screen("meetings.periods", "Quản trị", "Kỳ báo cáo", "ky-bao-cao", "event_available", PERIOD_KEEPERS),
    Screen("accounts.list", "Quản trị", "Tài khoản", "tai-khoan", "manage_accounts", ADMINISTRATORS),
    Screen("audit.log", "Quản trị", "Nhật ký", "nhat-ky", "history", ADMINISTRATORS),
)

_open: ContextVar[frozenset[str]] = ContextVar("open", default=frozenset())
_here: ContextVar[str] = ContextVar("here", default="")
"""Of this run: the pages that the role has, and the address of the one that is drawn."""


def run(actor: Actor) -> None:
    """Draw the menu of the actor's role and run the page that was asked for."""
    shown = [screen for screen in SCREENS if actor.role in screen.roles]
    _open.set(frozenset(screen.name for screen in shown))
    menu: dict[str, list[Any]] = {}
    for screen in shown:
        menu.setdefault(screen.section, []).append(_page(screen))
    page = st.navigation(menu, expanded=True)
    _here.set(page.url_path)
    with drawing_for(actor):
        page.run()


def _page(screen: Screen) -> Any:
    return st.Page(
        screen.path,
        title=screen.title,
        icon=f":material/{screen.icon}:",
        url_path=screen.address or None,
        default=not screen.address,
        visibility="visible" if screen.is_in_menu else "hidden",
    )


def here() -> str:
    """The address of the page that is drawn."""
    return _here.get()


def is_open(name: str) -> bool:
    """Whether the role has the page."""
    return name in _open.get()


def link(name: str, label: str, *, icon: str | None = None, **query: object) -> None:
    """Draw a link to a page with its address parameters; nothing where the role has no such page."""
    if not is_open(name):
        return
    screen = next(screen for screen in SCREENS if screen.name == name)
    if screen.address == _here.get():
        step(label, icon or screen.icon, type="tertiary", **query)
        return
    parameters = {key: str(value) for key, value in query.items()}
    st.page_link(screen.path, label=label, icon=f":material/{icon or screen.icon}:", query_params=parameters)


def step(label: str, icon: str, *, type: Literal["secondary", "tertiary"] = "secondary", **change: object) -> None:  # noqa: A002 - Streamlit's word
    """Draw a way to the page that is open, with other address parameters; None takes one away.

    ``st.page_link`` to the open page runs it with the parameters but leaves the browser's address as it is, so the
    next click would fall back.
    """
    key = "step-" + "-".join(f"{name}:{value}" for name, value in change.items())
    st.button(label, key=key, icon=f":material/{icon}:", type=type, on_click=_go, args=(change,))


def _go(change: dict[str, object]) -> None:
    for name, value in change.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = str(value)


def address(name: str, **query: object) -> str:
    """The address of a page with its parameters, for links inside tables."""
    screen = next(screen for screen in SCREENS if screen.name == name)
    parameters = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/{screen.address}{f'?{parameters}' if parameters else ''}"
