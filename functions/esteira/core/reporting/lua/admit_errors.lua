-- KEYS[1]: prefix of the minutes' hashes, KEYS[2]: the set of minutes, ARGV: most messages of a fingerprint, most of all,
-- most fingerprints, life in seconds; then fingerprint and number of errors in turn.
-- Returns the number of messages that each may send. Time is that of Redis, the same for all who report.
local minute = math.floor(tonumber(redis.call('TIME')[1]) / 60)
local key = KEYS[1] .. ':' .. minute
local of_one, of_all, kinds, life = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local sent_key = key .. ':sent'
local admitted = {}
for i = 5, #ARGV, 2 do
  local field, number = ARGV[i], tonumber(ARGV[i + 1])
  if redis.call('HEXISTS', key, field) == 0 and redis.call('HLEN', key) >= kinds then field = 'other' end
  local before = redis.call('HINCRBY', key, field, number) - number
  local sent = tonumber(redis.call('GET', sent_key) or '0')
  local may = math.max(0, math.min(number, of_one - before, of_all - sent))
  if field ~= ARGV[i] then may = 0 end
  if may > 0 then redis.call('INCRBY', sent_key, may) end
  admitted[#admitted + 1] = may
end
redis.call('EXPIRE', key, life)
redis.call('EXPIRE', sent_key, 120)
redis.call('SADD', KEYS[2], minute)
return admitted
