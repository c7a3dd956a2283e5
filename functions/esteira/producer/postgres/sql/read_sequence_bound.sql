-- The largest id that was given out. `sequence` is the name that Postgres itself spelled and quoted.
SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS bound FROM {sequence}
