-- Annotated copies (加注件) that were made: whose license, for which caller, until when. The copies themselves are not kept.
create table annotated_copy (
    digest     text        primary key,
    license_id uuid        not null,
    caller     text        not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null
);
