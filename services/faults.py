"""Unexpected failures: a line in the log that helps an engineer and tells nothing about a person.

A message of an exception may quote a row ("Failing row contains (Hoàng Văn …)"), so only the kinds of the
errors and the places in the code are logged.
"""

import logging
import secrets
import traceback

logger = logging.getLogger("portal")


def logged(error: BaseException, doing: str = "") -> str:
    """Log the failure and return the reference number under which it stands in the log."""
    reference = secrets.token_hex(4)
    logger.error("reference %s: %s%s", reference, doing, "".join(_told(error)))
    return reference


def _told(error: BaseException) -> list[str]:
    """The chain of causes, oldest first: kinds and places, no messages, no values."""
    cause = error.__cause__ or error.__context__
    earlier = _told(cause) if cause is not None else []
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return [*earlier, "\n", kind, "\n", *traceback.format_tb(error.__traceback__)]
