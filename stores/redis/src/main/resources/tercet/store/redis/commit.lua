-- Commits changes of some shards, all or none, if each shard is still as the decision saw it.
--
-- KEYS, in this order: the state of each shard; keys that must not exist; keys to set; keys to
-- delete; for each wake-up its shard's index of wake-ups; for each wake-up that is over the same;
-- for each bucket of expiries its shard's index of buckets, and the bucket.
-- ARGV, in this order: the number of each of these; for each shard the state that the decision saw
-- and the next one; a value for each key to set; score and name of each wake-up; the name of each
-- that is over; for each bucket its number, how many names follow, and these.
--
-- Returns 1 if it has committed, 0 if a key exists that must not, and otherwise the states that the
-- shards have.
local shards, absent, sets = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local deletes, wakes = tonumber(ARGV[4]), tonumber(ARGV[5])
local asleep, buckets = tonumber(ARGV[6]), tonumber(ARGV[7])
local key, arg = 0, 7

local states, moved = {}, false
for i = 1, shards do
  local state = redis.call('GET', KEYS[i]) or ''
  states[i] = state
  if state ~= ARGV[arg + 2 * i - 1] then moved = true end
end
if moved then return states end
key = shards

for i = key + 1, key + absent do
  if redis.call('EXISTS', KEYS[i]) == 1 then return 0 end
end
key = key + absent

for i = 1, shards do
  local next = ARGV[arg + 2 * i]
  if next ~= states[i] then redis.call('SET', KEYS[i], next) end
end
arg = arg + 2 * shards

for i = 1, sets do redis.call('SET', KEYS[key + i], ARGV[arg + i]) end
key = key + sets
arg = arg + sets

for i = 1, deletes do redis.call('DEL', KEYS[key + i]) end
key = key + deletes

for i = 1, wakes do
  redis.call('ZADD', KEYS[key + i], ARGV[arg + 1], ARGV[arg + 2])
  arg = arg + 2
end
key = key + wakes

for i = 1, asleep do redis.call('ZREM', KEYS[key + i], ARGV[arg + i]) end
key = key + asleep
arg = arg + asleep

for i = 1, buckets do
  local names = tonumber(ARGV[arg + 2])
  redis.call('ZADD', KEYS[key + 1], ARGV[arg + 1], ARGV[arg + 1])
  for j = 1, names do redis.call('RPUSH', KEYS[key + 2], ARGV[arg + 2 + j]) end
  key = key + 2
  arg = arg + 2 + names
end
return 1
