-- Most calls of a caller in a second, over time; null: what the configuration gives every caller.
alter table caller add column calls_per_second integer check (calls_per_second > 0);
