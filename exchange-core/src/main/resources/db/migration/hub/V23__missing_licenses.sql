-- Licenses that should be here and are not (缺失登记): reported by who looked in vain, a task for who is responsible, closed when the license arrives.
create table missing_license (
    id                uuid primary key,
    holder_key        bytea       not null,
    holder_enc        bytea       not null,
    license_type      text        not null,
    area_code         text        not null,
    issuer_code       text,
    owner             text,
    state             text        not null check (state in ('OPEN', 'ARRIVED', 'DISMISSED')),
    reports           integer     not null check (reports > 0),
    reported_by       text        not null,
    first_reported_at timestamptz not null,
    last_reported_at  timestamptz not null,
    closed_at         timestamptz,
    closed_by         text,
    license_id        uuid references license,
    answer_enc        bytea,
    check ((state = 'OPEN') = (closed_at is null)),
    check ((state = 'ARRIVED') = (license_id is not null))
);

-- one open task, however often it is reported
create unique index missing_license_open on missing_license (holder_key, license_type, area_code) where state = 'OPEN';
create index missing_license_by_owner on missing_license (owner, id);
create index missing_license_by_reporter on missing_license (reported_by, id);
