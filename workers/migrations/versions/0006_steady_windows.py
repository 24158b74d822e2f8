"""what stands against windows for good

Revision ID: 0006
Revises: 0005
"""

from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('windows', sa.Column('steady_since', sa.DateTime(timezone=True), nullable=True))
    op.add_column('totals', sa.Column('settled', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('totals', 'settled')
    op.drop_column('windows', 'steady_since')
