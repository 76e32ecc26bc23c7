-- When an open record is to be looked at again, in milliseconds since 1970. Nodes of older versions do
-- not write it: 0 says that the time is in the value only, and such a row counts as overdue until
-- its value was read.
alter table passing add column wake_at bigint not null default 0;

create index passing_wakes on passing (wake_at, key) where is_open;
