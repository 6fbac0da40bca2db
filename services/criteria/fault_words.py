"""Faults of a draft for somebody at a screen: what a sentence says in words of the file is said as on the screen."""

import re

from services.criteria.addresses import Data, address_of
from services.criteria.words import called
from services.scoring import Fault, field_words

_PATH = re.compile(r"(?:sections|grades|roll_up)\b[\w.\[\]]*\]\.\w+")
_OPTIONS = re.compile(r"(?<=một trong: )[a-z0-9_, ]+")
_WORD = re.compile(r"(?<![\w“.])[a-z][a-z_]*(?![\w”])")
_SENTENCES = {
    "thiếu trường này.": "chưa nhập.",
    "thiếu ngưỡng; ghi ít nhất một trong: gt, gte, lt, lte, eq.": "chưa nhập ngưỡng.",
    "ghi as khi và chỉ khi missing_month là counts_as.": "chọn mức khi, và chỉ khi, tháng không sinh hoạt “tính là một mức”.",
}
_PHRASES = {
    "otherwise: true": "“mức cho mọi trường hợp còn lại”",
    "điều kiện when": "điều kiện theo số liệu",
    "max phải lớn hơn min": "điểm trên phải lớn hơn điểm dưới",
    "trường method": "cách chấm",
    "trường này": "ô này",
    "ngày valid_from": "ngày bắt đầu có hiệu lực",
    "full, zero hoặc leaves_maximum": "đạt đủ, không đạt, hay không tính vào điểm tối đa",
    "(grade)": "",
}
_WORDS = {
    **{name.rpartition(".")[2]: words for name, words in field_words.FIELDS.items()},
    **{name: f"“{words}”" for name, words in field_words.VALUES["method"].items() if "_" in name},
    "below": "quy mô",
    "counts": "số liệu đếm số lần",
    "ratio": "tỷ lệ tối đa",
    "gt": "“trên”",
    "gte": "“từ … trở lên”",
    "lt": "“dưới”",
    "lte": "“không quá …”",
    "eq": "“bằng”",
}


def on_screen(data: Data, fault: Fault) -> str:
    """The fault's sentence in words of the screen; ids in quotes stay as they are."""
    if fault.sentence in _SENTENCES:
        return _SENTENCES[fault.sentence]
    said = _PATH.sub(lambda found: _place(data, found[0]), _with_options(fault))
    for phrase, words in _PHRASES.items():
        said = said.replace(phrase, words)
    return " ".join(_WORD.sub(lambda found: _WORDS.get(found[0], found[0]), said).split()).replace(" .", ".")


def _with_options(fault: Fault) -> str:
    """The sentence with the options that it lists called as on the screen."""
    names = re.sub(r"\[[0-9]+\]", "", fault.path).split(".")
    fields = ("method",) if "method là" in fault.sentence else (".".join(names[-2:]), names[-1])
    words = next((field_words.VALUES[field] for field in fields if field in field_words.VALUES), {})
    return _OPTIONS.sub(
        lambda found: "; ".join(f"“{words.get(name, name)}”" for name in found[0].split(", ")), fault.sentence
    )


def _place(data: Data, path: str) -> str:
    part = path.rpartition(".")[0]
    return called(data, address_of(data, part))
