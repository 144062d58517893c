-- Searches of the log by holder: asked for by one auditor, confirmed by another, usable by the one who asked until valid_to. The number of
-- the holder is not kept, only its key; the reason is free text and so ciphertext.
create table holder_search (
    id           uuid        primary key,
    holder_key   bytea       not null,
    reason_enc   bytea       not null,
    requested_by text        not null,
    requested_at timestamptz not null,
    confirmed_by text        check (confirmed_by <> requested_by),
    confirmed_at timestamptz,
    valid_to     timestamptz,
    check ((confirmed_by is null) = (confirmed_at is null) and (confirmed_by is null) = (valid_to is null))
);
