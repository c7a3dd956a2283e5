-- Takes turns by the generic cell rate algorithm; see turns/pace.py and turns/breaker.py. Redis' own clock counts, in microseconds.
-- KEYS: the theoretical arrival time, the pause, the breaker.
-- ARGV: interval, tolerance, ahead, count, within, probe, recheck.
-- Returns the number of turns, now, microseconds until the first one, and 0, or 1 if paused, 2 suspended, 3 a probe.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, tolerance, ahead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local count, within = tonumber(ARGV[4]), tonumber(ARGV[5])
local paused = redis.call('PTTL', KEYS[2])
if paused > 0 then
    return {0, now, paused * 1000, 1}
end
local breaker = redis.call('HMGET', KEYS[3], 'openings', 'open_until', 'probe_until')
local half_open = tonumber(breaker[1] or 0) > 0
if half_open then
    local probing = math.min(tonumber(breaker[3] or 0) - now, tonumber(ARGV[7]))
    local refused = math.max(tonumber(breaker[2] or 0) - now, probing)
    if refused > 0 then
        return {0, now, refused, 2}
    end
    count = 1
end
local tat = tonumber(redis.call('GET', KEYS[1]) or 0)
-- One further ahead than this pace ever sets it was another pace's, or another clock's.
tat = math.max(now, math.min(tat, now + tolerance + interval + ahead))
local early = tat - tolerance - now
local fitting = math.max(0, math.min(count, math.floor((math.min(within, ahead) - early) / interval) + 1))
tat = tat + fitting * interval
redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1000)
if half_open and fitting > 0 then
    redis.call('HSET', KEYS[3], 'probe_until', string.format('%.0f', now + tonumber(ARGV[6])))
    return {fitting, now, early, 3}
end
return {fitting, now, early, 0}
