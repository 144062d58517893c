-- When the proof of age in a sealed file must be renewed, and the copies that got further time-stamps. The file as issued stays.
create table file_proof (
    file_digest   text        primary key,
    license_id    uuid        not null,
    newest_digest text        not null,
    renewal_due   timestamptz not null
);

create index file_proof_by_due on file_proof (renewal_due);

create table file_copy (
    digest      text        primary key,
    file_digest text        not null references file_proof,
    made_at     timestamptz not null
);
