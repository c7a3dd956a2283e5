DELETE FROM dead_letter_edits
WHERE lane = %(lane)s AND sqs_message_id = %(sqs_message_id)s AND at = %(at)s AND sent_at IS NULL
