-- What an auditor would look for (flags), found in the log by a job that follows the log's index, and what it has counted so far. Derived from the
-- log but for runs of consecutive numbers, which only who was there when they were asked for could see. No row holds a number of a holder.
create table audit_flag (
    id             uuid        primary key,
    -- given under the lock of audit_flag_state, so that their order is the order of commits and a page never passes one over
    number         bigint      not null unique,
    kind           text        not null,
    period         text        not null check (period in ('HOUR', 'DAY', 'DAYS', 'RUN')),
    caller         text        not null,
    operator       text        not null,
    starts_at      timestamptz not null,
    counted        bigint      not null,
    threshold      bigint      not null,
    usual          bigint,
    first_sequence bigint      not null,
    last_sequence  bigint      not null,
    raised_at      timestamptz not null,
    state          text        not null check (state in ('OPEN', 'CLOSED')),
    closed_by      text,
    closed_at      timestamptz,
    reason_enc     bytea,
    check ((state = 'CLOSED') = (closed_by is not null) and (state = 'CLOSED') = (closed_at is not null) and (state = 'CLOSED') = (reason_enc is not null)),
    -- once only, though the job should go over the same records again
    unique (kind, period, caller, operator, first_sequence)
);

create index audit_flag_by_caller on audit_flag (caller, number);

-- What was counted for a caller, or for one of its operators, in an hour or a day. The sketch holds beginnings of holder keys, or, of many, how
-- rare the rarest were; it tells how many different holders there were and not which. Days that nothing looks back to are removed.
create table audit_flag_count (
    kind           text        not null,
    period         text        not null,
    caller         text        not null,
    operator       text        not null,
    starts_at      timestamptz not null,
    counted        bigint      not null,
    first_sequence bigint      not null,
    last_sequence  bigint      not null,
    sketch         bytea,
    flag           uuid references audit_flag,
    primary key (kind, caller, operator, period, starts_at)
);

create index audit_flag_count_by_start on audit_flag_count (starts_at);
create index audit_flag_count_by_flag on audit_flag_count (flag) where flag is not null;

-- One row: how far the job has come, and the number of the last flag. Its lock lets one node at a time do either.
create table audit_flag_state (
    only_row boolean primary key default true check (only_row),
    next     bigint  not null,
    flags    bigint  not null
);

insert into audit_flag_state (next, flags) values (0, 0);

-- Whose own licenses an operator must not be found at: the operator of a caller as the five elements name it, or every operator of it ('').
-- Registered by an administrator; the number is not kept, only the key.
create table operator_holder (
    caller        text        not null,
    operator      text        not null,
    holder_key    bytea       not null,
    registered_by text        not null,
    registered_at timestamptz not null,
    primary key (caller, operator)
);

create index operator_holder_by_holder on operator_holder (holder_key);
