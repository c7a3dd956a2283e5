-- Compare and set: moves the cursor if it has the expected old value and no later lease was acquired (R5 step 7).
-- KEYS: cursor, fence, lock. ARGV: fence, token, lease in milliseconds, old epoch, x, id ('' for none), new epoch, x, id,
-- evidence.
-- Returns 1 if moved, 0 if the cursor has another value, -1 if the caller's fence is outdated.
-- Values are compared as strings: Lua's numbers are doubles, exact only to 2^53.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
    return -1
end
local now = redis.call('HMGET', KEYS[1], 'epoch', 'x', 'id')
for field = 1, 3 do
    if (now[field] or '') ~= ARGV[3 + field] then
        return 0
    end
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[7], 'x', ARGV[8], 'id', ARGV[9], 'evidence', ARGV[10])
if redis.call('GET', KEYS[3]) == ARGV[2] then
    redis.call('PEXPIRE', KEYS[3], ARGV[3])
end
return 1
