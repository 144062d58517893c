-- Counts the passwords an account has had: a session, code or token that was begun with an earlier one is worth nothing.
alter table account add column credential bigint not null default 1;
alter table account_token add column credential bigint not null default 1;

-- The one-time password is made when the account is confirmed, for whoever confirms it. Those that wait now were given to the other person.
alter table account alter column password_hash drop not null;
update account set password_hash = null where state = 'PENDING';
alter table account add constraint password_of_those_in_force check (state <> 'ACTIVE' or password_hash is not null);

-- Whether it ever was in force; of those that wait now nobody knows, and they are kept like one that was.
alter table account add column was_in_force boolean not null default true;
alter table account alter column was_in_force set default false;
