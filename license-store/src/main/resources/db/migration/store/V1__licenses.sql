-- Licenses as the system of record keeps them. Personal data is SM4-GCM ciphertext (content_enc, reason_enc); holders are
-- known by holder_key = HMAC-SM3 under a key that is not in this database.

create sequence license_serial;

create table license (
    id                uuid primary key,
    identifier        text unique,
    serial            text,
    version           integer     not null,
    type_code         text        not null,
    type_version      integer     not null,
    area_code         text        not null,
    issuer_code       text        not null,
    origin_hub        text        not null,
    source            text        not null,
    source_key_digest bytea       not null,
    revision          bigint      not null,
    state             text        not null,
    issue_date        date,
    valid_from        date,
    valid_to          date,
    content_enc       bytea       not null,
    file_digest       text,
    supersedes        uuid,
    row_version       bigint      not null,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    constraint issued_has_identifier_and_file check
        (state in ('DRAFT', 'PENDING_REVIEW', 'PENDING_SEAL') or (identifier is not null and file_digest is not null)),
    unique (origin_hub, source, source_key_digest, revision)
);

create index license_by_state on license (state, created_at, id);
create index license_by_origin on license (origin_hub, identifier collate "C") where identifier is not null;
create index license_by_end on license (valid_to) where state in ('VALID', 'SUSPENDED') and valid_to is not null;
create index license_by_file on license (file_digest);
create index license_by_source on license (source, source_key_digest, revision desc);

create table license_holder (
    license_id uuid    not null references license,
    position   integer not null,
    holder_key bytea   not null,
    primary key (license_id, position)
);

create index license_holder_by_key on license_holder (holder_key);

-- Counts every change of any license of a holder. An answer is given only if the revision it was made from is still the
-- current one when its audit record is committed.
create table holder_revision (
    holder_key bytea primary key,
    revision   bigint not null
);

-- At most one live license per type and holder, where the type says so.
create table exclusive_holding (
    type_code  text  not null,
    holder_key bytea not null,
    license_id uuid  not null references license,
    primary key (type_code, holder_key)
);

create index exclusive_holding_by_license on exclusive_holding (license_id);

create table license_event (
    id         bigint generated always as identity primary key,
    license_id uuid        not null references license,
    from_state text,
    to_state   text        not null,
    actor      text        not null,
    reason_enc bytea,
    at         timestamptz not null
);

create index license_event_by_license on license_event (license_id, id);

-- The PostgreSQL adapter of the license index.
create table license_index (
    holder_key  bytea   not null,
    license_id  uuid    not null,
    identifier  text    not null,
    type_code   text    not null,
    area_code   text    not null,
    state       text    not null,
    row_version bigint  not null,
    primary key (holder_key, license_id)
);

create index license_index_by_license on license_index (license_id);

-- Work for an index that cannot take part in a transaction: written with the change, done afterwards, at least once.
create table index_task (
    license_id uuid primary key,
    queued_at  timestamptz not null
);
