INSERT INTO flow_decisions (at, plan)
VALUES (%(at)s, %(plan)s)
