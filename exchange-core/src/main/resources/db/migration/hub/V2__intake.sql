-- What departments pushed. Bodies and source keys may hold ID numbers: both are ciphertext, and what must be compared is a keyed digest.

create table intake_record (
    id                uuid primary key,
    source            text        not null,
    source_key_digest bytea       not null,
    source_key_enc    bytea       not null,
    revision          bigint      not null,
    resource          text        not null,
    channel           text        not null,
    content_digest    bytea       not null,
    body_enc          bytea       not null,
    state             text        not null,
    reasons_enc       bytea       not null,
    license_id        uuid,
    received_at       timestamptz not null,
    updated_at        timestamptz not null,
    unique (source, source_key_digest, revision)
);

create index intake_record_by_state on intake_record (state, received_at, id);
create index intake_record_by_license on intake_record (license_id);

create table intake_correction (
    id           bigint generated always as identity primary key,
    record_id    uuid        not null references intake_record,
    actor        text        not null,
    before_enc   bytea       not null,
    reasons_enc  bytea       not null,
    corrected_at timestamptz not null
);

create table poll_cursor (
    connector text primary key,
    cursor    text        not null,
    saved_at  timestamptz not null
);

-- Drop files after processing, encrypted; names may hold ID numbers too.
create table drop_archive (
    id          uuid primary key,
    source      text        not null,
    name_enc    bytea       not null,
    file_digest text        not null,
    archived_at timestamptz not null
);
