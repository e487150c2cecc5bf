"""Alembic's entry. The connection comes from `checkpoint.db.upgrade`; batch mode serves SQLite."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from checkpoint import models  # noqa: F401 - every table must be known
from checkpoint.db import Base, UtcDateTime


def render_item(_kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our UTC column as the plain column that it is, so that migrations import nothing."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
