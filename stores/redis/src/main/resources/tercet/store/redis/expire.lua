#!lua flags=allow-oom
-- Raises the expiry horizon of a shard, and drops some records that expired before it. Both reach
-- the disk and the replicas as one, so nothing is dropped before the horizon is durable.
-- A full memory must not stop it: it is the only way to make room.
--
-- KEYS: the state of the shard, its index of buckets.
-- ARGV: the time of the node in milliseconds, how far the horizon stays behind, the width of a
-- bucket, how many records to drop at most, the first part of the shard's names, where in the state
-- the horizon is.
--
-- Returns the horizon, or -1 if nothing has expired; how many records were looked at; how many of
-- them were dropped.
local state = redis.call('GET', KEYS[1])
if not state then return {-1, 0, 0} end
-- In quarantine everything is kept: one byte follows, or one that is not 0 before earlier lives.
if #state == 61 or (#state > 61 and state:byte(61) ~= 0) then return {-1, 0, 0} end
local now = redis.call('TIME')
local server = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
-- The earlier of both clocks: one that is wrong does not make the horizon leap.
local horizon = math.min(tonumber(ARGV[1]), server) - tonumber(ARGV[2])
local offset = tonumber(ARGV[6])
local stored = struct.unpack('>I8', state, offset + 1)
if stored > horizon then horizon = stored end

local width, most, prefix = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local seen, dropped = 0, 0
while seen < most do
  local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', horizon / width - 1, 'LIMIT', 0, 1)
  if #due == 0 then break end
  if horizon > stored then
    redis.call('SETRANGE', KEYS[1], offset, struct.pack('>I8', horizon))
    stored = horizon
  end
  local bucket = prefix .. 'x' .. due[1]
  local names = redis.call('LPOP', bucket, most - seen)
  if names then
    for i = 1, #names do
      local key = prefix .. names[i]
      local head = redis.call('GETRANGE', key, 0, 6)
      -- It may have got a later expiry meanwhile; then another bucket has it, too.
      if #head == 7 and head:byte(1) == 0 and struct.unpack('>I6', head, 2) <= horizon then
        redis.call('DEL', key)
        dropped = dropped + 1
      end
    end
    seen = seen + #names
  end
  if redis.call('EXISTS', bucket) == 0 then redis.call('ZREM', KEYS[2], due[1]) end
end
return {stored, seen, dropped}
