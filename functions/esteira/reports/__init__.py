"""Reports: files of rows that a worker writes in the background, with their progress and downloads.

Owns the table `report_jobs` and the bucket of the reports. Reads the tables of orders, callbacks, look-ups and
failures, the attempt log and the audit log; `qsa` and other personal data of companies are in no report.
"""
