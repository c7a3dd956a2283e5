"""What is read of the API server's documents; everything else in them is ignored."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from bridge.scaler.kubernetes.decide_replicas import ObservedDeployment


class Metadata(BaseModel, frozen=True):
    """Of an object, or of a list of them."""

    resource_version: str = Field(default="", alias="resourceVersion")


class Spec(BaseModel, frozen=True):
    """Of a Deployment or of its scale. Kubernetes leaves a zero out of a scale."""

    replicas: int = 0


class Document(BaseModel, frozen=True):
    """A Deployment, its scale, a bookmark, or a status, which has `code` and `message`."""

    metadata: Metadata = Metadata()
    spec: Spec = Spec()
    code: int = 0
    message: str = ""

    @property
    def observed(self) -> ObservedDeployment:
        """What it says of a Deployment."""
        return ObservedDeployment(replicas=self.spec.replicas, version=self.metadata.resource_version)


class DeploymentList(BaseModel, frozen=True):
    """The Deployments that a query found, at one moment."""

    metadata: Metadata
    items: Sequence[Document] = ()


class WatchEvent(BaseModel, frozen=True):
    """One line of a watch: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR."""

    type: str
    object: Document
