-- The log: an append-only Merkle tree (RFC 9162, SM3). Bodies hold references and digests only.

create table audit_record (
    sequence   bigint primary key,
    event      text        not null,
    at         timestamptz not null,
    holder_key bytea,
    leaf_hash  bytea       not null,
    body       text        not null
);

create index audit_record_by_holder on audit_record (holder_key, sequence) where holder_key is not null;
create index audit_record_by_event on audit_record (event, sequence);

-- One signed head for each commit group.
create table audit_head (
    size      bigint primary key,
    hub       text not null,
    root      text not null,
    signed_at text not null,
    signature text not null
);

-- One row: number of records and roots of the complete subtrees. Its lock orders all appends of all nodes.
create table audit_tree (
    only_row boolean primary key default true check (only_row),
    size     bigint  not null,
    frontier bytea[] not null
);

insert into audit_tree (size, frontier) values (0, '{}');

-- The newest head each neighbour has shown us, so that a neighbour's log cannot lose its tail unseen.
create table peer_head (
    hub       text primary key,
    size      bigint      not null,
    root      text        not null,
    signed_at text        not null,
    signature text        not null,
    seen_at   timestamptz not null
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end $$;

create trigger audit_record_append_only before update or delete or truncate on audit_record
    for each statement execute function audit_is_append_only();
create trigger audit_head_append_only before update or delete or truncate on audit_head
    for each statement execute function audit_is_append_only();
