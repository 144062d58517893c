-- Forms: which field of which license fills which field of a form (JSON array of name, licenseType, field).
create table form (
    code          text primary key,
    name          text        not null,
    service_item  text        not null,
    fields        jsonb       not null,
    version       bigint      not null,
    owner         text        not null,
    registered_at timestamptz not null
);
