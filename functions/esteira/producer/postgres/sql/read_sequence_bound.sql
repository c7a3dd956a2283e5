-- The largest id that was handed out. `sequence` is the name as pg_get_serial_sequence returns it, already quoted.
SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS bound FROM {sequence}
