-- Grants in full: regions and quotas. Those given before hold everywhere and without a quota, as they did.
alter table access_grant
    add column regions     text[] not null default '{*}',
    add column daily_quota bigint check (daily_quota > 0),
    add column total_quota bigint check (total_quota > 0);

-- Answers counted against a grant with a quota, in the transaction that keeps their audit records. The day never goes back, so that a
-- clock that steps back renews nothing.
create table grant_usage (
    grant_id    uuid primary key references access_grant,
    day         date   not null,
    taken_today bigint not null,
    taken_total bigint not null
);

-- Who decides about grants on a type (or '*') in a division (or '*'): the caller of the body that is responsible for these licenses.
create table license_owner (
    license_type  text        not null,
    region        text        not null,
    client_id     text        not null references caller,
    registered_at timestamptz not null,
    registered_by text        not null,
    primary key (license_type, region)
);

-- What a department asked for, and what came of it. The owner is the one at the time of the request; null: the security administrator.
create table grant_request (
    id            uuid primary key,
    client_id     text        not null references caller,
    license_type  text        not null,
    actions       text[]      not null,
    fields        text[]      not null,
    service_items text[]      not null,
    regions       text[]      not null,
    valid_from    timestamptz,
    valid_to      timestamptz,
    daily_quota   bigint,
    total_quota   bigint,
    reason_enc    bytea       not null,
    owner         text,
    state         text        not null check (state in ('PENDING', 'APPROVED', 'REFUSED')),
    requested_at  timestamptz not null,
    due_at        timestamptz not null,
    escalated_at  timestamptz,
    decided_at    timestamptz,
    decided_by    text,
    answer_enc    bytea,
    grant_id      uuid references access_grant,
    check ((state = 'PENDING') = (decided_at is null)),
    check ((state = 'APPROVED') = (grant_id is not null)),
    check (decided_by is distinct from client_id)
);

create index grant_request_by_caller on grant_request (client_id, id);
create index grant_request_by_owner on grant_request (owner, id);
create index grant_request_open on grant_request (due_at) where state = 'PENDING';
