"""The environment variable by which a process is known as supervised, and of which home."""

PROCESS_MARKER = "ESTEIRA_SUPERVISED_HOME"
