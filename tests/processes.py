"""Processes that end with the tests, even when the tests are killed."""

import os
import shutil


def bound_to_us(*command: str, as_user: str = "", signal: str = "TERM") -> list[str]:
    """The command so that, on Linux, the kernel signals it when our process ends; as another user if we are root."""
    if shutil.which("setpriv") is None:
        return list(command)
    identity = [f"--reuid={as_user}", f"--regid={as_user}", "--clear-groups"] if as_user and os.getuid() == 0 else []
    return ["setpriv", *identity, f"--pdeathsig={signal}", *command]
