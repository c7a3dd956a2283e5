"""The environment variable that marks a process as supervised; its value is the home."""

PROCESS_MARKER = "ESTEIRA_SUPERVISED_HOME"
