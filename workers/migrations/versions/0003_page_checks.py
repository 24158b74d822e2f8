"""when and how addresses were checked

Revision ID: 0003
Revises: 0002
"""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('checks',
    sa.Column('address_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('missing_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('missing_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('missing_crawl_id', sa.BigInteger(), nullable=True),
    sa.Column('due', sa.Boolean(), nullable=False),
    sa.Column('etag', sa.String(), nullable=True),
    sa.Column('last_modified', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['address_id'], ['addresses.id'], name=op.f('fk_checks_address_id_addresses')),
    sa.ForeignKeyConstraint(['missing_crawl_id'], ['crawls.id'], name=op.f('fk_checks_missing_crawl_id_crawls')),
    sa.PrimaryKeyConstraint('address_id', name=op.f('pk_checks'))
    )
    op.create_table('address_changes',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('address_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['address_id'], ['addresses.id'], name=op.f('fk_address_changes_address_id_addresses')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_changes'))
    )
    op.create_index(op.f('ix_address_changes_address_id'), 'address_changes', ['address_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_address_changes_address_id'), table_name='address_changes')
    op.drop_table('address_changes')
    op.drop_table('checks')
