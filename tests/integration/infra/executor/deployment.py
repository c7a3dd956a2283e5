"""Functions of the tests, deployed to a LocalStack and called."""

import base64
import io
import json
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

from tests.harness.waiting import wait_for
from tests.integration.infra.executor.processes import MARK, processes_marked

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

SOURCES = Path(__file__).with_name("functions")
ROLE = "arn:aws:iam::000000000000:role/any"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one invocation answered. `error` is the X-Amz-Function-Error header, `log` the decoded LogResult."""

    payload: Any
    error: str | None
    log: str

    @property
    def events(self) -> list[Any]:
        """The lines of a log in the format JSON."""
        return [json.loads(line) for line in self.lines]

    @property
    def lines(self) -> list[str]:
        return self.log.splitlines()


@dataclass(frozen=True, kw_only=True)
class DeployedFunction:
    """A deployed function. All its processes carry its name as their mark."""

    client: "LambdaClient" = field(repr=False)
    name: str

    def invoke(self, event: object = None, *, qualifier: str = "$LATEST") -> Result:
        """Call it and wait for the answer."""
        reply = self.client.invoke(
            FunctionName=self.name, Payload=json.dumps(event or {}), LogType="Tail", Qualifier=qualifier
        )
        return Result(
            payload=json.loads(reply["Payload"].read()),
            error=reply.get("FunctionError"),
            # The last 4 KB, whose beginning may be within a character.
            log=base64.b64decode(reply["LogResult"]).decode(errors="replace"),
        )

    def processes(self) -> list[str]:
        """The command lines of everything that runs on its behalf."""
        return processes_marked(self.name)

    def wait_until_active(self) -> None:
        """Block until creation or update is over; fail with LocalStack's reason if it failed."""
        wait_for(f"{self.name} has settled", self._settled)
        assert self._configuration()["State"] == "Active", self._configuration().get("StateReason")

    def _settled(self) -> bool:
        now = self._configuration()
        return bool(now["State"] != "Pending" and now["LastUpdateStatus"] != "InProgress")

    def _configuration(self) -> Any:
        return self.client.get_function_configuration(FunctionName=self.name)


@dataclass(frozen=True, kw_only=True)
class Deployer:
    """Deploys handlers from the folder `functions` beside this file."""

    client: "LambdaClient" = field(repr=False)

    def __call__(
        self,
        handler: str,
        *,
        timeout_s: int = 10,
        memory_mb: int = 128,
        environment: Mapping[str, str] | None = None,
        layers: Sequence[str] = (),
        dead_letters: str | None = None,
        code: Mapping[str, str] | None = None,
        files: Mapping[str, str] | None = None,
        **configuration: Any,
    ) -> DeployedFunction:
        """Create a function under a name of its own and wait until it can be invoked.

        `code` is what the API calls Code, for functions that do not come from the folder; `files` are added to the
        folder's; `dead_letters` is the ARN of a queue; `configuration` are further arguments of the API.
        """
        function = DeployedFunction(client=self.client, name=f"{handler.replace('.', '-')}-{uuid.uuid4().hex[:8]}")
        self.client.create_function(
            FunctionName=function.name,
            Runtime="python3.11",
            Role=ROLE,
            Handler=handler,
            Code={**code} if code else {"ZipFile": zipped({**source_files(), **(files or {})})},  # type: ignore[typeddict-item]
            Timeout=timeout_s,
            MemorySize=memory_mb,
            Environment={"Variables": {MARK: function.name, **(environment or {})}},
            Layers=list(layers),
            DeadLetterConfig={"TargetArn": dead_letters} if dead_letters else {},
            **configuration,
        )
        function.wait_until_active()
        return function

    def layer(self, name: str, files: Mapping[str, str]) -> str:
        """Publish a layer of these texts by path, and return its ARN."""
        return self.client.publish_layer_version(LayerName=name, Content={"ZipFile": zipped(files)})["LayerVersionArn"]


def deployer(endpoint: str) -> Deployer:
    """A deployer to the LocalStack at this URL."""
    return Deployer(client=boto3.client("lambda", **credentials(endpoint)))


def credentials(endpoint: str) -> Any:
    """The arguments of any boto3 client of this LocalStack."""
    return {
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "aws_access_key_id": "test",
        "aws_secret_access_key": "test",
    }


def source_files() -> dict[str, str]:
    """The modules of the folder `functions`, by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py")}


def zipped(files: Mapping[str, str]) -> bytes:
    """A zip archive of these texts by path."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        for path, text in files.items():
            bundle.writestr(path, text)
    return archive.getvalue()
