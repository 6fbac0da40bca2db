"""A criteria set in a file that somebody hands in: YAML as docs/criteria-format.md says, or an Excel workbook."""

from services import scoring
from services.criteria_files.opening import LARGEST_FILE
from services.criteria_files.reading import form_in_xlsx
from services.errors import Invalid
from services.scoring import Form

YAML_NAMES, EXCEL_NAME = (".yaml", ".yml"), ".xlsx"

__all__ = ["LARGEST_FILE", "form_in", "text_in"]


def form_in(name: str, content: bytes) -> Form:
    """The form in a file of this name. Raises InvalidForm with every fault, Invalid for what is no such file."""
    return form_in_xlsx(content) if _is_excel(name) else scoring.load(_decoded(name, content))


def text_in(name: str, content: bytes) -> str:
    """The text under which the set is stored: a YAML file word for word, a workbook as YAML."""
    return scoring.dump(form_in_xlsx(content)) if _is_excel(name) else _decoded(name, content)


def _is_excel(name: str) -> bool:
    if name.lower().endswith(EXCEL_NAME):
        return True
    if name.lower().endswith(YAML_NAMES):
        return False
    raise Invalid("Chỉ nhận tệp .yaml hoặc .xlsx.")


def _decoded(name: str, content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise Invalid(f"Tệp “{name}” lớn quá {LARGEST_FILE // 1_000_000} MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(f"Tệp “{name}” không phải là chữ theo mã UTF-8.") from None
