-- What a caller is held to, and its ways in besides the client secret. Each change counts the version up: whoever keeps a caller in
-- memory compares it with the one that comes with the token.

alter table caller
    alter column secret_hash drop not null,
    add column contact_enc        bytea,
    add column networks           text[] not null default '{}',
    add column interfaces         text[] not null default '{}',
    add column daily_limit        bigint check (daily_limit > 0),
    add column jwks               text,
    add column signing_algorithm  text,
    add column signing_secret_enc bytea,
    add column signing_public_key text,
    add column certificates       text[] not null default '{}',
    add column version            bigint not null default 1;

-- Calls of a day that nodes have taken for a caller with a daily limit, in blocks; never more than the limit.
create table caller_usage (
    client_id text   not null references caller,
    day       date   not null,
    taken     bigint not null,
    primary key (client_id, day)
);

-- What may be used once: nonces of signed requests and ids of client assertions, as keyed digests. An ordinary, durable table, so that a
-- crash of the database lets no replay in.
create table used_once (
    digest     bytea primary key,
    expires_at timestamptz not null
);

create index used_once_by_expiry on used_once (expires_at);
