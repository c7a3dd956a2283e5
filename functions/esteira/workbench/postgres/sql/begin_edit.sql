INSERT INTO dead_letter_edits (lane, sqs_message_id, message_id, key, before, after, by, at)
VALUES (%(lane)s, %(sqs_message_id)s, %(message_id)s, %(key)s, %(before)s, %(after)s, %(by)s, %(at)s)
