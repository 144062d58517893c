-- People who administer the hub. The role is one column, filled and never changed: no account can hold two.

create table account (
    username      text primary key,
    role          text        not null check (role in ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN')),
    state         text        not null check (state in ('PENDING', 'ACTIVE', 'DISABLED')),
    password_hash text        not null,
    one_time      boolean     not null,
    failures      int         not null default 0,
    locked_until  timestamptz,
    created_at    timestamptz not null,
    created_by    text        not null,
    confirmed_by  text,
    check (confirmed_by is distinct from created_by)
);

create function keep_account_role() returns trigger language plpgsql as $$
begin
    raise exception 'the role of an account never changes';
end $$;

create trigger account_keeps_its_role before update of role on account
    for each row when (old.role is distinct from new.role) execute function keep_account_role();

-- Tokens of people, by digest only, apart from those of callers: the look-up of a caller's token stays as cheap as it is.
create table account_token (
    token_digest bytea primary key,
    username     text        not null references account,
    scopes       text[]      not null,
    issued_at    timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz
);

create index account_token_by_expiry on account_token (expires_at);
