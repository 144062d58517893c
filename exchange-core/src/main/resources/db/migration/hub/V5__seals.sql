-- Electronic seals (电子印章) from application to cancellation. An application and the seal made from it are one row with one
-- history. Owners are organisations: their names and codes are public. Reasons and signing keys are ciphertext.

create sequence seal_serial maxvalue 9999999;

create table seal (
    id            uuid primary key,
    number        text unique,
    owner_name    text        not null,
    owner_code    text,
    kind          text        not null,
    name          text        not null,
    diameter_mm   integer     not null check (diameter_mm between 35 and 45),
    star          boolean     not null,
    picture       bytea       not null,
    state         text        not null,
    applicant     text        not null,
    applied_at    timestamptz not null,
    replaces      uuid references seal,
    license_id    uuid,
    filing_number text,
    ses           bytea,
    certificate_serial text,
    valid_from    timestamptz,
    valid_to      timestamptz
);

create unique index seal_one_live on seal (owner_name, (coalesce(owner_code, '')), kind) where state in ('IN_USE', 'SUSPENDED');
create unique index seal_one_successor on seal (replaces) where state not in ('REJECTED', 'CANCELLED');
create index seal_by_owner on seal (owner_name, kind);
create index seal_in_order on seal (applied_at, id);

create table seal_approval (
    seal_id     uuid        not null references seal,
    approver    text        not null,
    approved_at timestamptz not null,
    primary key (seal_id, approver)
);

create table seal_event (
    id         bigint generated always as identity primary key,
    seal_id    uuid        not null references seal,
    from_state text,
    to_state   text        not null,
    actor      text        not null,
    reason_enc bytea,
    at         timestamptz not null
);

create index seal_event_by_seal on seal_event (seal_id, id);

-- Every sealing: which document, on whose order. Written in the transaction that issues the document.
create table seal_usage (
    id              bigint generated always as identity primary key,
    seal_id         uuid        not null references seal,
    document_digest text        not null,
    license_id      uuid        not null,
    ordered_by      text        not null,
    sealed_at       timestamptz not null
);

create index seal_usage_by_seal on seal_usage (seal_id, id);
create index seal_usage_by_time on seal_usage (sealed_at);

-- Signing keys of seals; a key is deleted when its seal ends for good.
create table seal_key (
    seal_id uuid primary key references seal,
    key_enc bytea       not null,
    made_at timestamptz not null
);

-- Seals wished for together with a license: the application opens when the license is issued.
create table seal_wish (
    id         uuid primary key,
    license_id uuid        not null,
    kind       text        not null,
    applicant  text        not null,
    reason_enc bytea       not null,
    state      text        not null,
    seal_id    uuid references seal,
    wished_at  timestamptz not null
);

create index seal_wish_waiting on seal_wish (license_id) where state = 'WAITING';

create function seal_log_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the history and the usage log of seals are append-only';
end $$;

create trigger seal_event_append_only before update or delete or truncate on seal_event
    for each statement execute function seal_log_is_append_only();
create trigger seal_usage_append_only before update or delete or truncate on seal_usage
    for each statement execute function seal_log_is_append_only();
