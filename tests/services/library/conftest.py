"""The cast of the library is that of follow-up."""

from tests.services.followup.conftest import _stopped_clock, cast

__all__ = ["_stopped_clock", "cast"]
