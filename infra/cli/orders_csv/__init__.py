"""CSV files of orders. What could be read in two ways is a bad line with both ways named; nothing is guessed.

`csv_format` is what the user says, `seen` what the file looks like. Bytes become orders by way of `text`, `lines`,
`records` (with `quotes`), `columns` and `fields`; `read_orders` does all of it.
"""
