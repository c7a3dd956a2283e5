"""The plan that would follow a change of the configuration, before it is saved."""

from esteira.scaling.config import ConfigVersion
from esteira.scaling.config_change import apply_change
from esteira.scaling.config_rules import Document
from esteira.scaling.make_plan import make_plan
from esteira.scaling.plan import Plan


def preview_plan(current: ConfigVersion, document: Document, plan: Plan) -> Plan:
    """The manager's next plan under that change, if it observed the same as for the plan in force.

    Changes nothing. Raises `ImpossibleFlow`, which names every invalid field, as saving would.
    """
    change = apply_change(current.configuration, {"version": current.version, **document})
    version = ConfigVersion(version=current.version + 1, configuration=change.configuration)
    return make_plan(version, plan.observation, plan)
