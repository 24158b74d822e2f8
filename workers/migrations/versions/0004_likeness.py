"""fingerprints, standard wording and groups

Revision ID: 0004
Revises: 0003
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('standard_wordings',
    sa.Column('version', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('shingles', sa.LargeBinary(), nullable=False),
    sa.Column('sample_sha256', sa.String(length=64), nullable=False),
    sa.Column('corpus', sa.BigInteger(), nullable=False),
    sa.Column('sampled', sa.BigInteger(), nullable=False),
    sa.Column('learned_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_standard_wordings'))
    )
    op.create_table('likenesses',
    sa.Column('decision_id', sa.BigInteger(), nullable=False),
    sa.Column('made_of', sa.String(length=64), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=False),
    sa.Column('decided', sa.Date(), nullable=True),
    sa.Column('live', sa.Boolean(), nullable=False),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('claims', postgresql.ARRAY(sa.String()), nullable=False),
    sa.Column('sample_key', sa.BigInteger(), nullable=False),
    sa.Column('shingles', sa.LargeBinary(), nullable=False),
    sa.Column('points', postgresql.ARRAY(sa.BigInteger()), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_likenesses_decision_id_decisions')),
    sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_likenesses'))
    )
    op.create_index(op.f('ix_likenesses_points'), 'likenesses', ['points'], unique=False, postgresql_using='gin', postgresql_with={'fastupdate': 'off'})
    op.create_index(op.f('ix_likenesses_sample_key'), 'likenesses', ['sample_key'], unique=False)
    # Hashes are noise, which the server would try in vain to make smaller.
    op.execute('ALTER TABLE likenesses ALTER COLUMN shingles SET STORAGE EXTERNAL')
    op.execute('ALTER TABLE standard_wordings ALTER COLUMN shingles SET STORAGE EXTERNAL')
    op.add_column('decisions', sa.Column('group_id', sa.BigInteger(), nullable=True))
    op.add_column('decisions', sa.Column('standard_version', sa.BigInteger(), server_default='0', nullable=False))
    op.alter_column('decisions', 'standard_version', server_default=None)
    op.create_foreign_key(op.f('fk_decisions_group_id_decisions'), 'decisions', 'decisions', ['group_id'], ['id'])
    op.create_index(op.f('ix_decisions_group_id'), 'decisions', ['group_id'], unique=False)
    op.create_index('ix_decisions_uncompared', 'decisions', ['id'], unique=False,
    postgresql_where=sa.text('deduped_sha256 IS DISTINCT FROM read_sha256'))
    # What was compared before knew of equal text and numbers alone: all is compared again.
    op.execute('UPDATE decisions SET deduped_sha256 = NULL')


def downgrade() -> None:
    op.drop_index('ix_decisions_uncompared', table_name='decisions')
    op.drop_index(op.f('ix_decisions_group_id'), table_name='decisions')
    op.drop_constraint(op.f('fk_decisions_group_id_decisions'), 'decisions', type_='foreignkey')
    op.drop_column('decisions', 'standard_version')
    op.drop_column('decisions', 'group_id')
    op.drop_table('likenesses')
    op.drop_table('standard_wordings')
