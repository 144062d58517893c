-- The log lies in one part for each month it was written in, so that a month can be dropped whole when its time is over. The month stands in
-- audit_tree: whoever appends holds that row, so months follow each other in the order of the log, whatever a clock does, and a month is one
-- run of sequences. Month 0 is what was there before.
alter table audit_tree add column month integer not null default 0;

create table audit_month (
    month          integer primary key,
    -- size of the log when the month began; the same as that of the next if nothing was written in it
    first_sequence bigint not null
);

insert into audit_month (month, first_sequence) values (0, 0);

-- Where the log begins that is kept: at 0, or after the last month that was dropped. What verifiers need in place of the records before it.
create table audit_base (
    only_row boolean primary key default true check (only_row),
    size     bigint  not null,
    frontier bytea[] not null,
    -- signed head of this size
    hub       text,
    root      text,
    signed_at text,
    signature text
);

insert into audit_base (size, frontier) values (0, '{}');

-- Level 0: leaves beside the beginning of the log that is kept. Proofs of what is kept need them.
alter table audit_node drop constraint audit_node_level_check;
alter table audit_node add constraint audit_node_level_check check (level >= 0 and level % 4 = 0);

alter table audit_record rename to audit_record_0;
alter table audit_record_0 drop constraint audit_record_pkey;
alter index audit_record_by_holder rename to audit_record_0_by_holder;
alter index audit_record_by_event rename to audit_record_0_by_event;
alter table audit_record_0 add column month integer not null default 0;
alter table audit_record_0 alter column month drop default;
alter table audit_record_0 add primary key (sequence, month);

create table audit_record (
    sequence   bigint      not null,
    event      text        not null,
    at         timestamptz not null,
    holder_key bytea,
    leaf_hash  bytea       not null,
    body       text        not null,
    month      integer     not null,
    primary key (sequence, month)
) partition by list (month);

create index audit_record_by_holder on audit_record (holder_key, sequence) where holder_key is not null;
create index audit_record_by_event on audit_record (event, sequence);
alter table audit_record attach partition audit_record_0 for values in (0);

create trigger audit_record_append_only before update or delete or truncate on audit_record
    for each statement execute function audit_is_append_only();

alter table audit_head rename to audit_head_0;
alter table audit_head_0 drop constraint audit_head_pkey;
alter table audit_head_0 add column month integer not null default 0;
alter table audit_head_0 alter column month drop default;
alter table audit_head_0 add primary key (size, month);

create table audit_head (
    size      bigint  not null,
    hub       text    not null,
    root      text    not null,
    signed_at text    not null,
    signature text    not null,
    month     integer not null,
    primary key (size, month)
) partition by list (month);

alter table audit_head attach partition audit_head_0 for values in (0);

create trigger audit_head_append_only before update or delete or truncate on audit_head
    for each statement execute function audit_is_append_only();

alter table audit_index rename to audit_index_0;
alter table audit_index_0 drop constraint audit_index_pkey;
alter index audit_index_by_time rename to audit_index_0_by_time;
alter index audit_index_by_actor rename to audit_index_0_by_actor;
alter index audit_index_by_operator rename to audit_index_0_by_operator;
alter index audit_index_by_case rename to audit_index_0_by_case;
alter index audit_index_by_outcome rename to audit_index_0_by_outcome;
alter table audit_index_0 add column month integer not null default 0;
alter table audit_index_0 alter column month drop default;
alter table audit_index_0 add primary key (sequence, month);

create table audit_index (
    sequence      bigint      not null,
    at            timestamptz not null,
    actor         text        not null,
    operator      text,
    service_item  text,
    case_number   text,
    outcome       text        not null constraint audit_index_outcome_check check (outcome in ('DONE', 'NOTHING', 'REFUSED')),
    license_types text,
    month         integer     not null,
    primary key (sequence, month)
) partition by list (month);

create index audit_index_by_time on audit_index using brin (at) with (pages_per_range = 32, autosummarize = on);
create index audit_index_by_actor on audit_index (actor, sequence);
create index audit_index_by_operator on audit_index (operator, sequence) where operator is not null;
create index audit_index_by_case on audit_index (case_number, sequence) where case_number is not null;
create index audit_index_by_outcome on audit_index (outcome, sequence) where outcome = 'REFUSED';
alter table audit_index attach partition audit_index_0 for values in (0);

create trigger audit_index_append_only before update or delete or truncate on audit_index
    for each statement execute function audit_is_append_only();
