-- Orders of a source with 600,000 seconds behind it: persisted, then the dead ones; conflicts among the persisted.
INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash, processed_at,
                    payment_state, payment_changed_at)
SELECT 'source1', n, 'product ' || mod(n, 500), (mod(n, 99999)) / 100.0 + 1, true, 1 + mod(n, 3), gen_random_uuid(), md5(n::text),
       now() - (%(orders)s - n) * interval '0.6 seconds',
       CASE mod(n, 10) WHEN 0 THEN 'paid'::payment_state WHEN 1 THEN 'refunded' END, now()
FROM generate_series(1, %(orders)s) AS n;

INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error, failed_at)
SELECT source, source_id, 'other', message_id, '{}', 5, 'the target has this order with other contents', processed_at
FROM orders WHERE mod(source_id, 500) = 0;

INSERT INTO order_failures (source, source_id, message_id, attempt, error, failed_at)
SELECT 'source1', %(orders)s + n, gen_random_uuid(), 5, 'cause ' || mod(n, 200) || ': the price is no number',
       now() - (%(dead)s - n) * interval '6 seconds'
FROM generate_series(1, %(dead)s) AS n;

INSERT INTO dead_letters (lane, sqs_message_id, message_id, key, source, error, fingerprint, attempt, died_at, filed_at,
                          body, readable, fields)
SELECT 'orders', 'sqs-' || source_id, message_id, source || ':' || source_id, source, error, left(md5(error), 16),
       attempt, failed_at, now(), convert_to(body, 'UTF8'), body,
       jsonb_build_object('source', source, 'source_id', source_id::text, 'payload.product', 'product ' || mod(source_id, 500),
                          'payload.price', '?', 'attempts_needed', '1')
FROM order_failures, LATERAL (
    SELECT jsonb_build_object(
        'schema', 1, 'message_id', message_id, 'source', source, 'source_id', source_id, 'attempts_needed', 1,
        'read_at', failed_at, 'payload_hash', md5(source_id::text),
        'payload', jsonb_build_object('product', 'product ' || mod(source_id, 500), 'price', '?', 'security_check', true)
    )::text
) AS message (body);

INSERT INTO redrive_jobs (id, lane, by, created_at, state, canary, per_second, due_at)
SELECT gen_random_uuid(), 'orders', 'maria', now() - n * interval '1 hour', 'done', mod(n, 2) = 0, 10, now()
FROM generate_series(1, 500) AS n;

-- Callbacks, of which the last hundred are not processed, half of those dead.
INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, received_at, processed_at,
                       attempt, error)
SELECT CASE mod(n, 20) WHEN 0 THEN 'otherpay' ELSE 'acmepay' END, 'event-' || n, 'source1', n * 10, 'paid', 19.90,
       received, received, CASE WHEN n <= %(callbacks)s - 100 THEN received END,
       CASE WHEN n > %(callbacks)s - 50 THEN 5 ELSE 0 END, CASE WHEN n > %(callbacks)s - 50 THEN 'the order is unknown' END
FROM generate_series(1, %(callbacks)s) AS n, LATERAL (SELECT now() - (%(callbacks)s - n) * interval '12 seconds') AS at (received);

-- Look-ups of one owner: every second one is to run again, all have run once.
INSERT INTO lookups (id, owner_id, cnpj, priority, recurrence, time_zone, grace_seconds, notify, next_due_at, created_at,
                     changed_at)
SELECT gen_random_uuid(), %(owner)s, lpad(n::text, 12, '0') || '00', (ARRAY['high', 'normal', 'low'])[1 + mod(n, 3)],
       CASE WHEN mod(n, 2) = 0 THEN '{"every": "cron", "cron": "0 8 * * *"}'::jsonb END, 'America/Sao_Paulo', 300, true,
       CASE WHEN mod(n, 2) = 0 THEN now() + n * interval '1 minute' END, at, at
FROM generate_series(1, %(lookups)s) AS n, LATERAL (SELECT now() - (%(lookups)s - n) * interval '1 minute') AS time (at);

INSERT INTO lookup_tasks (id, lookup_id, owner_id, cnpj, priority, notify, due_at, queued_at, ranked_at, doorbell, rung_at,
                          state, attempts, started_at, finished_at, provider, error)
SELECT gen_random_uuid(), id, owner_id, cnpj, priority, true, created_at, created_at, created_at, gen_random_uuid(),
       created_at, CASE mod(number, 50) WHEN 0 THEN 'dead' ELSE 'succeeded' END, 1, created_at,
       created_at + interval '2 seconds', 'brasilapi', CASE mod(number, 50) WHEN 0 THEN 'the provider refused' END
FROM (SELECT row_number() OVER (ORDER BY created_at) AS number, * FROM lookups) AS booked;

INSERT INTO mails (event, kind, recipient_id, email, name, language, time_zone, state, tries, created_at, due_at, sent_at,
                   error)
SELECT 'event-' || n, 'lookup_succeeded', CASE mod(n, 2) WHEN 0 THEN %(owner)s ELSE 'user:' || mod(n, 1000) END,
       'person' || mod(n, 1000) || '@example.com', 'Maria', 'pt', 'America/Sao_Paulo',
       CASE mod(n, 1000) WHEN 0 THEN 'failed' ELSE 'sent' END, 1, at, at, CASE mod(n, 1000) WHEN 0 THEN NULL ELSE at END,
       CASE mod(n, 1000) WHEN 0 THEN 'refused' END
FROM generate_series(1, %(mails)s) AS n, LATERAL (SELECT now() - (%(mails)s - n) * interval '10 seconds') AS time (at);

-- Errors in 300 groups, one of which has a fifth of all, with a count for each minute of a day.
INSERT INTO failure_groups (fingerprint, kind, component, place, cause, first_at, last_at)
SELECT left(md5(g::text), 16), (ARRAY['payload', 'database', 'queue', 'provider'])[1 + mod(g, 4)], 'consumer',
       'consumer.place' || g, 'Cause ' || g || ': the price is no number.', now() - interval '30 days',
       now() - g * interval '1 minute'
FROM generate_series(1, 300) AS g;

INSERT INTO failures (id, report_id, fingerprint, kind, component, place, cause, original, original_is_whole, lane, attempt,
                      state, reason, due_at, reported_at, created_at, changed_at)
SELECT gen_random_uuid(), gen_random_uuid(), g.fingerprint, g.kind, g.component, g.place, g.cause, '{"price": "?"}', true,
       'orders', 5, state, 'needs somebody', CASE state WHEN 'waiting' THEN now() + interval '1 day' END, at, at, at
FROM generate_series(1, %(failures)s) AS n
     CROSS JOIN LATERAL (SELECT CASE WHEN mod(n, 5) = 0 THEN 1 ELSE 1 + mod(n, 300) END) AS chosen (number)
     CROSS JOIN LATERAL (SELECT (ARRAY['noted', 'waiting', 'retried', 'parked', 'discarded'])[1 + mod(n / 7, 5)]) AS stands (state)
     CROSS JOIN LATERAL (SELECT now() - (%(failures)s - n) * interval '30 seconds') AS time (at)
JOIN failure_groups g ON g.fingerprint = left(md5(chosen.number::text), 16);

INSERT INTO failure_counts (fingerprint, minute, count)
SELECT fingerprint, date_trunc('minute', now()) - minute * interval '1 minute', 3
FROM failure_groups, generate_series(1, 1440, 5) AS minute;

INSERT INTO report_jobs (id, owner_id, owner_name, kind, format, filters, state, requested_at, due_at, starts, started_at,
                         heard_at, promised, done, finished_at, object_key, size_bytes)
SELECT gen_random_uuid(), %(owner)s, 'maria', 'orders', 'csv', '{}', 'done', at, at, 1, at, at, 1000, 1000, at, 'key', 9999
FROM generate_series(1, %(reports)s) AS n, LATERAL (SELECT now() - n * interval '1 minute') AS time (at);

INSERT INTO integration_tokens (name, provider, sealed_secret, lifetime_seconds, expiring_margin_seconds, created_at,
                                updated_at)
SELECT 'token-' || n, 'acmepay', ''::bytea, 86400 * n, 3600, now(), now() FROM generate_series(1, 50) AS n;

INSERT INTO scaling_events (at, lane, action, worker, reason)
SELECT now() - n * interval '1 minute', 'orders', CASE mod(n, 2) WHEN 0 THEN 'start' ELSE 'drain' END, 'orders-' || n,
       'the backlog of 1,200 messages would take 40 s'
FROM generate_series(1, %(events)s) AS n;
