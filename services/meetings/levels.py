"""Levels, read off the tree: who looks at a record after whom. Pure: paths in, ids out."""

from uuid import UUID

from services.access import Actor


def superior(path: str) -> UUID | None:
    """The unit directly above a path (``/<hex>/<hex>/``); None at the root of the deployment."""
    ids = path.strip("/").split("/")
    return UUID(hex=ids[-2]) if len(ids) > 1 else None


def first_reader(submitter: Actor) -> UUID:
    """Whose review a record waits for: the unit above the submitter's, so nobody's own unit judges what it handed in.

    At the root nobody stands above: there it is another account of the root.
    """
    return superior(submitter.unit_path) or submitter.unit_id


def next_reader(reviewer: Actor) -> UUID | None:
    """Who reads after this reviewer; None when the record is through."""
    return superior(reviewer.unit_path)
