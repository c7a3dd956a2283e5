-- depends: 0020.mails
-- For the prediction of ends: the tasks that are under way, and when the schedule last handed over what was due.
CREATE INDEX lookup_tasks_under_way ON lookup_tasks (state) WHERE state IN ('running', 'retrying');
CREATE INDEX lookup_tasks_handed_over ON lookup_tasks (queued_at) WHERE queued_at > due_at;
