-- KEYS: lock, fence. ARGV: token, lease in milliseconds. Returns the fence, or 0 while another producer holds the lock.
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
    return 0
end
return redis.call('INCR', KEYS[2])
