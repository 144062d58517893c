-- Addresses under which an annotated copy can be fetched once. The copy is made when it is fetched; here lies what was promised, as
-- ciphertext, under the keyed digest of the secret in the address. The row decides who of many that fetch at once gets it.
create table one_time_download (
    id            uuid        primary key,
    secret_digest bytea       not null unique,
    client_id     text        not null references caller,
    promise_enc   bytea       not null,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    used_at       timestamptz
);

create index one_time_download_by_expiry on one_time_download (expires_at);
