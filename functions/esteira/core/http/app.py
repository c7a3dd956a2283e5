"""A Chalice app whose every route asks for the operator's token, and whose errors are answered in one place.

Both wrap the view when it is registered, so there is no way to add a route without them. Likewise every invocation is
counted, be it by a request or by the schedule.
"""

import functools
import hmac
from collections.abc import Callable
from typing import Any

from chalice.app import Chalice, Request, Response

from esteira.core.errors import EsteiraError, Unauthorized
from esteira.core.http.counting import CountInvocation, counted
from esteira.core.http.responses import answer_error
from esteira.core.log import logger

View = Callable[..., Any]


class GuardedApp(Chalice):
    """`token` answers the operator's token; it is asked at the first request and not at import.

    `count` adds to the counts, and neither raises nor takes long. Requests count under the app's name, what is due
    under the name of its handler.
    """

    def __init__(self, app_name: str, *, token: Callable[[], str], count: CountInvocation) -> None:
        super().__init__(app_name=app_name, configure_logs=False)
        self._token = token
        self._count = count

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Answers a request as API Gateway hands it in."""
        with counted(self.app_name, self._count) as invocation:
            answer: dict[str, Any] = super().__call__(event, context)
            invocation.failed = answer["statusCode"] >= 500
        return answer

    @property
    def request(self) -> Request:
        """The request being answered. Only views may ask."""
        if self.current_request is None:
            raise LookupError("no request is being answered")
        return self.current_request

    def route(self, path: str, *, public: bool = False, **options: Any) -> Callable[[View], View]:
        """Registers a view behind the operator's token; a `public` one asks for none.

        Bodies are JSON whatever their content type says.
        """
        register = super().route(path, **{"content_types": ["*/*"], **options})
        return lambda view: register(self._guarded(view, public=public))

    def schedule(self, expression: Any, name: str | None = None, description: str = "") -> Callable[[View], View]:
        """Registers what is due by a schedule."""
        register = super().schedule(expression, name, description)
        return lambda handler: register(self._counted(handler))

    def _counted(self, handler: View) -> View:
        @functools.wraps(handler)
        def run(event: Any) -> Any:
            with counted(handler.__name__, self._count):
                return handler(event)

        return run

    def _guarded(self, view: View, *, public: bool) -> View:
        @functools.wraps(view)
        def answer(**path_arguments: str) -> Response:
            try:
                if not public:
                    self._check_token()
                result = view(**path_arguments)
                return result if isinstance(result, Response) else Response(body=result)
            except Exception as error:
                _note(error, view.__name__)
                return answer_error(error)

        return answer

    def _check_token(self) -> None:
        scheme, _, given = (self.request.headers.get("authorization") or "").partition(" ")
        same = hmac.compare_digest(given.strip().encode(), self._token().encode())
        if scheme.lower() != "bearer" or not same:
            raise Unauthorized


def _note(error: Exception, action: str) -> None:
    if isinstance(error, EsteiraError):
        logger.warning("request refused", action=action, error=str(error))
    else:
        logger.exception("request failed", action=action)
