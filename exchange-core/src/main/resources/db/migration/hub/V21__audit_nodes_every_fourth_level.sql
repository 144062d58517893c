-- Every fourth level of the log's tree instead of every eighth: a proof reads tiles of 16 hashes instead of 256. What was appended before has
-- the eighth levels only; a proof about it is made from these and from leaves, as before.
alter table audit_node drop constraint audit_node_level_check;
alter table audit_node add constraint audit_node_level_check check (level > 0 and level % 4 = 0);
