-- Roots of complete subtrees of the log, every eighth level: 256 leaves, 65,536 leaves and so on. A proof reads one tile of at
-- most 256 hashes a level kept, however long the log is.
create table audit_node (
    level    integer not null check (level > 0 and level % 8 = 0),
    position bigint  not null,
    hash     bytea   not null,
    primary key (level, position)
);

create trigger audit_node_append_only before update or delete or truncate on audit_node
    for each statement execute function audit_is_append_only();
