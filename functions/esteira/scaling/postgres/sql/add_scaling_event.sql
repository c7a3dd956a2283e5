INSERT INTO scaling_events (at, lane, action, worker, reason)
VALUES (%(at)s, %(lane)s, %(action)s, %(worker)s, %(reason)s)
