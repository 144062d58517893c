-- The holder index: for each holder how many uses of its licenses stand in the log up to a size, and a chain of hashes over them. Sorted by a hash of
-- the holder's key it is a Merkle tree, whose root is itself a record in the log. Derived from the log; who falsifies it is found by whoever has an export.

-- An entry counts for its publication and those after it, until there is a later one: a publication writes what changed and no more.
create table holder_index_entry (
    map_key     bytea  not null,
    publication bigint not null,
    counted     bigint not null,
    chain       bytea  not null,
    primary key (map_key, publication)
);

-- The first key of every sixteen entries: where in the tree an entry stands.
create table holder_index_tile (
    publication bigint not null,
    number      bigint not null,
    first_key   bytea  not null,
    primary key (publication, number)
);

create index holder_index_tile_by_key on holder_index_tile (publication, first_key);

-- Every fourth level of the tree, as of the log's own.
create table holder_index_node (
    publication bigint  not null,
    level       integer not null check (level > 0 and level % 4 = 0),
    position    bigint  not null,
    hash        bytea   not null,
    primary key (publication, level, position)
);

create table holder_index_publication (
    number       bigint      primary key,
    -- size of the log it covers
    through      bigint      not null,
    holders      bigint      not null,
    root         bytea       not null,
    -- position of its own record
    sequence     bigint      not null,
    published_at timestamptz not null
);

-- One row: how far entries go, and what is being built up to where, if anything is.
create table holder_index_state (
    only_row boolean primary key default true check (only_row),
    next     bigint  not null,
    building bigint,
    through  bigint,
    check ((building is null) = (through is null))
);

insert into holder_index_state (next) values (0);

-- Objections (异议) of holders to uses of their licenses: a task with a deadline for the organisation whose caller it was. Texts are ciphertext.
create table objection (
    id           uuid        primary key,
    holder_key   bytea       not null,
    positions    bigint[]    not null check (cardinality(positions) > 0),
    caller       text        not null,
    -- empty: of no caller of this hub; it falls to the administrators
    organisation text        not null,
    state        text        not null check (state in ('OPEN', 'ANSWERED')),
    reason_enc   bytea       not null,
    raised_by    text        not null,
    raised_at    timestamptz not null,
    due_at       timestamptz not null,
    overdue_at   timestamptz,
    upheld       boolean,
    answer_enc   bytea,
    answered_by  text,
    answered_at  timestamptz,
    check ((state = 'ANSWERED') = (answered_at is not null and answered_by is not null and answer_enc is not null and upheld is not null))
);

create index objection_by_holder on objection (holder_key, id);
create index objection_by_organisation on objection (organisation, id);
create index objection_open on objection (due_at) where state = 'OPEN';
