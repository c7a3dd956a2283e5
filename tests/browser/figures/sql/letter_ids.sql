SELECT lane, sqs_message_id AS id, split_part(key, ':', 2)::bigint AS source_id FROM dead_letters
