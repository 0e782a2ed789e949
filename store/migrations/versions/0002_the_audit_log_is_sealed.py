"""the audit log is sealed: chain columns, and triggers that let nothing be changed or taken out"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# What an update of audit_event may do: fill the chain once, or blank the personal part of a sealed event for good.
SAME = "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.event = OLD.event"
SEALING = f"""(
    OLD.hash IS NULL AND NEW.hash IS NOT NULL AND {SAME}
    AND NEW.contact IS NOT DISTINCT FROM OLD.contact AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT)
)"""
ERASING = f"""(
    OLD.hash IS NOT NULL AND {SAME}
    AND NEW.hash IS NOT DISTINCT FROM OLD.hash AND NEW.previous IS NOT DISTINCT FROM OLD.previous
    AND NEW.position IS NOT DISTINCT FROM OLD.position AND NEW.digest IS NOT DISTINCT FROM OLD.digest
    AND NEW.contact IS NULL AND NEW.nonce IS NULL AND CAST(NEW.data AS TEXT) = '{{}}'
)"""
REFUSED = "audit_event is append-only"


def upgrade() -> None:
    op.add_column('audit_event', sa.Column('position', sa.BigInteger(), nullable=True))
    op.add_column('audit_event', sa.Column('nonce', sa.String(length=32), nullable=True))
    op.add_column('audit_event', sa.Column('digest', sa.String(length=64), nullable=True))
    op.create_index('ix_audit_event_position', 'audit_event', ['position'], unique=True)
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(f"""CREATE TRIGGER audit_event_update BEFORE UPDATE ON audit_event
            WHEN NOT coalesce({SEALING} OR {ERASING}, 0) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""")
        op.execute(f"""CREATE TRIGGER audit_event_delete BEFORE DELETE ON audit_event
            BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""")
        return
    op.execute(f"""CREATE FUNCTION audit_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF coalesce({SEALING} OR {ERASING}, false) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""")
    op.execute("""CREATE TRIGGER audit_event_row BEFORE UPDATE OR DELETE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_guard()""")
    op.execute("""CREATE TRIGGER audit_event_truncate BEFORE TRUNCATE ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION audit_event_guard()""")


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute("DROP TRIGGER audit_event_update")
        op.execute("DROP TRIGGER audit_event_delete")
    else:
        op.execute("DROP TRIGGER audit_event_row ON audit_event")
        op.execute("DROP TRIGGER audit_event_truncate ON audit_event")
        op.execute("DROP FUNCTION audit_event_guard()")
    op.drop_index('ix_audit_event_position', 'audit_event')
    op.drop_column('audit_event', 'digest')
    op.drop_column('audit_event', 'nonce')
    op.drop_column('audit_event', 'position')
