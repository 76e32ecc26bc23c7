-- Milliseconds since 1970. Records that expired at or before it may be gone; it never goes back.
alter table layout add column horizon bigint not null default 0;
