-- Envelopes for neighbours, written in the transaction that made them necessary. Bodies are ciphertext.

create table outbox (
    id           bigint generated always as identity primary key,
    envelope_id  uuid        not null unique,
    peer         text        not null,
    license_id   uuid        not null,
    row_version  bigint      not null,
    body_enc     bytea       not null,
    created_at   timestamptz not null,
    attempts     integer     not null default 0,
    next_attempt timestamptz not null,
    last_error   text,
    with_file    boolean     not null default false,
    feed_position bigint unique,
    delivered_at timestamptz,
    receipt      bytea
);

create index outbox_by_license on outbox (peer, license_id);
create index outbox_waiting on outbox (peer, next_attempt, id) where delivered_at is null;
create index outbox_unsequenced on outbox (id) where feed_position is null;

create sequence outbox_feed_position;

create table inbox (
    peer        text        not null,
    envelope_id uuid        not null,
    license_id  uuid        not null,
    receipt     bytea       not null,
    received_at timestamptz not null,
    primary key (peer, envelope_id)
);

create table feed_cursor (
    peer    text primary key,
    cursor  text        not null,
    read_at timestamptz not null
);
