"""The library of guiding documents (văn bản hướng dẫn) that meetings, templates and criteria sets refer to by number.

Read: ``documents``, ``document``, ``by_number``, ``file``, ``mentions`` (who refers to one).
Change: ``keep``, ``change``, ``put_file``, ``take_file_out``, ``remove``.
"""

from services.library.documents import DocumentRow, by_number, document, documents, file
from services.library.keeping import DocumentDraft, FileDraft, change, keep, put_file, remove, take_file_out
from services.library.mentions import MeetingMention, Mentions, is_named, mentions
from services.uploads import ENDINGS, LARGEST

__all__ = [
    "ENDINGS",
    "LARGEST",
    "DocumentDraft",
    "DocumentRow",
    "FileDraft",
    "MeetingMention",
    "Mentions",
    "by_number",
    "change",
    "document",
    "documents",
    "file",
    "is_named",
    "keep",
    "mentions",
    "put_file",
    "remove",
    "take_file_out",
]
