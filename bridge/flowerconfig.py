"""Flower's settings (`celery -A bridge.app flower --conf=…`): its own form, a file of variables that it executes.

So no password stands in its arguments or in a second file.
"""

from esteira.settings import BridgeSettings, read

_settings = read(BridgeSettings)
_settings.flower_data.mkdir(parents=True, exist_ok=True)

address = _settings.flower_host
port = _settings.flower_port
basic_auth = [f"operator:{_settings.operator_token.get_secret_value()}"]
persistent = True
db = str(_settings.flower_data / "flower")
state_save_interval = 60_000
"""Milliseconds. It is also saved at the end; a kill -9 then loses a minute of a history that is nobody's truth."""
max_tasks = 10_000
purge_offline_workers = 60
"""Seconds. A worker's name never comes back, so without it the list would grow for ever."""
