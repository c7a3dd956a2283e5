-- KEYS: lock. ARGV: token. Another's lock stays.
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
end
