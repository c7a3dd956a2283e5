-- Stores a configuration unless a newer version is stored. A value that cannot be decoded is replaced.
-- KEYS: the configuration. ARGV: the version's number, its JSON.
local stored = redis.call('GET', KEYS[1])
if stored then
    local read, document = pcall(cjson.decode, stored)
    if read and type(document) == 'table' and (tonumber(document['version']) or 0) > tonumber(ARGV[1]) then
        return 0
    end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
