-- Lists of revoked certificates (RFC 5280): the highest number of an issuer is in force, earlier ones stay for auditors.
create table revocation_list (
    issuer      text        not null,
    number      bigint      not null check (number > 0),
    this_update timestamptz not null,
    encoded     bytea       not null,
    primary key (issuer, number)
);
