SELECT (SELECT count(*) FROM orders o WHERE o.id > %(id)s) AS unread_rows,
       (SELECT count(*) FROM orders) AS total_rows
