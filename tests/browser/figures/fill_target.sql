-- Something in every state that the pages of the console show, beside the orders, which a pipeline makes.
INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, received_at, processed_at, attempt, error)
VALUES
    ('acmepay', 'evt 1/2', 'source1', 1, 'paid', 10.50, now() - interval '9 min', now() - interval '8 min', now() - interval '7 min', 1, NULL),
    ('acmepay', 'evt-2', 'source1', 1, 'refunded', 10.50, now() - interval '6 min', now() - interval '5 min', NULL, 2, 'no order yet'),
    ('otherpay', 'evt-3', 'source1', 2, 'pending', 1234567.89, now() - interval '4 min', now() - interval '3 min', NULL, 5, 'invalid: amount'),
    ('otherpay', 'evt-4', 'source1', 3, 'failed', 0.01, now() - interval '2 min', now() - interval '1 min', NULL, 0, NULL);

INSERT INTO integration_tokens (name, provider, sealed_secret, lifetime_seconds, expiring_margin_seconds, created_at, updated_at)
VALUES
    ('storefront', 'acmepay', 'sealed', 2592000, 86400, now() - interval '3 days', now() - interval '2 days'),
    ('warehouse', 'otherpay', 'sealed', 7200, 3600, now() - interval '3 days', now() - interval '100 min'),
    ('old', 'acmepay', 'sealed', 3600, NULL, now() - interval '3 days', now() - interval '2 days');

INSERT INTO lookups (id, owner_id, cnpj, priority, recurrence, time_zone, misfire, grace_seconds, notify, next_due_at, created_at, changed_at)
VALUES
    ('00000000-0000-4000-8000-000000000001', current_setting('test.owner'), '11222333000181', 'high', NULL, 'America/Sao_Paulo',
        'coalesce', 60, true, NULL, now() - interval '4 hours', now() - interval '4 hours'),
    ('00000000-0000-4000-8000-000000000002', current_setting('test.owner'), '11444777000161', 'low',
        '{"every": "day", "at": "09:30"}', 'America/Sao_Paulo', 'skip', 120, false, now() + interval '20 hours',
        now() - interval '3 hours', now() - interval '3 hours'),
    ('00000000-0000-4000-8000-000000000003', 'machine:somebody-else', '11222333000181', 'normal', NULL,
        'America/Sao_Paulo', 'run_all', 60, true, NULL, now() - interval '2 hours', now() - interval '2 hours');

INSERT INTO lookup_tasks (id, lookup_id, owner_id, cnpj, priority, notify, due_at, catch_up, queued_at, ranked_at, doorbell, state, attempts, started_at, finished_at, provider, company, error)
SELECT gen_random_uuid(), uuid '00000000-0000-4000-8000-000000000001', current_setting('test.owner'), '11222333000181', 'high', true,
    now() - minutes * interval '1 min', catch_up, now() - minutes * interval '1 min', now() - minutes * interval '1 min',
    gen_random_uuid(), state, attempts, started, finished, provider, company::jsonb, error
FROM (VALUES
    (50, true, 'succeeded', 1, now() - interval '49 min', now() - interval '48 min', 'brasilapi',
        '{"name": "ACME LTDA", "status": "ATIVA", "opened_on": "2001-02-03", "main_activity": {"code": "6201", "description": "Software"}, "address": {"city": "Recife", "state": "PE"}, "qsa": [{"name": "ANA", "role": "socia"}], "provenance": {"provider": "brasilapi", "asked_at": "2026-07-01T12:00:00+00:00"}}', NULL),
    (40, false, 'not_found', 2, now() - interval '39 min', now() - interval '38 min', 'receitaws', NULL, NULL),
    (30, false, 'dead', 5, now() - interval '29 min', now() - interval '28 min', 'receitaws', NULL, 'the provider is away'),
    (20, false, 'retrying', 2, now() - interval '19 min', NULL, NULL, NULL, 'the provider is slow'),
    (10, false, 'running', 1, now() - interval '1 min', NULL, NULL, NULL, NULL),
    (5, false, 'queued', 0, NULL, NULL, NULL, NULL, NULL)
) AS runs (minutes, catch_up, state, attempts, started, finished, provider, company, error);

INSERT INTO failure_groups (fingerprint, kind, component, place, cause, first_at, last_at, uncounted)
VALUES
    ('aaaaaaaaaaaaaaaa', 'provider', 'lookups', 'lookups.ask', 'the provider is away', now() - interval '3 hours', now() - interval '1 hour', 0),
    ('bbbbbbbbbbbbbbbb', 'bug', 'consumer', 'consumer.apply', 'division by zero', now() - interval '2 hours', now() - interval '2 hours', 7);
INSERT INTO failure_counts (fingerprint, minute, count)
VALUES ('aaaaaaaaaaaaaaaa', date_trunc('minute', now() - interval '3 hours'), 1200), ('aaaaaaaaaaaaaaaa', date_trunc('minute', now() - interval '1 hour'), 34);
INSERT INTO failures (id, report_id, fingerprint, kind, component, place, cause, original, original_is_whole, lane, attempt, state, reason, tries, due_at, reported_at, created_at, changed_at, changed_by, note)
SELECT ('00000000-0000-4000-8000-00000000010' || number)::uuid, gen_random_uuid(), fingerprint, kind, component, place, cause, '{"number": 1}', true,
    lane, attempt, state, reason, tries, due, now() - number * interval '1 min', now() - number * interval '1 min', now(), changed_by, note
FROM (VALUES
    (1, 'aaaaaaaaaaaaaaaa', 'provider', 'lookups', 'lookups.ask', 'the provider is away', 'lookups', 5, 'waiting', 'it is tried again', 2, now() + interval '1 day', NULL, NULL),
    (2, 'aaaaaaaaaaaaaaaa', 'provider', 'lookups', 'lookups.ask', 'the provider is away', 'lookups', 5, 'parked', 'it was tried often', 5, NULL, NULL, NULL),
    (3, 'aaaaaaaaaaaaaaaa', 'provider', 'lookups', 'lookups.ask', 'the provider is away', 'lookups', 5, 'discarded', 'a person decided', 5, NULL, 'bia', 'not needed'),
    (4, 'bbbbbbbbbbbbbbbb', 'bug', 'consumer', 'consumer.apply', 'division by zero', NULL, NULL, 'noted', 'nobody can', 0, NULL, NULL, NULL)
) AS f (number, fingerprint, kind, component, place, cause, lane, attempt, state, reason, tries, due, changed_by, note);

INSERT INTO mails (id, event, kind, recipient_id, email, name, language, time_zone, state, tries, created_at, due_at, sent_at, error)
SELECT ('00000000-0000-4000-8000-00000000020' || number)::uuid, 'event ' || number, kind, 'user:' || number, 'person' || number || '@example.com', 'Person',
    'en', 'America/Sao_Paulo', state, tries, now() - number * interval '1 min', now() - number * interval '1 min', sent, error
FROM (VALUES
    (1, 'lookup_succeeded', 'sent', 1, now(), NULL), (2, 'digest', 'pending', 0, NULL, NULL),
    (3, 'confirm_account', 'failed', 5, NULL, 'refused by the server'), (4, 'lookup_failed', 'sending', 1, NULL, NULL)
) AS m (number, kind, state, tries, sent, error);

INSERT INTO report_jobs (id, owner_id, owner_name, kind, format, filters, state, requested_at, due_at, starts, started_at, heard_at, promised, done, finished_at, reason, object_key, size_bytes, cut_cells, replaced_cells)
SELECT ('00000000-0000-4000-8000-00000000030' || number)::uuid, current_setting('test.owner'), 'ana', kind, format, '{}', state, now() - number * interval '1 min',
    now() + interval '1 day', starts, started, heard, promised, done, finished, reason, object_key, size_bytes, cut, replaced
FROM (VALUES
    (1, 'orders', 'csv', 'done', 1, now() - interval '50 s', now() - interval '30 s', 1234567, 1234567, now() - interval '30 s', NULL, 'reports/1.csv', 98765432, 0, 0),
    (2, 'attempts', 'xlsx', 'running', 1, now() - interval '100 s', now(), 40000, 10000, NULL, NULL, NULL, NULL, 0, 0),
    (3, 'lookups', 'xlsx', 'failed', 3, now() - interval '60 s', now() - interval '30 s', 500, 20, now(), 'Its worker was lost 3 times, without a word.', NULL, NULL, 2, 1),
    (4, 'dead_letters', 'csv', 'queued', 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0),
    (5, 'failures', 'csv', 'cancelled', 1, now() - interval '60 s', now() - interval '30 s', 7, 3, now(), NULL, NULL, NULL, 0, 0)
) AS r (number, kind, format, state, starts, started, heard, promised, done, finished, reason, object_key, size_bytes, cut, replaced);

INSERT INTO redrive_jobs (id, lane, by, created_at, state, canary, per_second, reason, due_at, repeats)
VALUES
    ('00000000-0000-4000-8000-000000000401', 'orders', 'bia', now() - interval '2 min', 'done', true, 20, '', now() + interval '1 day', NULL),
    ('00000000-0000-4000-8000-000000000402', 'orders', 'ana', now() - interval '1 min', 'stopped', false, NULL, '', now() + interval '1 day', '00000000-0000-4000-8000-000000000401');
INSERT INTO redrive_items (job_id, place, sqs_message_id, state)
SELECT uuid '00000000-0000-4000-8000-000000000401', n, 'a-' || n, CASE WHEN n <= 1200 THEN 'sent' ELSE 'gone' END FROM generate_series(1, 1203) n
UNION ALL
SELECT uuid '00000000-0000-4000-8000-000000000402', n, 'b-' || n, (ARRAY['waiting', 'waiting', 'sent', 'undone'])[n] FROM generate_series(1, 4) n;

INSERT INTO redrives (lane, requested_by, selection, moved, requested_at, finished_at, ending)
VALUES ('orders', 'bia', NULL, 2, now() - interval '2 min', now() - interval '1 min', 'finished');

INSERT INTO scaling_events (at, lane, action, worker, reason)
VALUES
    (now() - interval '50 min', 'orders', 'started', 'orders-0', '9 are needed.'),
    (now() - interval '10 min', 'orders', 'killed', 'orders-7', 'It did not end.'),
    (now() - interval '9 min', 'payments', 'paused', '', 'An operator paused it.');

INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error, failed_at)
SELECT source, source_id, 'another', message_id, '{"product": "sofa"}', 5, 'another payload than the one that was persisted', now()
FROM orders WHERE source_id = 2;
