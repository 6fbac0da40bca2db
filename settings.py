"""Everything the environment decides, read once.

Each setting is an environment variable with the prefix ``PORTAL_`` (``PORTAL_PORT=8600``).
"""

from functools import cache
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

HOME = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """The deployment's choices; the defaults are those of a trial on one machine."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", extra="forbid")

    database_url: str = f"sqlite:///{HOME / 'var' / 'portal.sqlite'}"
    address: str = "127.0.0.1"
    port: int = 8501
    behind_tls: bool = False
    """True when a reverse proxy serves HTTPS: the cookie becomes ``__Host-`` and ``Secure``."""
    demo_password: str | None = None
    """Password of the sample accounts; random when unset."""
    idle_minutes: int = 60
    """A browser session ends after this many minutes without a click."""
    session_hours: int = 12
    """A browser session ends this many hours after sign-in, however busy it is."""
    smtp_host: str = ""
    """The server that sends the digests; empty: none are sent."""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_sender: str = ""
    """The address that digests come from."""
    smtp_starttls: bool = True


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
