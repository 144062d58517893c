-- When the hub that issued a license last said that it is as this hub holds it, asked by this hub: a time of this hub's clock, before the question went
-- out. Without a row, the license is confirmed up to its own updated_at, which came signed with it.
create table license_confirmation (
    license_id   uuid primary key references license,
    row_version  bigint      not null,
    confirmed_at timestamptz not null
);

-- from whom a license came
create index inbox_by_license on inbox (license_id, received_at desc);
