SELECT (configuration #>> '{lanes,orders,paused}')::bool AS orders, (configuration #>> '{lanes,payments,paused}')::bool AS payments,
    (configuration #>> '{lanes,lookups,paused}')::bool AS lookups
FROM flow_versions
ORDER BY version DESC
LIMIT 1
