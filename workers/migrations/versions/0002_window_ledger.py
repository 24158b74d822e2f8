"""the ledger of windows and totals

Revision ID: 0002
Revises: 0001
"""

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('totals',
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('crawl_id', sa.BigInteger(), nullable=False),
    sa.Column('said', sa.BigInteger(), nullable=False),
    sa.Column('windows', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['crawl_id'], ['crawls.id'], name=op.f('fk_totals_crawl_id_crawls')),
    sa.PrimaryKeyConstraint('scope', name=op.f('pk_totals'))
    )
    op.add_column('listings', sa.Column('title_sha256', sa.String(length=64), nullable=True))
    op.add_column('listings', sa.Column('decided', sa.Date(), nullable=True))
    op.add_column('listings', sa.Column('came_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('listings', sa.Column('polled', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('listings', sa.Column('times', sa.BigInteger(), server_default='1', nullable=False))
    for name in ('polled', 'times'):
        op.alter_column('listings', name, server_default=None)
    op.execute("UPDATE listings SET title_sha256 = encode(sha256(convert_to(title, 'UTF8')), 'hex')")
    op.alter_column('listings', 'title_sha256', nullable=False)
    op.drop_constraint(op.f('pk_listings'), 'listings', type_='primary')
    op.create_primary_key(op.f('pk_listings'), 'listings', ['window_id', 'address_id', 'title_sha256'])
    op.add_column('windows', sa.Column('state', sa.String(), server_default='open', nullable=False))
    op.add_column('windows', sa.Column('listed', sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('windows', sa.Column('held', sa.BigInteger(), server_default='0', nullable=False))
    for name in ('state', 'listed', 'held'):
        op.alter_column('windows', name, server_default=None)
    op.add_column('windows', sa.Column('first_page', sa.String(length=64), nullable=True))
    op.alter_column('windows', 'walked_at', new_column_name='paged_at')
    for name in ('compared_at', 'as_of'):
        op.add_column('windows', sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # What was whole stays whole; an address could only be listed once, so both numbers are those of its addresses.
    op.execute(
        """
        UPDATE windows SET as_of = paged_at, state = CASE WHEN reason IS NULL THEN 'complete' ELSE 'open' END,
            listed = (SELECT count(*) FROM listings WHERE window_id = windows.id),
            held = (SELECT count(*) FROM listings WHERE window_id = windows.id
                    AND EXISTS (SELECT FROM pages WHERE pages.address_id = listings.address_id))
        """
    )


def downgrade() -> None:
    op.execute("DELETE FROM listings USING windows WHERE windows.id = window_id AND state = 'split'")
    op.execute("DELETE FROM windows WHERE state = 'split'")
    for name in ('as_of', 'compared_at', 'first_page', 'held', 'listed', 'state'):
        op.drop_column('windows', name)
    op.alter_column('windows', 'paged_at', new_column_name='walked_at')
    op.execute(
        """
        DELETE FROM listings USING listings AS other WHERE listings.window_id = other.window_id
            AND listings.address_id = other.address_id AND listings.title_sha256 > other.title_sha256
        """
    )
    op.drop_constraint(op.f('pk_listings'), 'listings', type_='primary')
    for name in ('came_at', 'times', 'polled', 'decided', 'title_sha256'):
        op.drop_column('listings', name)
    op.create_primary_key(op.f('pk_listings'), 'listings', ['window_id', 'address_id'])
    op.drop_table('totals')
