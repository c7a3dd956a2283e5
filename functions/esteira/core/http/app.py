"""A Chalice app that holds every route to its declared policy and converts errors to responses in one place.

Both are added when a view is registered, so no route can be without them, as is the rule that no number leaves which a
reader of JSON would round. Every invocation is counted, whether by a request or by a schedule.
"""

import functools
import json
from collections.abc import Callable, Sequence
from typing import Any, Unpack

from chalice.app import Chalice, Request, Response

from esteira.core.auditing.audited import RecordAction, Said
from esteira.core.errors import BadRequest, EsteiraError, Forbidden, Unauthorized
from esteira.core.http.auditing import READING, audited_request
from esteira.core.http.contract import Declared, RouteContract
from esteira.core.http.counting import CountInvocation, counted
from esteira.core.http.policies import Policy
from esteira.core.http.requests import raw_body_of
from esteira.core.http.responses import error_response
from esteira.core.identifiers import exact
from esteira.core.log import logger
from esteira.core.principal import Principal
from esteira.core.reporting.error_report import ErrorKind, ErrorReport, ReportErrors, kind_of, report_of

View = Callable[..., Any]

OF_PEOPLE = frozenset({Policy.PUBLIC, Policy.SIGNED_IN})
"""Bodies of these routes are people's own data, and are no part of a report."""

Authenticate = Callable[[str], Principal]
"""Returns who presents a bearer token. Raises `Unauthorized`."""


class GuardedApp(Chalice):
    """Checks who calls and what the route's policy asks, converts errors, and counts invocations.

    `authenticate` is called with the token of a request, and not at import. `count` adds to the counts. Requests count
    under the app's name, scheduled invocations under the name of their handler. `report` publishes errors, at the end
    of an invocation. `audit` records each request of a principal that may change something, also a refused one.
    `contracts`: each route's, by method and path.
    """

    def __init__(
        self,
        app_name: str,
        *,
        authenticate: Authenticate,
        count: CountInvocation,
        report: ReportErrors,
        audit: RecordAction,
    ) -> None:
        super().__init__(app_name=app_name, configure_logs=False)
        self.contracts: dict[tuple[str, str], RouteContract] = {}
        self._authenticate = authenticate
        self._count = count
        self._report = report
        self._audit = audit
        self._reports: list[ErrorReport] = []
        self._principal: Principal | None = None
        self._said: Said = {}

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Return the response to an event of API Gateway. A status of 500 or above counts as an error."""
        with counted(self.app_name, self._count) as invocation:
            response: dict[str, Any] = super().__call__(event, context)
            invocation.failed = response["statusCode"] >= 500
        self._publish_reports()
        return response

    @property
    def request(self) -> Request:
        """The current request. Raises `LookupError` outside of views."""
        if self.current_request is None:
            raise LookupError("no request is being processed; only views have one")
        return self.current_request

    @property
    def principal(self) -> Principal:
        """Who makes the current request. Raises `LookupError` in views that ask for nobody."""
        if self._principal is None:
            raise LookupError("the policy of this route asks for no principal")
        return self._principal

    def audited(self, **said: Unpack[Said]) -> None:
        """Say what the audit log shall have of the current request; what was said before stays.

        Said before the work is done, it names a request that is refused or fails as well.
        """
        self._said = {**self._said, **said}

    @property
    def policies(self) -> dict[tuple[str, str], Policy]:
        """The policy of each route, by method and path."""
        return {route: contract.policy for route, contract in self.contracts.items()}

    def route(  # type: ignore[override]  # a route without a policy must not be written
        self, path: str, *, policy: Policy, methods: Sequence[str] = ("GET",), **declared: Unpack[Declared]
    ) -> Callable[[View], View]:
        """Register a view that only those may call whom its policy allows.

        Bodies are read as JSON whatever their content type is. What is declared beside the policy, as `RouteContract`
        says, changes nothing here: the API's document is made from it.
        """
        register = super().route(path, methods=list(methods), content_types=["*/*"])
        self.contracts |= {(method, path): RouteContract(policy=policy, **declared) for method in methods}
        return lambda view: register(self._guarded(view, policy))

    def schedule(self, expression: Any, name: str | None = None, description: str = "") -> Callable[[View], View]:
        """Register a handler that a schedule invokes."""
        register = super().schedule(expression, name, description)
        return lambda handler: register(self._counted(handler))

    def _counted(self, handler: View) -> View:
        @functools.wraps(handler)
        def run(event: Any) -> Any:
            try:
                with counted(handler.__name__, self._count):
                    return exact(handler(event))
            except Exception as error:
                self._report([report_of(error, component=handler.__name__, place=handler.__name__)])
                raise

        return run

    def _guarded(self, view: View, policy: Policy) -> View:
        @functools.wraps(view)
        def respond(**path_arguments: str) -> Response:
            self._principal, self._said = None, {}
            try:
                self._admit(policy)
                result = view(**path_arguments)
                response = result if isinstance(result, Response) else Response(body=result)
            except Exception as error:
                _log(error, view.__name__)
                response = error_response(error)
                if _is_reported(error, response, policy):
                    self._reports.append(self._report_of(error, view.__name__, policy))
            self._record(response)
            return _complete(response)

        return respond

    def _record(self, response: Response) -> None:
        if self._principal is not None and self.request.method not in READING:
            self._audit(audited_request(self.request, self._principal, self._said, response))

    def _report_of(self, error: Exception, place: str, policy: Policy) -> ErrorReport:
        request = f"{self.request.method} {self.request.context.get('resourcePath', '')}"
        body = {} if policy in OF_PEOPLE else {"body": self._body()}
        original = json.dumps({"request": request, **body}, ensure_ascii=False)
        return report_of(error, component=self.app_name, place=f"{self.app_name}.{place}", original=original)

    def _body(self) -> str:
        try:
            return raw_body_of(self.request).decode(errors="replace")
        except BadRequest:
            return "(not readable)"

    def _publish_reports(self) -> None:
        reports, self._reports = self._reports, []
        if reports:
            self._report(reports)

    def _admit(self, policy: Policy) -> None:
        if not policy.needs_principal:
            return
        # Kept before the role is looked at: the audit log has who was refused.
        self._principal = self._caller()
        if not policy.allows(self._principal.role):
            raise Forbidden(f"(it needs the role {policy}; yours is {self._principal.role})")

    def _caller(self) -> Principal:
        scheme, _, given = (self.request.headers.get("authorization") or "").partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorized
        return self._authenticate(given.strip())


def _complete(response: Response) -> Response:
    """Return the response with exact numbers. Which content it has is said here, and left to no gateway."""
    response.body = exact(response.body)
    if response.body != "":
        response.headers = {"Content-Type": "application/json", **response.headers}
    return response


def _is_reported(error: Exception, response: Response, policy: Policy) -> bool:
    """Whatever the caller is not to blame for; and what a provider sends, since nobody reads the answer."""
    return response.status_code >= 500 or (policy is Policy.SIGNED and kind_of(error) is ErrorKind.PAYLOAD)


def _log(error: Exception, action: str) -> None:
    if isinstance(error, EsteiraError):
        logger.warning("request refused", action=action, error=str(error))
    else:
        logger.exception("request failed", action=action)
