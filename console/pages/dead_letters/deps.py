"""What the pages of dead letters ask."""

from dataclasses import dataclass

from esteira.orders.tell_story import StoryDeps
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.plan_import import ImportDeps
from esteira.workbench.run_redrive import BulkDeps


@dataclass(frozen=True, kw_only=True)
class DeadLettersDeps:
    """The filed letters and bulk redrives, what stories of orders are told from, and what imports need."""

    bulk: BulkDeps
    story: StoryDeps
    imports: ImportDeps

    @property
    def workbench(self) -> WorkbenchDeps:
        """The filed letters."""
        return self.bulk.workbench
