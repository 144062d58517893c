-- Counted up by whatever may take a way in or a grant away, or give one. Nodes keep callers and grants in memory under the version they were
-- read in, and compare it where the record of an answer is committed: a change counts for the next answer on every node. By triggers, so
-- that nothing that changes these tables can forget it.
create table access_version (
    only_row boolean primary key default true check (only_row),
    version  bigint  not null
);

insert into access_version (version) values (1);

create function raise_access_version() returns trigger language plpgsql as $$
begin
    update access_version set version = version + 1;
    return null;
end
$$;

create trigger access_grant_changed after insert or update or delete on access_grant
    for each statement execute function raise_access_version();

create trigger caller_changed after update or delete on caller
    for each statement execute function raise_access_version();

-- a token that is handed out changes nothing for those who know it not
create trigger access_token_revoked after update on access_token
    for each row when (new.revoked_at is distinct from old.revoked_at or new.expires_at is distinct from old.expires_at
        or new.scopes is distinct from old.scopes) execute function raise_access_version();

create trigger access_token_removed after delete on access_token
    for each statement execute function raise_access_version();
