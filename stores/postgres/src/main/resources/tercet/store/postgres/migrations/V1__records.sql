-- Keys are service (1 byte), shard (2), kind (1) and id (UTF-8); values are records as the runtime
-- encodes them. The view at the end shows keys in words.

create table lasting (
  key bytea primary key,
  value bytea not null
) with (
  -- Room for the next version of a record in its own page: no index needs to be touched.
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.05
);

create table passing (
  key bytea primary key,
  value bytea not null,
  is_open boolean not null,
  -- Milliseconds since 1970; null for a record that does not expire.
  expires_at bigint
) with (
  fillfactor = 90,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.1
);

create index passing_open on passing (key) where is_open;
create index passing_expires on passing (expires_at) where expires_at is not null;

-- What was fixed when the schema was made: one row.
create table layout (
  only_one boolean primary key default true check (only_one),
  shards integer not null
);

create view records as
select
  (array['order', 'stock', 'payment'])[get_byte(key, 0) + 1] as service,
  get_byte(key, 1) * 256 + get_byte(key, 2) as shard,
  get_byte(key, 3) as kind,
  convert_from(substring(key from 5), 'UTF8') as id,
  is_open,
  to_timestamp(expires_at / 1000.0) as expires_at,
  value
from (
  select key, value, false as is_open, null::bigint as expires_at from lasting
  union all
  select key, value, is_open, expires_at from passing
) as both_tables;
