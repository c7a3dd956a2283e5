"""What the template asks for, as AWS's API shows it after the deployment."""

import json
from typing import Any

from infra.local.stack.template import read_template
from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack

LANE = {"batch": 1000, "window": 1, "failures": ["ReportBatchItemFailures"], "at once": {"MaximumConcurrency": 4}}


def _status(stack: DeployedStack) -> object:
    (found,) = stack.client("cloudformation").describe_stacks(StackName=stack.place.stack_name)["Stacks"]
    return found["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"} or found["StackStatus"]


def _missing_resources(stack: DeployedStack) -> object:
    unconditional = {name for name, one in read_template()["Resources"].items() if "Condition" not in one}
    return sorted(unconditional - stack.resources.keys())


def _queue(stack: DeployedStack) -> object:
    attributes = stack.attributes("OrdersQueue")
    policy = json.loads(attributes["RedrivePolicy"])
    names = ("VisibilityTimeout", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "SqsManagedSseEnabled")
    return {name: attributes.get(name) for name in names} | {"receives": int(policy["maxReceiveCount"])}


def _redrive_allow(stack: DeployedStack) -> object:
    policy = json.loads(stack.attributes("OrdersDlq").get("RedriveAllowPolicy", "{}"))
    arns = [arn.rsplit(":", 1)[-1] for arn in policy.get("sourceQueueArns", ())]
    return [policy.get("redrivePermission"), arns == [f"{stack.place.stack_name}-orders"]]


def _mapping(stack: DeployedStack) -> object:
    found = stack.mapping("OrdersQueue")
    return {
        "batch": found["BatchSize"],
        "window": found["MaximumBatchingWindowInSeconds"],
        "failures": found.get("FunctionResponseTypes"),
        "at once": found.get("ScalingConfig"),
    }


def _function(stack: DeployedStack) -> object:
    found = stack.client("lambda").get_function_configuration(FunctionName=stack.resources["OrdersConsumer"])
    return [found["Timeout"], found["MemorySize"], found["State"]]


def _schedules(stack: DeployedStack) -> object:
    rules = [stack.resources[name] for name in stack.resources if name.endswith("ScheduleEveryMinute")]
    found = [stack.client("events").describe_rule(Name=rule.rsplit("/", 1)[-1]) for rule in rules]
    return [len(rules), sorted({(one["ScheduleExpression"], one["State"]) for one in found})]


def _alarm(stack: DeployedStack) -> object:
    found = _alarms(stack, "OrdersDeadLettersAlarm")
    return [(one["Threshold"], one["ComparisonOperator"], one["TreatMissingData"]) for one in found]


def _alarm_on_a_sum(stack: DeployedStack) -> object:
    return [len(one["Metrics"]) for one in _alarms(stack, "ThrottlesAlarm")]


def _alarms(stack: DeployedStack, name: str) -> list[Any]:
    wanted = [stack.resources[name]] if name in stack.resources else []
    alarms: list[Any] = stack.client("cloudwatch").describe_alarms(AlarmNames=wanted)["MetricAlarms"] if wanted else []
    return alarms


def _dashboard(stack: DeployedStack) -> object:
    found = stack.client("cloudwatch").get_dashboard(DashboardName=stack.place.stack_name)
    return json.loads(found["DashboardBody"])["widgets"][0]["properties"]["title"]


def _throttles(stack: DeployedStack) -> object:
    found = stack.client("apigateway").get_stage(restApiId=stack.resources["Api"], stageName="live")
    settings = found.get("methodSettings", {}).get("~1sessions/POST", {})
    return bool(settings.get("throttlingBurstLimit") and settings.get("throttlingRateLimit"))


def _bucket(stack: DeployedStack) -> object:
    s3, bucket = stack.client("s3"), stack.resources["ReportsBucket"]
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    return [rule["Expiration"]["Days"], sorted(set(block.values()))]


AREA = "CloudFormation"
CASES = (
    Case(name="the stack is complete", area=AREA, expected=True, observe=_status),
    Case(name="no resource of the template is missing", area=AREA, expected=[], observe=_missing_resources),
    Case(
        name="a queue has the template's times, encryption and number of receives",
        area="SQS",
        expected={
            "VisibilityTimeout": "190",
            "MessageRetentionPeriod": "345600",
            "ReceiveMessageWaitTimeSeconds": "20",
            "SqsManagedSseEnabled": "true",
            "receives": 5,
        },
        observe=_queue,
    ),
    Case(
        name="a dead-letter queue names the queue it takes from",
        area="SQS",
        expected=["byQueue", True],
        observe=_redrive_allow,
    ),
    Case(name="a mapping has the template's batches and concurrency", area="Lambda", expected=LANE, observe=_mapping),
    Case(
        name="a function has the template's time and memory, and is active",
        area="Lambda",
        expected=[30, 512, "Active"],
        observe=_function,
    ),
    Case(
        name="every schedule is a rule that fires each minute",
        area="EventBridge",
        expected=[7, [("rate(1 minute)", "ENABLED")]],
        observe=_schedules,
    ),
    Case(
        name="an alarm watches the dead letters",
        area="CloudWatch",
        expected=[(0.0, "GreaterThanThreshold", "notBreaching")],
        observe=_alarm,
    ),
    Case(name="an alarm watches a sum of metrics", area="CloudWatch", expected=[5], observe=_alarm_on_a_sum),
    Case(
        name="the dashboard shows the waiting messages first",
        area="CloudWatch",
        expected="Messages waiting",
        observe=_dashboard,
    ),
    Case(name="costly routes have a throttle", area="API Gateway", expected=True, observe=_throttles),
    Case(name="files of reports expire and are never public", area="S3", expected=[7, [True]], observe=_bucket),
)
