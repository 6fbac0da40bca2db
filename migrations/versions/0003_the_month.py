"""The month from the calendar to the approved report."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import models.base


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agenda_template',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('cell_type', sa.Enum('village', 'office', 'state_enterprise', 'private_enterprise', 'student', 'armed_forces', name='cell_type', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.Column('changed_at', models.base.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_agenda_template_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_template')),
    sa.UniqueConstraint('unit_id', 'cell_type', name=op.f('uq_agenda_template_unit_id_cell_type'))
    )
    op.create_table('paper_number',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('minutes', 'resolution', 'conclusion', 'notice', 'task_list', 'monthly_schedule', 'monthly_grades', name='paper_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('term_starts_on', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('issued_at', models.base.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_paper_number_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_number')),
    sa.UniqueConstraint('unit_id', 'kind', 'subject', name=op.f('uq_paper_number_unit_id_kind_subject')),
    sa.UniqueConstraint('unit_id', 'kind', 'term_starts_on', 'number', name=op.f('uq_paper_number_unit_id_kind_term_starts_on_number'))
    )
    op.create_table('paper_settings',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('signs_for', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('term_starts_on', sa.Date(), nullable=True),
    sa.Column('place_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('changed_at', models.base.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_paper_settings_unit_id')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_paper_settings'))
    )
    op.create_table('period',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('month', 'quarter', 'half_year', 'year', 'school_year', name='period_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('is_closed', sa.Boolean(), nullable=False),
    sa.Column('opened_at', models.base.Instant(timezone=True), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_period_ends_after_start')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_period_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_period')),
    sa.UniqueConstraint('unit_id', 'kind', 'starts_on', name=op.f('uq_period_unit_id_kind_starts_on'))
    )
    op.create_table('pledge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('commitment', 'deed', name='pledge_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_pledge_member_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_pledge_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge'))
    )
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pledge_member_id'), ['member_id'], unique=False)
        batch_op.create_index('ix_pledge_unit_id_year', ['unit_id', 'year'], unique=False)

    op.create_table('presentation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('topic', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_presentation_member_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_presentation_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presentation')),
    sa.UniqueConstraint('unit_id', 'month', 'member_id', 'topic', name=op.f('uq_presentation_unit_id_month_member_id_topic'))
    )
    with op.batch_alter_table('presentation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_presentation_member_id'), ['member_id'], unique=False)

    op.create_table('supervision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('supervisor_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('office', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_supervision_ends_after_start')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_supervision_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision'))
    )
    with op.batch_alter_table('supervision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supervision_unit_id'), ['unit_id'], unique=False)

    op.create_table('coaching',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('plan', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_coaching_created_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_coaching_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coaching'))
    )
    with op.batch_alter_table('coaching', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coaching_unit_id'), ['unit_id'], unique=False)

    op.create_table('commendation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('praise', 'model', name='commendation_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('decision_number', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_commendation_created_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_commendation_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commendation'))
    )
    with op.batch_alter_table('commendation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commendation_unit_id'), ['unit_id'], unique=False)

    op.create_table('email_address',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
    sa.Column('changed_at', models.base.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_email_address_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_email_address'))
    )
    op.create_table('expectation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('period_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('regular_meeting', 'thematic_meeting', name='expected_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('extended_until', sa.Date(), nullable=True),
    sa.Column('exempt_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('received_at', models.base.Instant(timezone=True), nullable=True),
    sa.Column('is_on_time', sa.Boolean(), nullable=True),
    sa.Column('is_complete', sa.Boolean(), nullable=False),
    sa.Column('approved_at', models.base.Instant(timezone=True), nullable=True),
    sa.Column('changed_after_approval_at', models.base.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['period_id'], ['period.id'], name=op.f('fk_expectation_period_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_expectation_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expectation')),
    sa.UniqueConstraint('period_id', 'unit_id', 'kind', name=op.f('uq_expectation_period_id_unit_id_kind'))
    )
    with op.batch_alter_table('expectation', schema=None) as batch_op:
        batch_op.create_index('ix_expectation_unit_id_period_id', ['unit_id', 'period_id'], unique=False)

    op.create_table('guiding_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('issuer', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_guiding_document_valid_to_after_from')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_guiding_document_created_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_guiding_document_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guiding_document')),
    sa.UniqueConstraint('unit_id', 'number', 'issued_on', name=op.f('uq_guiding_document_unit_id_number_issued_on'))
    )
    op.create_table('member_rating',
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('grade', sa.Enum('good', 'done', 'not_done', name='rating_grade', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('rated_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('rated_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_member_rating_member_id')),
    sa.ForeignKeyConstraint(['rated_by'], ['account.id'], name=op.f('fk_member_rating_rated_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_member_rating_unit_id')),
    sa.PrimaryKeyConstraint('member_id', 'unit_id', 'month', name=op.f('pk_member_rating'))
    )
    with op.batch_alter_table('member_rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_rating_unit_id'), ['unit_id'], unique=False)

    op.create_table('paper_template',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('minutes', 'resolution', 'conclusion', 'notice', 'task_list', 'monthly_schedule', 'monthly_grades', name='paper_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('is_in_use', sa.Boolean(), nullable=False),
    sa.Column('uploaded_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_paper_template_unit_id')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['account.id'], name=op.f('fk_paper_template_uploaded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_template'))
    )
    with op.batch_alter_table('paper_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_template_unit_id'), ['unit_id'], unique=False)

    op.create_table('period_due',
    sa.Column('period_id', sa.Uuid(), nullable=False),
    sa.Column('unit_kind', sa.Enum('province', 'district', 'bloc', 'commune', 'committee', 'sub_committee', 'grassroots_cell', 'cell', name='unit_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['period_id'], ['period.id'], name=op.f('fk_period_due_period_id')),
    sa.PrimaryKeyConstraint('period_id', 'unit_kind', name=op.f('pk_period_due'))
    )
    op.create_table('period_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('period_id', sa.Uuid(), nullable=False),
    sa.Column('act', sa.Enum('opened', 'closed', 'reopened', name='period_act', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('done_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('done_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['done_by'], ['account.id'], name=op.f('fk_period_entry_done_by')),
    sa.ForeignKeyConstraint(['period_id'], ['period.id'], name=op.f('fk_period_entry_period_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_period_entry'))
    )
    with op.batch_alter_table('period_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_period_entry_period_id'), ['period_id'], unique=False)

    op.create_table('reminder',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.Enum('chat', 'email', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('period_id', sa.Uuid(), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('sent_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reminder_account_id')),
    sa.ForeignKeyConstraint(['period_id'], ['period.id'], name=op.f('fk_reminder_period_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_reminder_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('account_id', 'channel', 'sent_on', 'unit_id', name=op.f('uq_reminder_account_id_channel_sent_on_unit_id'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_unit_id'), ['unit_id'], unique=False)

    op.create_table('agenda_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_agenda_item_meeting_id_number'))
    )
    op.create_table('coaching_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('coaching_id', sa.Uuid(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['coaching_id'], ['coaching.id'], name=op.f('fk_coaching_step_coaching_id')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_coaching_step_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coaching_step'))
    )
    with op.batch_alter_table('coaching_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coaching_step_coaching_id'), ['coaching_id'], unique=False)

    op.create_table('extension',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('expectation_id', sa.Uuid(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('granted_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('granted_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['expectation_id'], ['expectation.id'], name=op.f('fk_extension_expectation_id')),
    sa.ForeignKeyConstraint(['granted_by'], ['account.id'], name=op.f('fk_extension_granted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension'))
    )
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extension_expectation_id'), ['expectation_id'], unique=False)

    op.create_table('field_remark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('field', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('written_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.Column('resolved_at', models.base.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_field_remark_meeting_id')),
    sa.ForeignKeyConstraint(['written_by'], ['account.id'], name=op.f('fk_field_remark_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_remark'))
    )
    with op.batch_alter_table('field_remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_field_remark_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('guest',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('full_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('office', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('is_supervisor', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_guest_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest'))
    )
    with op.batch_alter_table('guest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('meeting_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('document', 'signed_scan', name='meeting_file_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('uploaded_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_file_meeting_id')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['account.id'], name=op.f('fk_meeting_file_uploaded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_file'))
    )
    with op.batch_alter_table('meeting_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_file_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('meeting_review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('approved', 'returned', 'withdrawn', name='verdict', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('reviewed_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('reviewed_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_review_meeting_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['account.id'], name=op.f('fk_meeting_review_reviewed_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_meeting_review_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_review'))
    )
    with op.batch_alter_table('meeting_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_review_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('meeting_version',
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('submitted_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('submitted_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_version_meeting_id')),
    sa.ForeignKeyConstraint(['submitted_by'], ['account.id'], name=op.f('fk_meeting_version_submitted_by')),
    sa.PrimaryKeyConstraint('meeting_id', 'version', name=op.f('pk_meeting_version'))
    )
    op.create_table('mention',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Enum('praise', 'reminder', 'criticism', name='mention_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_mention_meeting_id')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_mention_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mention'))
    )
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mention_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mention_member_id'), ['member_id'], unique=False)

    op.create_table('pledge_review',
    sa.Column('pledge_id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('outcome', sa.Enum('done', 'partly_done', 'not_done', name='task_outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_pledge_review_meeting_id')),
    sa.ForeignKeyConstraint(['pledge_id'], ['pledge.id'], name=op.f('fk_pledge_review_pledge_id')),
    sa.PrimaryKeyConstraint('pledge_id', 'meeting_id', name=op.f('pk_pledge_review'))
    )
    with op.batch_alter_table('pledge_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pledge_review_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=True),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('visitor_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('strengths', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('weaknesses', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('created_at', models.base.Instant(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_visit_created_by')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_visit_meeting_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_visit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_unit_id'), ['unit_id'], unique=False)

    op.create_table('vote',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('present', sa.Integer(), nullable=False),
    sa.Column('votes_for', sa.Integer(), nullable=False),
    sa.Column('votes_against', sa.Integer(), nullable=False),
    sa.Column('votes_abstained', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_vote_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote')),
    sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_vote_meeting_id_number'))
    )
    with op.batch_alter_table('accepted_warning', schema=None) as batch_op:
        batch_op.alter_column('accepted_by', existing_type=sa.Uuid(), nullable=True)

    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gist', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False, server_default=''))
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.alter_column('gist', server_default=None)

    _widen_meeting()


def _widen_meeting() -> None:
    """Records that were handed in before count as their first version, and wait for the unit directly above."""
    texts = {
        'cancelled_reason': sqlmodel.sql.sqltypes.AutoString(length=500),
        'postponed_reason': sqlmodel.sql.sqltypes.AutoString(length=500),
        'premeeting_content': sa.Text(),
        'results': sa.Text(),
        'weaknesses': sa.Text(),
        'directions': sa.Text(),
    }
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        for name, type_ in texts.items():
            batch_op.add_column(sa.Column(name, type_, nullable=False, server_default=''))
        batch_op.add_column(sa.Column('is_resolution', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('planned_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('planned_at', sa.Time(), nullable=True))
        batch_op.add_column(sa.Column('postponed_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('waiting_unit_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('approved_version', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('approved_at', models.base.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('receipt', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True))
        batch_op.drop_constraint(batch_op.f('ck_meeting_meeting_kind'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_meeting_meeting_state'), type_='check')
    op.execute(sa.text("UPDATE meeting SET version = 1 WHERE state = 'submitted'"))
    op.execute(sa.text(
        "UPDATE meeting SET waiting_unit_id = (SELECT coalesce(era.parent_id, era.unit_id) FROM unit_era AS era "
        "WHERE era.unit_id = meeting.unit_id AND era.ends_on IS NULL) WHERE state = 'submitted'"
    ))
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        for name, type_ in texts.items():
            batch_op.alter_column(name, existing_type=type_, server_default=None)
        batch_op.alter_column('is_resolution', existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column('version', existing_type=sa.Integer(), server_default=None)
        batch_op.create_check_constraint(batch_op.f('ck_meeting_meeting_kind'), "kind IN ('regular', 'thematic', 'extraordinary', 'model', 'cell_committee', 'committee', 'briefing')")
        batch_op.create_check_constraint(batch_op.f('ck_meeting_meeting_state'), "state IN ('draft', 'submitted', 'returned', 'approved')")
        batch_op.create_index(batch_op.f('ix_meeting_waiting_unit_id'), ['waiting_unit_id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_meeting_receipt'), ['receipt'])
        batch_op.create_foreign_key(batch_op.f('fk_meeting_waiting_unit_id'), 'unit', ['waiting_unit_id'], ['id'])
