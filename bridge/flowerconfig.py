"""Flower's settings (`celery -A bridge.app flower --conf=…`): Flower executes this file and reads its variables.

So the password is neither in its arguments nor in a second file.
"""

from esteira.core.settings import BridgeSettings, read

_settings = read(BridgeSettings)
_settings.flower_data.mkdir(parents=True, exist_ok=True)

address = _settings.flower_host
port = _settings.flower_port
basic_auth = [f"operator:{_settings.operator_token.get_secret_value()}"]
persistent = True
db = str(_settings.flower_data / "flower")
state_save_interval = 60_000
"""Milliseconds. Flower also saves when it ends; a kill -9 loses up to a minute of a history that nothing relies on."""
max_tasks = 10_000
purge_offline_workers = 60
"""Seconds. Worker names are never used again, so without it the list would grow without limit."""
