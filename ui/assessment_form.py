"""A whole assessment on the screen, from where it stands to its buttons: as its unit fills it in, or as it is reviewed."""

from services.assessments import Sheet
from ui import (
    assessment_fields,
    assessment_figures,
    assessment_remarks,
    assessment_steps,
    assessment_vote,
)


def own(sheet: Sheet) -> None:
    """Draw the form for the unit that is assessed, or for whoever only reads it."""
    is_read_only = not sheet.course.is_editable
    assessment_steps.standing(sheet)
    assessment_remarks.listed(sheet)
    assessment_steps.totals(sheet)
    assessment_steps.criteria_set(sheet)
    assessment_figures.all_of(sheet)
    draw = assessment_fields.show if is_read_only else assessment_fields.edit
    for section in sheet.sections:
        opened = assessment_steps.section(sheet, section, is_read_only=is_read_only)
        if opened.open:
            with opened:
                draw(sheet, section.items)
    assessment_vote.vote(sheet)
    assessment_steps.result(sheet)
    assessment_steps.reasons(sheet)
    assessment_steps.missing(sheet)
    assessment_steps.cell_steps(sheet)
    if not is_read_only:
        assessment_steps.progress(sheet)


def reviewed(sheet: Sheet) -> None:
    """Draw the form for a superior: the unit's answers with room for others beside them, and what to do with it."""
    is_reviewing = sheet.course.is_reviewable and not sheet.review_refusal
    assessment_steps.standing(sheet)
    assessment_remarks.listed(sheet)
    assessment_steps.totals(sheet, is_reviewing=True)
    assessment_steps.overridden(sheet)
    assessment_steps.criteria_set(sheet)
    assessment_figures.all_of(sheet)
    draw = assessment_fields.review if is_reviewing else assessment_fields.show
    for section in sheet.sections:
        opened = assessment_steps.section(sheet, section, is_read_only=not is_reviewing, is_reviewing=True)
        if opened.open:
            with opened:
                draw(sheet, section.items)
    assessment_vote.vote(sheet)
    assessment_steps.result(sheet, is_reviewing=True)
    assessment_steps.reasons(sheet)
    assessment_steps.reviewer_steps(sheet)
