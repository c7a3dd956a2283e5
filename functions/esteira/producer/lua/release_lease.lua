-- KEYS: lock. ARGV: token. A lock that another producer holds is kept.
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
end
