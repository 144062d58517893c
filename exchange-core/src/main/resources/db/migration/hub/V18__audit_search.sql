-- What auditors search the log by, taken out of the records some time after they were committed, so that appending pays nothing for it. Derived:
-- the log itself is audit_record, and only that is proven. Rows come in the order of the log; audit_index_state says how far. Event and holder
-- are indexed with the log already; few values, as of service items and license types, have no index of their own: each would cost with every record.
create table audit_index (
    sequence      bigint      primary key,
    at            timestamptz not null,
    actor         text        not null,
    operator      text,
    service_item  text,
    case_number   text,
    outcome       text        not null check (outcome in ('DONE', 'NOTHING', 'REFUSED')),
    -- codes of the types that the record concerns, each between spaces
    license_types text
);

-- time goes with the order of the log but for clocks that step back: a summary of each range of blocks is enough
create index audit_index_by_time on audit_index using brin (at) with (pages_per_range = 32, autosummarize = on);
create index audit_index_by_actor on audit_index (actor, sequence);
create index audit_index_by_operator on audit_index (operator, sequence) where operator is not null;
create index audit_index_by_case on audit_index (case_number, sequence) where case_number is not null;
create index audit_index_by_outcome on audit_index (outcome, sequence) where outcome = 'REFUSED';

create table audit_index_state (
    only_row boolean primary key default true check (only_row),
    next     bigint  not null
);

insert into audit_index_state (next) values (0);

create trigger audit_index_append_only before update or delete or truncate on audit_index
    for each statement execute function audit_is_append_only();
