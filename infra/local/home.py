"""The folder of one local installation. Two installations with different folders can run side by side."""

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FUNCTIONS = REPOSITORY / "functions"


@dataclass(frozen=True, kw_only=True)
class Home:
    """The folders and files under ESTEIRA_HOME. `root` is absolute."""

    root: Path

    @property
    def data(self) -> Path:
        """Data that survives a restart: one folder a service."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """One file a service, rotated."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """Configuration, socket and locks of the running supervisor."""
        return self.root / "run"

    @property
    def localstack(self) -> Path:
        """LocalStack's own folder. Nothing in it is needed after a restart."""
        return self.root / "localstack"

    @property
    def ministack(self) -> Path:
        """MiniStack's own folder. Nothing in it is needed after a restart."""
        return self.root / "ministack"

    @property
    def bin(self) -> Path:
        """Client programs for the shell."""
        return self.root / "bin"

    @property
    def secrets(self) -> Path:
        """Passwords and tokens generated for this home (mode 0600)."""
        return self.root / "secrets.json"

    @property
    def sam_parameters(self) -> Path:
        """The template's parameters for `sam` (mode 0600)."""
        return self.root / "sam-parameters.yaml"

    @property
    def environment(self) -> Path:
        """What is running and how to reach it (mode 0600)."""
        return self.root / "environment.json"

    @property
    def deployed(self) -> Path:
        """The template that was deployed last, with its parameters (mode 0600)."""
        return self.root / "deployed.json"

    @property
    def transformed(self) -> Path:
        """The template of the last stack as SAM's transform left it (mode 0600: its parameters may be put in)."""
        return self.root / "transformed.json"

    @property
    def started_programs(self) -> Path:
        """With what each of console and bridge was started, as a digest (mode 0600)."""
        return self.run / "programs.json"

    @property
    def program_variables(self) -> Path:
        """The environment variables of console and bridge, as JSON (mode 0600: they hold passwords)."""
        return self.run / "program-variables.json"

    @property
    def start_timings(self) -> Path:
        """How long each phase of the last completed start took (mode 0600)."""
        return self.root / "start-timings.json"

    @property
    def lost(self) -> Path:
        """The producer's positions when the queues were lost. Written before new ones exist, removed by the repair."""
        return self.root / "lost.json"

    @property
    def handed_over_mails(self) -> Path:
        """The ids of the mails that the relay of the containers has handed over (mode 0600)."""
        return self.root / "handed-over-mails.json"

    def make(self) -> None:
        """Creates the folders that are missing."""
        for folder in (self.data, self.logs, self.run):
            folder.mkdir(parents=True, exist_ok=True)
