"""Maxima that do not add up or cannot be given, floors, and dates that contradict each other."""

from collections.abc import Iterator

from services.scoring.domain import least, most
from services.scoring.form import Form, Section
from services.scoring.items import BonusItem, Item, KnockOutItem, PassFailItem
from services.scoring.lint.findings import Finding, error, warning
from services.scoring.numbers import ZERO, format_points
from services.vietnamese import day


def sums(form: Form) -> Iterator[Finding]:
    """Maxima of sections and form against what is printed below them."""
    for place, section in enumerate(form.sections):
        yield from _section_sum(section, f"sections[{place}].max_points")
    added = sum((section.max_points for section in form.sections), ZERO)
    if added != form.max_points:
        sentence = f"Tổng điểm ghi {format_points(form.max_points)} nhưng các mục cộng lại được {format_points(added)}."
        yield error("sum", "max_points", sentence, format_points(added))


def _section_sum(section: Section, path: str) -> Iterator[Finding]:
    counted = [item for item in section.items if not isinstance(item, BonusItem | PassFailItem | KnockOutItem)]
    added = sum((item.max_points for item in counted), ZERO)
    # A section of bonus items alone has a maximum that nothing must add up to.
    if added != section.max_points and (counted or not any(isinstance(item, BonusItem) for item in section.items)):
        stated, found = format_points(section.max_points), format_points(added)
        sentence = f"Mục “{section.title}” ghi {stated} điểm nhưng các tiêu chí cộng lại được {found}."
        yield error("sum", path, sentence, found)


def items(form: Form) -> Iterator[Finding]:
    """Maxima that no answer gives, points for nothing, bonus that never counts."""
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            yield from _item(item, section, f"sections[{place}].items[{row}]")


def _item(item: Item, section: Section, path: str) -> Iterator[Finding]:
    if isinstance(item, PassFailItem | KnockOutItem):
        return
    if (best := most(item)) < item.max_points:
        stated, reached = format_points(item.max_points), format_points(best)
        sentence = f"Tiêu chí {item.name} tối đa {stated} điểm nhưng cao nhất chỉ chấm được {reached}."
        yield error("maximum", path, sentence, reached)
    if (floor := least(item)) > ZERO:
        sentence = f"Tiêu chí {item.name} thấp nhất vẫn được {format_points(floor)} điểm."
        yield warning("floor", path, sentence, format_points(floor))
    if isinstance(item, BonusItem) and item.counted == "inside" and section.max_points == ZERO:
        sentence = f"Điểm cộng của tiêu chí {item.name} không bao giờ được tính: mục có điểm tối đa là 0."
        yield error("bonus", path, sentence, format_points(item.max_points))


def dates(form: Form) -> Iterator[Finding]:
    """A set in force before its document was issued."""
    if form.document_date and form.valid_from < form.document_date:
        issued, starts = day(form.document_date), day(form.valid_from)
        sentence = f"Bộ tiêu chí có hiệu lực từ {starts}, trước ngày ban hành văn bản {issued}."
        yield warning("dates", "valid_from", sentence, starts)
