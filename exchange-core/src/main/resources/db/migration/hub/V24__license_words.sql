-- What licenses are found by besides their plain columns (精准化搜索): HMAC-SM3 of number, holders' names and issuers' names, each made alike before.
-- Their metadata is one ciphertext, and a number may be the holder's own. Written in the transaction that issues or receives a license.
create table license_word (
    kind       text  not null check (kind in ('NUMBER', 'HOLDER', 'ISSUER')),
    digest     bytea not null,
    license_id uuid  not null references license,
    primary key (kind, digest, license_id)
);

create index license_word_by_license on license_word (license_id);

-- Licenses from before this version, whose digests only the hub can make: done in the background, and a search says how many are left.
create table license_word_task (
    license_id uuid primary key references license
);

insert into license_word_task select id from license where identifier is not null;

-- The order of a search: latest day of issue first. Neither day nor id of an issued license ever changes, so a place in it stays a place.
create index license_by_issue_date on license ((coalesce(issue_date, date '0001-01-01')) desc, id) where identifier is not null;
create index license_by_type on license (type_code, (coalesce(issue_date, date '0001-01-01')) desc, id) where identifier is not null;
