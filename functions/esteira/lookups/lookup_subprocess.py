"""`python -m esteira.lookups.lookup_subprocess`: apply poison candidates of the lane `lookups` (R9)."""

from esteira.consumer.subprocess.serve_target import serve_target
from esteira.core.messages import LookupMessage
from esteira.core.postgres.target import target_database
from esteira.core.settings import LookupCandidateSettings, read
from esteira.lookups.lookups_consumer import make_lookup_target

if __name__ == "__main__":
    settings = read(LookupCandidateSettings)
    serve_target(LookupMessage, make_lookup_target(settings, target_database(settings), settings.queue_url))
