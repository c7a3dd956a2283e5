"""The environment variable by which a process is known as supervised, and of which home."""

HOME_MARK = "ESTEIRA_SUPERVISED_HOME"
