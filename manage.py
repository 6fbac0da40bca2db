"""The operator's command line: ``python manage.py --help``. What a command does is in ``commands``."""

import logging

import typer

from commands import accounts, criteria, periods, reminders, sample
from commands.answers import say
from models.migration import upgrade, written
from settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Vận hành cổng sinh hoạt chi bộ.")
app.add_typer(accounts.app, name="account")
app.add_typer(criteria.app, name="criteria")
app.add_typer(periods.app, name="periods")


@app.command()
def init() -> None:
    """Bring the database to the schema of this version."""
    upgrade(settings().database_url)


app.command()(sample.demo)
app.command()(reminders.remind)


@app.command()
def start() -> None:
    """Migrate, load the sample district if the database is empty, and serve."""
    upgrade(settings().database_url)
    sample.load_if_empty()
    serve()


@app.command()
def serve() -> None:
    """Open the periods that are due, and serve the portal at PORTAL_ADDRESS and PORTAL_PORT."""
    from asgi import app as portal  # loads Streamlit, which the other commands do not need

    # It asks for a restart because address and port come after its own file; they are in force all the same.
    logging.getLogger("streamlit.config").disabled = True
    periods.open_due()
    say(f"Cổng sinh hoạt chi bộ: http://{settings().address}:{settings().port}")
    portal.run(config={"server.address": settings().address, "server.port": settings().port})


@app.command()
def migration(message: str) -> None:
    """Write a migration for what changed in models/ (developers)."""
    say(f"Đã ghi {written(message)}. Hãy đọc lại trước khi dùng.")


if __name__ == "__main__":
    app()
