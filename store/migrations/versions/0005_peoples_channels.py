"""people's channels: order, claim, rest and outcome of tasks; what became of letters; one sender a run"""

import sqlalchemy as sa
import store.types
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('attempt', sa.Column('carrier_id', sa.String(length=128), nullable=True))
    op.create_index(op.f('ix_enrollment_state'), 'enrollment', ['state'], unique=False)
    op.create_index(op.f('ix_attempt_carrier_id'), 'attempt', ['carrier_id'], unique=False)
    op.create_table('carrier_block',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('address_hash', sa.String(length=64), nullable=False),
        sa.Column('reason', sa.String(length=16), nullable=False),
        sa.Column('listed_at', store.types.UtcTime(), nullable=False),
        sa.Column('carrier', sa.String(length=64), nullable=False),
        sa.Column('read_at', store.types.UtcTime(), nullable=False),
        sa.Column('released_at', store.types.UtcTime(), nullable=True),
        sa.Column('released_by', sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_block')),
        sa.UniqueConstraint('address_hash', name=op.f('uq_carrier_block_address_hash')),
    )
    op.add_column('touch', sa.Column('refusals', sa.Integer(), server_default='0', nullable=False))
    op.add_column('touch', sa.Column('refused_since', store.types.UtcTime(), nullable=True))
    op.add_column('contact', sa.Column('sender', sa.Text(), nullable=True))
    op.add_column('contact', sa.Column('minor', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('batch', sa.Column('delivered_at', store.types.UtcTime(), nullable=True))
    op.add_column('batch', sa.Column('posted_on', sa.Date(), nullable=True))
    op.add_column('batch', sa.Column('arrives_on', sa.Date(), nullable=True))
    op.add_column('batch', sa.Column('processor', sa.String(length=64), server_default=sa.text("''"), nullable=False))
    op.add_column('batch', sa.Column('postage', sa.String(length=16), server_default=sa.text("''"), nullable=False))
    op.add_column('batch', sa.Column('tries', sa.Integer(), server_default='0', nullable=False))
    op.add_column('batch', sa.Column('retry_at', store.types.UtcTime(), nullable=True))
    op.add_column('batch', sa.Column('trouble', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('batch_row', sa.Column('cost', store.types.Money(), nullable=True))
    op.add_column('batch_row', sa.Column('recall_told_at', store.types.UtcTime(), nullable=True))
    op.add_column('batch_row', sa.Column('readdressed_at', store.types.UtcTime(), nullable=True))
    # What was written before somebody fetched himself: no shop may get it a second time.
    op.execute('UPDATE batch SET delivered_at = exported_at')
    op.execute('UPDATE batch_row SET recall_told_at = recalled_at')
    op.add_column('batch_row', sa.Column('returned_at', store.types.UtcTime(), nullable=True))
    op.add_column('batch_row', sa.Column('returned', sa.String(length=16), server_default=sa.text("''"), nullable=False))
    op.add_column('task', sa.Column('priority', sa.Integer(), server_default='0', nullable=False))
    op.add_column('task', sa.Column('claimed_at', store.types.UtcTime(), nullable=True))
    op.add_column('task', sa.Column('snoozed_until', store.types.UtcTime(), nullable=True))
    op.add_column('task', sa.Column('snooze_reason', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('task', sa.Column('escalated_at', store.types.UtcTime(), nullable=True))
    op.add_column('task', sa.Column('stands_in_for', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('task', sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    op.create_table('absence',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=False),
        sa.Column('deputy', sa.Text(), nullable=True),
        sa.Column('recorded_at', store.types.UtcTime(), nullable=False),
        sa.Column('recorded_by', sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_absence')),
    )
    op.create_index(op.f('ix_absence_last_day'), 'absence', ['last_day'], unique=False)
    op.add_column('promise', sa.Column('broken_at', store.types.UtcTime(), nullable=True))
    op.add_column('offer_use', sa.Column('amount', sa.Integer(), server_default='0', nullable=False))
    op.add_column('offer_use', sa.Column('words', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('offer_use', sa.Column('state', sa.String(length=16), server_default=sa.text("''"), nullable=False))
    op.add_column('offer_use', sa.Column('made_by', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('offer_use', sa.Column('told_in', sa.String(length=36), server_default=sa.text("''"), nullable=False))
    op.add_column('offer_use', sa.Column('approval', sa.String(length=36), server_default=sa.text("''"), nullable=False))
    op.create_index(op.f('ix_offer_use_approval'), 'offer_use', ['approval'], unique=False)
    op.add_column('outcome', sa.Column('via', sa.String(length=16), server_default=sa.text("''"), nullable=False))
    op.add_column('outcome', sa.Column('minutes', sa.Integer(), nullable=True))
    op.add_column('outcome', sa.Column('call_back_at', store.types.UtcTime(), nullable=True))
    op.create_table('calendar',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('seen_at', store.types.UtcTime(), nullable=True),
        sa.Column('trouble', sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column('since', store.types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar')),
        sa.UniqueConstraint('person', name=op.f('uq_calendar_person')),
    )
    op.create_table('calendar_item',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('task', sa.String(length=36), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('href', sa.Text(), nullable=False),
        sa.Column('etag', sa.Text(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('at', store.types.UtcTime(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('redrawn', sa.Integer(), nullable=False),
        sa.Column('hint', sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_item')),
        sa.UniqueConstraint('person', 'task', name=op.f('uq_calendar_item_person_task')),
    )
    op.create_index(op.f('ix_calendar_item_task'), 'calendar_item', ['task'], unique=False)
    op.create_table('digest',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('at', store.types.UtcTime(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('tasks', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
        sa.UniqueConstraint('person', 'day', name=op.f('uq_digest_person_day')),
    )
    op.create_table('api_call',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('source', sa.String(length=64), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('at', store.types.UtcTime(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('status', sa.Integer(), nullable=False),
        sa.Column('answer', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_api_call')),
        sa.UniqueConstraint('source', 'key', name=op.f('uq_api_call_source_key')),
    )
    op.create_index(op.f('ix_api_call_at'), 'api_call', ['at'], unique=False)
    op.create_table('outbox',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('external_id', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=48), nullable=False),
        sa.Column('at', store.types.UtcTime(), nullable=True),
        sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
        sa.Column('data', sa.JSON(), nullable=False),
        sa.Column('shared_at', store.types.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_outbox_contact_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
        sa.UniqueConstraint('external_id', name=op.f('uq_outbox_external_id')),
    )
    op.create_index(op.f('ix_outbox_contact_id'), 'outbox', ['contact_id'], unique=False)
    op.create_index(op.f('ix_outbox_shared_at'), 'outbox', ['shared_at'], unique=False)
    op.create_table('delivery',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('outbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('target', sa.String(length=64), nullable=False),
        sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
        sa.Column('next_at', store.types.UtcTime(), nullable=True),
        sa.Column('done_at', store.types.UtcTime(), nullable=True),
        sa.Column('gave_up_at', store.types.UtcTime(), nullable=True),
        sa.Column('code', sa.Integer(), server_default='0', nullable=False),
        sa.Column('detail', sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_delivery_outbox_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
        sa.UniqueConstraint('outbox_id', 'target', name=op.f('uq_delivery_outbox_id_target')),
    )
    op.create_index(op.f('ix_delivery_target_next_at'), 'delivery', ['target', 'next_at'], unique=False)
    op.create_table('draft',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('touch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('paragraphs', sa.JSON(), nullable=False),
        sa.Column('offer', sa.String(length=128), server_default=sa.text("''"), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('made_at', store.types.UtcTime(), nullable=False),
        sa.Column('decided_at', store.types.UtcTime(), nullable=True),
        sa.Column('decided_by', sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_draft_task_id')),
        sa.ForeignKeyConstraint(['touch_id'], ['touch.id'], name=op.f('fk_draft_touch_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
        sa.UniqueConstraint('task_id', name=op.f('uq_draft_task_id')),
        sa.UniqueConstraint('touch_id', name=op.f('uq_draft_touch_id')),
    )
    op.create_index(op.f('ix_draft_state'), 'draft', ['state'], unique=False)
    op.add_column('consent', sa.Column('platforms', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('consent', sa.Column('matched_by', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_table('audience_export',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('external_id', sa.String(length=64), nullable=False),
        sa.Column('platform', sa.String(length=16), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('at', store.types.UtcTime(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('processor', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('confirmed_at', store.types.UtcTime(), nullable=True),
        sa.Column('noted_to', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audience_export')),
        sa.UniqueConstraint('external_id', name=op.f('uq_audience_export_external_id')),
    )
    op.create_index(op.f('ix_audience_export_platform_at'), 'audience_export', ['platform', 'at'], unique=False)
    op.create_table('audience_member',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
        sa.Column('platform', sa.String(length=16), nullable=False),
        sa.Column('medium', sa.String(length=24), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('consent', sa.String(length=128), nullable=False),
        sa.Column('at', store.types.UtcTime(), nullable=False),
        sa.Column('export_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('removal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
        sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_audience_member_contact_id')),
        sa.ForeignKeyConstraint(['export_id'], ['audience_export.id'], name=op.f('fk_audience_member_export_id')),
        sa.ForeignKeyConstraint(['removal_id'], ['audience_export.id'], name=op.f('fk_audience_member_removal_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audience_member')),
    )
    for column in ('contact_id', 'sha256', 'export_id', 'removal_id'):
        op.create_index(op.f(f'ix_audience_member_{column}'), 'audience_member', [column], unique=False)
    op.create_index(
        op.f('ix_audience_member_platform_contact_id'), 'audience_member', ['platform', 'contact_id'], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_enrollment_state'), table_name='enrollment')
    op.drop_table('audience_member')
    op.drop_table('audience_export')
    op.drop_column('consent', 'matched_by')
    op.drop_column('consent', 'platforms')
    op.drop_table('draft')
    op.drop_table('delivery')
    op.drop_table('outbox')
    op.drop_table('api_call')
    for table in ('digest', 'calendar_item', 'calendar'):
        op.drop_table(table)
    op.drop_table('absence')
    op.drop_index(op.f('ix_offer_use_approval'), table_name='offer_use')
    for column in ('approval', 'told_in', 'made_by', 'state', 'words', 'amount'):
        op.drop_column('offer_use', column)
    op.drop_column('promise', 'broken_at')
    for column in ('call_back_at', 'minutes', 'via'):
        op.drop_column('outcome', column)
    for column in ('version', 'stands_in_for', 'escalated_at', 'snooze_reason', 'snoozed_until', 'claimed_at', 'priority'):
        op.drop_column('task', column)
    for column in ('readdressed_at', 'recall_told_at', 'returned', 'returned_at', 'cost'):
        op.drop_column('batch_row', column)
    for column in ('trouble', 'retry_at', 'tries', 'postage', 'processor', 'arrives_on', 'posted_on', 'delivered_at'):
        op.drop_column('batch', column)
    op.drop_column('contact', 'minor')
    op.drop_column('contact', 'sender')
    op.drop_table('carrier_block')
    op.drop_column('touch', 'refused_since')
    op.drop_column('touch', 'refusals')
    op.drop_index(op.f('ix_attempt_carrier_id'), table_name='attempt')
    op.drop_column('attempt', 'carrier_id')
