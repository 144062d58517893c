-- What auditors search the log by, taken out of the records some time after they were committed, so that appending pays nothing for it. Derived:
-- the log itself is audit_record, and only that is proven. Rows come in the order of the log; audit_index_state says how far.
create table audit_index (
    sequence     bigint      primary key,
    at           timestamptz not null,
    event        text        not null,
    actor        text        not null,
    operator     text,
    service_item text,
    case_number  text,
    outcome      text        not null check (outcome in ('DONE', 'NOTHING', 'REFUSED')),
    holder_key   bytea
);

create index audit_index_by_time on audit_index (at);
create index audit_index_by_event on audit_index (event, sequence);
create index audit_index_by_actor on audit_index (actor, sequence);
create index audit_index_by_operator on audit_index (operator, sequence) where operator is not null;
create index audit_index_by_item on audit_index (service_item, sequence) where service_item is not null;
create index audit_index_by_case on audit_index (case_number, sequence) where case_number is not null;
create index audit_index_by_outcome on audit_index (outcome, sequence) where outcome <> 'DONE';
create index audit_index_by_holder on audit_index (holder_key, sequence) where holder_key is not null;

-- License types that a record concerns; one record may concern several.
create table audit_index_type (
    license_type text   not null,
    sequence     bigint not null,
    primary key (license_type, sequence)
);

create table audit_index_state (
    only_row boolean primary key default true check (only_row),
    next     bigint  not null
);

insert into audit_index_state (next) values (0);

create trigger audit_index_append_only before update or delete or truncate on audit_index
    for each statement execute function audit_is_append_only();
create trigger audit_index_type_append_only before update or delete or truncate on audit_index_type
    for each statement execute function audit_is_append_only();
