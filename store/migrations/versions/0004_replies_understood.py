"""replies understood: reason, trust, proposal and correction of a reply; delivery of an attempt"""

import sqlalchemy as sa
import store.types
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('reply', sa.Column('return_date', sa.Date(), nullable=True))
    op.add_column('reply', sa.Column('subtype', sa.String(length=16), nullable=True))
    op.add_column('reply', sa.Column('reason', sa.String(length=32), nullable=True))
    op.add_column('reply', sa.Column('new_contact', sa.JSON(), nullable=True))
    op.add_column('reply', sa.Column('trust', sa.String(length=16), nullable=True))
    op.add_column('reply', sa.Column('relabelled_from', sa.String(length=32), nullable=True))
    op.add_column('reply', sa.Column('relabelled_by', sa.Text(), nullable=True))
    op.add_column('reply', sa.Column('relabelled_at', store.types.UtcTime(), nullable=True))
    op.create_index(op.f('ix_reply_received_at'), 'reply', ['received_at'], unique=False)
    op.add_column('attempt', sa.Column('delivered_at', store.types.UtcTime(), nullable=True))
    op.create_index(op.f('ix_attempt_bounced_at'), 'attempt', ['bounced_at'], unique=False)
    op.add_column('batch_row', sa.Column('response_code', sa.String(length=16), nullable=True))
    op.create_index(op.f('ix_batch_row_response_code'), 'batch_row', ['response_code'], unique=False)
    op.create_index(
        'ix_contact_point_counted',
        'contact_point',
        ['soft_bounces'],
        unique=False,
        sqlite_where=sa.text('soft_bounces > 0'),
        postgresql_where=sa.text('soft_bounces > 0'),
    )
    op.add_column('erasure', sa.Column('marks', sa.JSON(), nullable=True))
    op.create_index(
        op.f('ix_cancellation_door_received_at'), 'cancellation', ['door', 'received_at'], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_cancellation_door_received_at'), table_name='cancellation')
    op.drop_column('erasure', 'marks')
    op.drop_index('ix_contact_point_counted', table_name='contact_point')
    op.drop_index(op.f('ix_batch_row_response_code'), table_name='batch_row')
    op.drop_column('batch_row', 'response_code')
    op.drop_index(op.f('ix_attempt_bounced_at'), table_name='attempt')
    op.drop_column('attempt', 'delivered_at')
    op.drop_index(op.f('ix_reply_received_at'), table_name='reply')
    for column in ('relabelled_at', 'relabelled_by', 'relabelled_from', 'trust', 'new_contact', 'reason', 'subtype', 'return_date'):
        op.drop_column('reply', column)
