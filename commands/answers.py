"""How commands answer: sentences on the screen, refusals with their reasons and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from services.errors import Refusal

FAILED = 1


def say(sentence: str) -> None:
    """Tell the operator something."""
    typer.echo(sentence)


@contextmanager
def refusals_told() -> Iterator[None]:
    """End the command with code 1 and the sentences of a refusal."""
    try:
        yield
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        for reason in refusal.reasons:
            typer.echo(f"- {reason}", err=True)
        raise typer.Exit(FAILED) from refusal
