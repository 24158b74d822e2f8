"""in what way standard wording was made

Revision ID: 0005
Revises: 0004
"""

from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forget()
    op.add_column('standard_wordings', sa.Column('made_by', sa.BigInteger(), nullable=False))


def downgrade() -> None:
    _forget()
    op.drop_column('standard_wordings', 'made_by')


def _forget() -> None:
    # Fingerprints of the other kind cannot be read: all is compared again.
    op.execute('DELETE FROM standard_wordings')
    op.execute('DELETE FROM likenesses')
    op.execute('UPDATE decisions SET deduped_sha256 = NULL, standard_version = 0')
