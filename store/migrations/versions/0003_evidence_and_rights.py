"""evidence and rights: consent events, wishes, releases, requests, what outlives an erasure; triggers on the evidence"""

from datetime import datetime

import sqlalchemy as sa
import store.types
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

# A declaration is never rewritten. Whose it is may change (two records of one person are merged, an erasure takes the
# name away), what was declared may not.
SAME = {
    'consent': ('external_id', 'medium', 'granted_at', 'method', 'text', 'text_version', 'recorded_at'),
    'objection': ('external_id', 'address_hash', 'scope', 'received_at', 'via', 'recorded_at'),
    'consent_event': ('id', 'consent_id', 'at', 'event'),
}
# A consent goes when retention or an erasure has released it, its events with it; an objection never.
GOES = {
    'consent': 'OLD.released_at IS NOT NULL',
    'objection': 'FALSE',
    'consent_event': '(SELECT released_at FROM consent WHERE id = OLD.consent_id) IS NOT NULL',
}


def upgrade() -> None:
    op.create_table('erasure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('pseudonym', sa.String(length=64), nullable=False),
    sa.Column('at', store.types.UtcTime(), nullable=False),
    sa.Column('request', sa.String(length=128), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
    sa.UniqueConstraint('pseudonym', name=op.f('uq_erasure_pseudonym'))
    )
    op.create_table('retained',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('pseudonym', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('external_id', sa.String(length=128), nullable=False),
    sa.Column('statute', sa.Text(), nullable=False),
    sa.Column('at', store.types.UtcTime(), nullable=False),
    sa.Column('keep_until', sa.Date(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retained'))
    )
    op.create_index(op.f('ix_retained_keep_until'), 'retained', ['keep_until'], unique=False)
    op.create_index(op.f('ix_retained_pseudonym'), 'retained', ['pseudonym'], unique=False)
    op.create_table('written_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('at', store.types.UtcTime(), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_written_file_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_written_file'))
    )
    op.create_index(op.f('ix_written_file_contact_id'), 'written_file', ['contact_id'], unique=False)
    op.create_table('data_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('external_id', sa.String(length=128), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('contact', sa.String(length=128), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('received_at', store.types.UtcTime(), nullable=False),
    sa.Column('due_at', store.types.UtcTime(), nullable=False),
    sa.Column('door', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('identity_doubt', sa.Text(), nullable=False),
    sa.Column('extended_at', store.types.UtcTime(), nullable=True),
    sa.Column('extension_reason', sa.Text(), nullable=False),
    sa.Column('closed_at', store.types.UtcTime(), nullable=True),
    sa.Column('outcome', sa.String(length=16), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_data_request_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_request')),
    sa.UniqueConstraint('external_id', name=op.f('uq_data_request_external_id'))
    )
    op.create_index(op.f('ix_data_request_closed_at_due_at'), 'data_request', ['closed_at', 'due_at'], unique=False)
    op.create_index(op.f('ix_data_request_contact_id'), 'data_request', ['contact_id'], unique=False)
    op.create_table('preference',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('external_id', sa.String(length=128), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', store.types.UtcTime(), nullable=False),
    sa.Column('paused_until', store.types.UtcTime(), nullable=True),
    sa.Column('min_gap_days', sa.Integer(), nullable=True),
    sa.Column('source', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_preference_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preference')),
    sa.UniqueConstraint('external_id', name=op.f('uq_preference_external_id'))
    )
    op.create_index(op.f('ix_preference_contact_id'), 'preference', ['contact_id'], unique=False)
    op.create_table('presumption',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('external_id', sa.String(length=128), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('offer', sa.Text(), nullable=False),
    sa.Column('released_by', sa.Text(), nullable=False),
    sa.Column('released_at', store.types.UtcTime(), nullable=False),
    sa.Column('recorded_at', store.types.UtcTime(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_presumption_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presumption')),
    sa.UniqueConstraint('external_id', name=op.f('uq_presumption_external_id'))
    )
    op.create_index(op.f('ix_presumption_contact_id'), 'presumption', ['contact_id'], unique=False)
    op.create_table('consent_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('consent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', store.types.UtcTime(), nullable=False),
    sa.Column('event', sa.String(length=16), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['consent_id'], ['consent.id'], name=op.f('fk_consent_event_consent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_event'))
    )
    op.create_index(op.f('ix_consent_event_consent_id'), 'consent_event', ['consent_id'], unique=False)
    op.create_table('recipient_notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('created_at', store.types.UtcTime(), nullable=False),
    sa.Column('told_at', store.types.UtcTime(), nullable=True),
    sa.Column('told_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['data_request.id'], name=op.f('fk_recipient_notice_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recipient_notice'))
    )
    op.create_index(op.f('ix_recipient_notice_request_id'), 'recipient_notice', ['request_id'], unique=False)
    op.create_table('callback',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('external_id', sa.String(length=128), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('wished_from', store.types.UtcTime(), nullable=False),
    sa.Column('wished_until', store.types.UtcTime(), nullable=False),
    sa.Column('received_at', store.types.UtcTime(), nullable=False),
    sa.Column('answered_at', store.types.UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_callback_contact_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_callback_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_callback')),
    sa.UniqueConstraint('external_id', name=op.f('uq_callback_external_id'))
    )
    op.create_index(op.f('ix_callback_contact_id'), 'callback', ['contact_id'], unique=False)
    op.add_column('attempt', sa.Column('address_hash', sa.String(length=64), nullable=True))
    op.add_column('cancellation', sa.Column('kind', sa.String(length=16), server_default='cancellation', nullable=False))
    op.add_column('cancellation', sa.Column('confirmed_end', sa.Date(), nullable=True))
    op.add_column('consent', sa.Column('declared_name', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('consent', sa.Column('declared_address', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('consent', sa.Column('receiver', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('consent', sa.Column('language', sa.String(length=8), server_default='de', nullable=False))
    op.add_column('consent', sa.Column('privacy_version', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('consent', sa.Column('released_at', store.types.UtcTime(), nullable=True))
    op.add_column('ledger', sa.Column('offer', sa.String(length=128), server_default=sa.text("''"), nullable=False))
    op.add_column('contact', sa.Column('restricted_at', store.types.UtcTime(), nullable=True))
    op.add_column('contact', sa.Column('restricted_reason', sa.Text(), nullable=True))
    op.add_column('contact_point', sa.Column('since', store.types.UtcTime(), nullable=True))
    op.add_column('contact_point', sa.Column('superseded', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('contract', sa.Column('address_given_on', sa.Date(), nullable=True))
    op.add_column('contract', sa.Column('notice_version', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('contract', sa.Column('notice_place', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('objection', sa.Column('recorded_by', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('outcome', sa.Column('number', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('touch', sa.Column('at_once', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index('ix_touch_at_once_due', 'touch', ['state', 'due_at'], sqlite_where=sa.text('at_once IS 1'), postgresql_where=sa.text('at_once IS true'))
    _split_address_sources()
    for table in SAME:
        _guard(table)


def _split_address_sources() -> None:
    """What stood behind ` #` in the source of an address gets columns of its own."""
    point = sa.table(
        'contact_point',
        sa.column('id'),
        sa.column('source'),
        sa.column('since', store.types.UtcTime()),
        sa.column('superseded', sa.Boolean()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(point.c.id, point.c.source).where(point.c.source.like('% #%'))).all():
        origin, *marks = row.source.split(' #')
        since = next((mark.removeprefix('since=') for mark in marks if mark.startswith('since=')), None)
        values = {
            'source': origin,
            'since': datetime.fromisoformat(since) if since else None,
            'superseded': 'superseded' in marks,
        }
        connection.execute(sa.update(point).where(point.c.id == row.id).values(values))


def _guard(table: str) -> None:
    same = ' AND '.join(f'NEW.{column} IS NOT DISTINCT FROM OLD.{column}' for column in SAME[table])
    refused = f'{table} is append-only'
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(f"""CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
            WHEN NOT ({same}) BEGIN SELECT RAISE(ABORT, '{refused}'); END""")
        op.execute(f"""CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
            WHEN NOT ({GOES[table]}) BEGIN SELECT RAISE(ABORT, '{refused}'); END""")
        return
    op.execute(f"""CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {same} THEN RETURN NEW; END IF;
        ELSIF {GOES[table]} THEN RETURN OLD;
        END IF;
        RAISE EXCEPTION '{refused}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""")
    op.execute(f"""CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_guard()""")


def _unguard(table: str) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(f"DROP TRIGGER {table}_update")
        op.execute(f"DROP TRIGGER {table}_delete")
        return
    op.execute(f"DROP TRIGGER {table}_row ON {table}")
    op.execute(f"DROP FUNCTION {table}_guard()")


def downgrade() -> None:
    for table in SAME:
        _unguard(table)
    op.drop_index('ix_touch_at_once_due', 'touch')
    op.drop_column('touch', 'at_once')
    op.drop_column('outcome', 'number')
    op.drop_column('objection', 'recorded_by')
    op.drop_column('contract', 'notice_place')
    op.drop_column('contract', 'notice_version')
    op.drop_column('contract', 'address_given_on')
    op.drop_column('contact_point', 'superseded')
    op.drop_column('contact_point', 'since')
    op.drop_column('contact', 'restricted_reason')
    op.drop_column('contact', 'restricted_at')
    op.drop_column('consent', 'released_at')
    op.drop_column('consent', 'privacy_version')
    op.drop_column('consent', 'language')
    op.drop_column('consent', 'receiver')
    op.drop_column('consent', 'declared_address')
    op.drop_column('consent', 'declared_name')
    op.drop_column('cancellation', 'confirmed_end')
    op.drop_column('cancellation', 'kind')
    op.drop_column('attempt', 'address_hash')
    op.drop_index(op.f('ix_callback_contact_id'), table_name='callback')
    op.drop_table('callback')
    op.drop_index(op.f('ix_recipient_notice_request_id'), table_name='recipient_notice')
    op.drop_table('recipient_notice')
    op.drop_index(op.f('ix_consent_event_consent_id'), table_name='consent_event')
    op.drop_table('consent_event')
    op.drop_index(op.f('ix_presumption_contact_id'), table_name='presumption')
    op.drop_table('presumption')
    op.drop_index(op.f('ix_preference_contact_id'), table_name='preference')
    op.drop_table('preference')
    op.drop_index(op.f('ix_data_request_contact_id'), table_name='data_request')
    op.drop_index(op.f('ix_data_request_closed_at_due_at'), table_name='data_request')
    op.drop_table('data_request')
    op.drop_index(op.f('ix_written_file_contact_id'), table_name='written_file')
    op.drop_table('written_file')
    op.drop_index(op.f('ix_retained_pseudonym'), table_name='retained')
    op.drop_index(op.f('ix_retained_keep_until'), table_name='retained')
    op.drop_table('retained')
    op.drop_table('erasure')
