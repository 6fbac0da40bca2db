"""``manage.py periods``: open what the calendar says, and compare what periods say with the records."""

import typer

from commands.answers import FAILED, refusals_told, say
from models.database import read_tx, write_tx
from services import periods

app = typer.Typer(no_args_is_help=True, help="Kỳ báo cáo: mở kỳ theo lịch, kiểm tra số liệu của kỳ.")


@app.command("open", help="Mở các kỳ tháng, quý đã đến mà chưa mở; chạy lại không thay đổi gì.")
def open_now() -> None:
    """Open what the calendar says and tell how many periods that was."""
    say(f"Đã mở {open_due()} kỳ báo cáo.")


@app.command(help="So các dữ kiện của kỳ với biên bản và nhật ký; không sửa gì; mã kết thúc 1 khi có chỗ lệch.")
def check() -> None:
    """Tell every difference between facts and records; code 1 where there is one."""
    with refusals_told(), read_tx() as session:
        found = periods.differences(session)
    for sentence in found:
        say(sentence)
    say(f"{len(found)} chỗ lệch." if found else "Không có chỗ nào lệch.")
    if found:
        raise typer.Exit(FAILED)


def open_due() -> int:
    """Open what the calendar says; how many periods that was."""
    with refusals_told(), write_tx() as session:
        return len(periods.open_due(session))
