"""${message}"""

import sqlalchemy as sa
from alembic import op

from marsad.archive.columns import Moment, Number, Words

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}
