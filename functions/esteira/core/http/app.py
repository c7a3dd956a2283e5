"""A Chalice app that requires the operator's token on every route and converts errors to responses in one place.

Both are added when a view is registered, so no route can be without them, as is the rule that no number leaves which a
reader of JSON would round. Every invocation is counted, whether by a request or by a schedule.
"""

import functools
import hmac
from collections.abc import Callable
from typing import Any

from chalice.app import Chalice, Request, Response

from esteira.core.errors import EsteiraError, Unauthorized
from esteira.core.http.counting import CountInvocation, counted
from esteira.core.http.responses import error_response
from esteira.core.identifiers import exact
from esteira.core.log import logger

View = Callable[..., Any]


class GuardedApp(Chalice):
    """Checks the token, converts errors, and counts invocations.

    `token` returns the operator's token; it is called at the first request and not at import. `count` adds to the
    counts. Requests count under the app's name, scheduled invocations under the name of their handler.
    """

    def __init__(self, app_name: str, *, token: Callable[[], str], count: CountInvocation) -> None:
        super().__init__(app_name=app_name, configure_logs=False)
        self._token = token
        self._count = count

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Return the response to an event of API Gateway. A status of 500 or above counts as an error."""
        with counted(self.app_name, self._count) as invocation:
            response: dict[str, Any] = super().__call__(event, context)
            invocation.failed = response["statusCode"] >= 500
        return response

    @property
    def request(self) -> Request:
        """The current request. Raises `LookupError` outside of views."""
        if self.current_request is None:
            raise LookupError("no request is being processed; only views have one")
        return self.current_request

    def route(self, path: str, *, public: bool = False, **options: Any) -> Callable[[View], View]:
        """Register a view that requires the operator's token, unless it is `public`.

        Bodies are read as JSON whatever their content type is.
        """
        register = super().route(path, **{"content_types": ["*/*"], **options})
        return lambda view: register(self._guarded(view, public=public))

    def schedule(self, expression: Any, name: str | None = None, description: str = "") -> Callable[[View], View]:
        """Register a handler that a schedule invokes."""
        register = super().schedule(expression, name, description)
        return lambda handler: register(self._counted(handler))

    def _counted(self, handler: View) -> View:
        @functools.wraps(handler)
        def run(event: Any) -> Any:
            with counted(handler.__name__, self._count):
                return exact(handler(event))

        return run

    def _guarded(self, view: View, *, public: bool) -> View:
        @functools.wraps(view)
        def respond(**path_arguments: str) -> Response:
            try:
                if not public:
                    self._check_token()
                result = view(**path_arguments)
                response = result if isinstance(result, Response) else Response(body=result)
            except Exception as error:
                _log(error, view.__name__)
                response = error_response(error)
            response.body = exact(response.body)
            return response

        return respond

    def _check_token(self) -> None:
        scheme, _, given = (self.request.headers.get("authorization") or "").partition(" ")
        same = hmac.compare_digest(given.strip().encode(), self._token().encode())
        if scheme.lower() != "bearer" or not same:
            raise Unauthorized


def _log(error: Exception, action: str) -> None:
    if isinstance(error, EsteiraError):
        logger.warning("request refused", action=action, error=str(error))
    else:
        logger.exception("request failed", action=action)
