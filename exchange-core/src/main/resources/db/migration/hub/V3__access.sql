-- Callers (OAuth 2 clients), their grants and their tokens.

create table caller (
    client_id     text primary key,
    secret_hash   text        not null,
    name          text        not null,
    organisation  text        not null,
    scopes        text[]      not null,
    sources       text[]      not null,
    registered_at timestamptz not null,
    disabled_at   timestamptz
);

create table access_grant (
    id            uuid primary key,
    client_id     text        not null,
    license_type  text        not null,
    actions       text[]      not null,
    fields        text[]      not null,
    service_items text[]      not null,
    valid_from    timestamptz not null,
    valid_to      timestamptz,
    granted_by    text        not null,
    revoked_at    timestamptz
);

create index access_grant_by_caller on access_grant (client_id, license_type);

-- Opaque tokens, known by digest only: reading this table lets nobody in.
create table access_token (
    token_digest bytea primary key,
    client_id    text        not null references caller,
    scopes       text[]      not null,
    issued_at    timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz
);

create index access_token_by_expiry on access_token (expires_at);
