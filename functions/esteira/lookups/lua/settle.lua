-- Counts a question that has ended, and moves the breaker; see turns/breaker.py. Times are microseconds of Redis' clock.
-- KEYS: the breaker, the stem of the counts of a minute.
-- ARGV: outcome, microseconds it took, errors to open, window, first open, longest open, seconds to keep counts.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local minute = KEYS[2] .. ':' .. string.format('%.0f', math.floor(time[1] / 60))
redis.call('HINCRBY', minute, 'questions', 1)
redis.call('HINCRBY', minute, 'microseconds', ARGV[2])
if ARGV[1] ~= 'answered' then
    redis.call('HINCRBY', minute, 'failures', 1)
end
redis.call('EXPIRE', minute, ARGV[7])
if ARGV[1] == 'answered' then
    return redis.call('DEL', KEYS[1])
end
if ARGV[1] == 'put_off' then
    return redis.call('HDEL', KEYS[1], 'probe_until')
end
local kept = redis.call('HMGET', KEYS[1], 'errors', 'first_error', 'openings', 'open_until')
local errors, first = tonumber(kept[1] or 0), tonumber(kept[2] or 0)
local openings, open_until = tonumber(kept[3] or 0), tonumber(kept[4] or 0)
if openings > 0 and now < open_until then
    return 0
end
if openings == 0 then
    if errors == 0 or now - first > tonumber(ARGV[4]) then
        errors, first = 0, now
    end
    errors = errors + 1
    if errors < tonumber(ARGV[3]) then
        redis.call('HSET', KEYS[1], 'errors', errors, 'first_error', string.format('%.0f', first))
        return redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[4]) / 1000))
    end
end
local open_for = math.min(tonumber(ARGV[6]), tonumber(ARGV[5]) * 2 ^ math.min(openings, 10))
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'openings', openings + 1, 'open_until', string.format('%.0f', now + open_for))
-- Forgotten when nobody has asked for ten minutes: then it is closed again.
return redis.call('EXPIRE', KEYS[1], 600)
