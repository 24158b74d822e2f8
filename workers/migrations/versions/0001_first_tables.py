"""first tables

Revision ID: 0001
Revises: 
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('addresses',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_addresses')),
    sa.UniqueConstraint('key', name=op.f('uq_addresses_key'))
    )
    op.create_table('attempts',
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('count', sa.BigInteger(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('stage', 'subject_id', name=op.f('pk_attempts'))
    )
    op.create_table('crawls',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('site_url', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('complete', sa.Boolean(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('report', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_crawls'))
    )
    op.create_table('decisions',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=True),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.Column('read_sha256', sa.String(length=64), nullable=True),
    sa.Column('deduped_sha256', sa.String(length=64), nullable=True),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    sa.UniqueConstraint('reference', 'body', name=op.f('uq_decisions_reference_body'), postgresql_nulls_not_distinct=True)
    )
    op.create_table('failures',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('attempts', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_failures')),
    sa.UniqueConstraint('stage', 'subject_id', name=op.f('uq_failures_stage_subject_id'))
    )
    op.create_table('page_bodies',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_page_bodies'))
    )
    op.create_table('index_receipts',
    sa.Column('index_name', sa.String(), nullable=False),
    sa.Column('decision_id', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_index_receipts_decision_id_decisions')),
    sa.PrimaryKeyConstraint('index_name', 'decision_id', name=op.f('pk_index_receipts'))
    )
    op.create_table('links',
    sa.Column('low_id', sa.BigInteger(), nullable=False),
    sa.Column('high_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('rule_version', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('low_id < high_id', name=op.f('ck_links_ordered')),
    sa.ForeignKeyConstraint(['high_id'], ['decisions.id'], name=op.f('fk_links_high_id_decisions')),
    sa.ForeignKeyConstraint(['low_id'], ['decisions.id'], name=op.f('fk_links_low_id_decisions')),
    sa.PrimaryKeyConstraint('low_id', 'high_id', 'kind', name=op.f('pk_links'))
    )
    op.create_index(op.f('ix_links_high_id'), 'links', ['high_id'], unique=False)
    op.create_table('pages',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('address_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('crawl_id', sa.BigInteger(), nullable=True),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('status', sa.BigInteger(), nullable=False),
    sa.Column('headers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('fetched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['address_id'], ['addresses.id'], name=op.f('fk_pages_address_id_addresses')),
    sa.ForeignKeyConstraint(['crawl_id'], ['crawls.id'], name=op.f('fk_pages_crawl_id_crawls')),
    sa.ForeignKeyConstraint(['sha256'], ['page_bodies.sha256'], name=op.f('fk_pages_sha256_page_bodies')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pages')),
    sa.UniqueConstraint('address_id', 'number', name=op.f('uq_pages_address_id_number'))
    )
    op.create_index(op.f('ix_pages_sha256'), 'pages', ['sha256'], unique=False)
    op.create_table('windows',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('crawl_id', sa.BigInteger(), nullable=False),
    sa.Column('said', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('walked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['crawl_id'], ['crawls.id'], name=op.f('fk_windows_crawl_id_crawls')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_windows')),
    sa.UniqueConstraint('since', 'until', name=op.f('uq_windows_since_until'))
    )
    op.create_index(op.f('ix_windows_crawl_id'), 'windows', ['crawl_id'], unique=False)
    op.create_table('listings',
    sa.Column('window_id', sa.BigInteger(), nullable=False),
    sa.Column('address_id', sa.BigInteger(), nullable=False),
    sa.Column('crawl_id', sa.BigInteger(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['address_id'], ['addresses.id'], name=op.f('fk_listings_address_id_addresses')),
    sa.ForeignKeyConstraint(['crawl_id'], ['crawls.id'], name=op.f('fk_listings_crawl_id_crawls')),
    sa.ForeignKeyConstraint(['window_id'], ['windows.id'], name=op.f('fk_listings_window_id_windows')),
    sa.PrimaryKeyConstraint('window_id', 'address_id', name=op.f('pk_listings'))
    )
    op.create_index(op.f('ix_listings_address_id'), 'listings', ['address_id'], unique=False)
    op.create_table('outcomes',
    sa.Column('page_id', sa.BigInteger(), nullable=False),
    sa.Column('parser_version', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('decision_id', sa.BigInteger(), nullable=True),
    sa.Column('reading', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('reading_sha256', sa.String(length=64), nullable=True),
    sa.Column('content_sha256', sa.String(length=64), nullable=True),
    sa.Column('text_sha256', sa.String(length=64), nullable=True),
    sa.Column('parsed_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_outcomes_decision_id_decisions')),
    sa.ForeignKeyConstraint(['page_id'], ['pages.id'], name=op.f('fk_outcomes_page_id_pages')),
    sa.PrimaryKeyConstraint('page_id', 'parser_version', name=op.f('pk_outcomes'))
    )
    op.create_index(op.f('ix_outcomes_decision_id'), 'outcomes', ['decision_id'], unique=False)
    op.create_table('versions',
    sa.Column('decision_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('page_id', sa.BigInteger(), nullable=False),
    sa.Column('content_sha256', sa.String(length=64), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_versions_decision_id_decisions')),
    sa.ForeignKeyConstraint(['page_id'], ['pages.id'], name=op.f('fk_versions_page_id_pages')),
    sa.PrimaryKeyConstraint('decision_id', 'number', name=op.f('pk_versions'))
    )
    op.create_index(op.f('ix_versions_text_sha256'), 'versions', ['text_sha256'], unique=False)
    # What is packed already need not be tried again by the server.
    op.execute('ALTER TABLE page_bodies ALTER COLUMN data SET STORAGE EXTERNAL')


def downgrade() -> None:
    op.drop_index(op.f('ix_versions_text_sha256'), table_name='versions')
    op.drop_table('versions')
    op.drop_index(op.f('ix_outcomes_decision_id'), table_name='outcomes')
    op.drop_table('outcomes')
    op.drop_index(op.f('ix_listings_address_id'), table_name='listings')
    op.drop_table('listings')
    op.drop_index(op.f('ix_windows_crawl_id'), table_name='windows')
    op.drop_table('windows')
    op.drop_index(op.f('ix_pages_sha256'), table_name='pages')
    op.drop_table('pages')
    op.drop_index(op.f('ix_links_high_id'), table_name='links')
    op.drop_table('links')
    op.drop_table('index_receipts')
    op.drop_table('page_bodies')
    op.drop_table('failures')
    op.drop_table('decisions')
    op.drop_table('crawls')
    op.drop_table('attempts')
    op.drop_table('addresses')
