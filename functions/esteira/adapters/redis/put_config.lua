-- Shows a version of the flow unless a newer one is shown. What cannot be read is replaced.
-- KEYS: flow. ARGV: the version's number, its JSON.
local shown = redis.call('GET', KEYS[1])
if shown then
    local read, document = pcall(cjson.decode, shown)
    if read and type(document) == 'table' and (tonumber(document['version']) or 0) > tonumber(ARGV[1]) then
        return 0
    end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
