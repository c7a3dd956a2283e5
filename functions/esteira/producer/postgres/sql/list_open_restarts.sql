SELECT DISTINCT ON (source) source, epoch, reason
  FROM source_restarts
 WHERE settled_at IS NULL
 ORDER BY source, noticed_at DESC
