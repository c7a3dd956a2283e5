-- Takes a turn by the generic cell rate algorithm; see pace.py. Redis' own clock counts, in whole microseconds.
-- KEYS: the theoretical arrival time, the pause. ARGV: interval, tolerance. Returns granted, now, microseconds to wait, paused.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
local paused = redis.call('PTTL', KEYS[2])
if paused > 0 then
    return {0, now, paused * 1000, 1}
end
local tat = tonumber(redis.call('GET', KEYS[1]) or 0)
-- One further ahead than this pace ever sets it was another pace's, or another clock's.
tat = math.max(now, math.min(tat, now + tolerance + interval))
local early = tat - tolerance - now
if early <= 0 then
    tat = tat + interval
end
redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1000)
if early <= 0 then
    return {1, now, 0, 0}
end
return {0, now, early, 0}
