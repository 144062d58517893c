-- Consent of holders (授权用证). The code is known by keyed digest only, the holder by its key only.
create table consent (
    id           uuid primary key,
    code_digest  bytea       not null unique,
    holder_key   bytea       not null,
    license_type text        not null,
    identifiers  text[]      not null,
    fields       text[]      not null,
    service_item text        not null,
    use          text        not null check (use in ('ONE_USE', 'UNTIL')),
    client_id    text,
    created_at   timestamptz not null,
    created_by   text        not null,
    expires_at   timestamptz not null,
    withdrawn_at timestamptz
);

create index consent_by_holder on consent (holder_key, id);

-- Codes for one use that were used, written with the audit record of the answer. Apart from the consent, so that whoever keeps the record
-- waits for nobody who withdraws it.
create table consent_used (
    consent_id uuid primary key references consent,
    used_at    timestamptz not null
);

-- Codes that were wrong, by caller: somebody who tries codes is stopped.
create table consent_failures (
    client_id text primary key,
    since     timestamptz not null,
    failures  bigint      not null
);
