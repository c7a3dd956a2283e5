"""Handlers of company look-ups: what users book, and the schedule that hands over what is due."""

from functools import partial
from typing import Any

from chalice.app import CloudWatchEvent, Rate, Response
from esteira.accounts.wiring import authenticate
from esteira.core.announcing.wiring import count
from esteira.core.clock import utc_now
from esteira.core.decoding import as_json
from esteira.core.errors import BadLines, Conflict, Outdated, TargetUnavailable
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, content_type_of, query_of, raw_body_of
from esteira.core.http.time_left import seconds_left
from esteira.core.reporting.wiring import report
from esteira.lookups.booking.book_csv import Booked, book_csv
from esteira.lookups.booking.book_lookup import BookLookup, book_lookup
from esteira.lookups.booking.calendar import ShowCalendar, show_calendar
from esteira.lookups.booking.change_lookup import ChangeLookup, change_lookup, delete_lookup, run_lookup
from esteira.lookups.booking.preview_lookups import ends_of_waiting, preview_csv, preview_lookup
from esteira.lookups.booking.read_lookups import ListLookups, list_lookups, lookup_id, show_lookup
from esteira.lookups.booking_wiring import booking, handing_over
from esteira.lookups.hand_over_due import hand_over_due
from esteira.lookups.http import (
    CalendarJson,
    LookupJson,
    LookupsJson,
    PreviewJson,
    QueuedJson,
    ShownLookupJson,
    calendar_json,
    lookup_json,
    lookups_json,
    preview_json,
    queued_json,
    shown_json,
)

MIN_REMAINING_SECONDS = 10.0

app = GuardedApp("lookups", authenticate=authenticate, count=count, report=report)


@app.route(
    "/lookups",
    methods=["POST"],
    policy=Policy.SIGNED_IN,
    status=201,
    body=BookLookup,
    answers=LookupJson,
    errors=(TargetUnavailable,),
)
def book() -> Any:
    """Book a look-up of a company."""
    lookup = book_lookup(booking().book_deps, app.principal.id, body_of(app.request, BookLookup))
    return Response(body=lookup_json(lookup), status_code=201)


@app.route("/lookups", policy=Policy.SIGNED_IN, query=ListLookups, answers=LookupsJson, errors=(TargetUnavailable,))
def list_page() -> Any:
    """List a page of one's own look-ups: `?state=planned|done&priority=…&cnpj=…&text=…&sort=newest|next_due`."""
    query = query_of(app.request, ListLookups)
    return lookups_json(list_lookups(booking().store, app.principal.id, query), query.limit)


@app.route(
    "/lookups/csv",
    methods=["POST"],
    policy=Policy.SIGNED_IN,
    status=201,
    body="text/csv",
    answers=Booked,
    errors=(BadLines, TargetUnavailable),
)
def book_file() -> Any:
    """Book the look-ups of a CSV file, all or none."""
    booked = book_csv(booking().book_deps, app.principal.id, raw_body_of(app.request))
    return Response(body=as_json(booked), status_code=201)


@app.route(
    "/lookups/preview",
    methods=["POST"],
    policy=Policy.SIGNED_IN,
    body=(BookLookup, "text/csv"),
    answers=PreviewJson,
    errors=(BadLines, TargetUnavailable),
)
def preview() -> Any:
    """Predict when look-ups would end, with the body of `POST /lookups` or of `POST /lookups/csv`. Nothing is kept."""
    deps, owner_id = booking().preview_deps, app.principal.id
    if content_type_of(app.request) == "text/csv":
        return preview_json(preview_csv(deps, owner_id, raw_body_of(app.request)))
    return preview_json(preview_lookup(deps, owner_id, body_of(app.request, BookLookup)))


@app.route(
    "/lookups/calendar", policy=Policy.SIGNED_IN, query=ShowCalendar, answers=CalendarJson, errors=(TargetUnavailable,)
)
def calendar() -> Any:
    """Show one's own calendar: `?from=…&to=…`, at most 366 days."""
    query, predict_ends = query_of(app.request, ShowCalendar), partial(ends_of_waiting, booking().preview_deps)
    return calendar_json(show_calendar(booking().store, utc_now, predict_ends, app.principal.id, query))


@app.route("/lookups/{lookup}", policy=Policy.SIGNED_IN, answers=ShownLookupJson, errors=(TargetUnavailable,))
def show(lookup: str) -> Any:
    """Show one of one's own look-ups with its newest runs and what they found."""
    return shown_json(show_lookup(booking().store, app.principal.id, lookup_id(lookup)))


@app.route(
    "/lookups/{lookup}",
    methods=["PATCH"],
    policy=Policy.SIGNED_IN,
    body=ChangeLookup,
    answers=LookupJson,
    errors=(Outdated, TargetUnavailable),
)
def change(lookup: str) -> Any:
    """Change one of one's own look-ups."""
    command = body_of(app.request, ChangeLookup)
    return lookup_json(change_lookup(booking().book_deps, app.principal.id, lookup_id(lookup), command))


@app.route(
    "/lookups/{lookup}",
    methods=["DELETE"],
    policy=Policy.SIGNED_IN,
    status=204,
    answers=None,
    errors=(TargetUnavailable,),
)
def delete(lookup: str) -> Any:
    """Delete one of one's own look-ups with its runs."""
    delete_lookup(booking().book_deps, app.principal.id, lookup_id(lookup))
    return Response(body="", status_code=204)


@app.route(
    "/lookups/{lookup}/run",
    methods=["POST"],
    policy=Policy.SIGNED_IN,
    status=202,
    body=None,
    answers=QueuedJson,
    errors=(Conflict, TargetUnavailable),
)
def run(lookup: str) -> Any:
    """Queue a run of one of one's own look-ups now."""
    task = run_lookup(booking().book_deps, app.principal.id, lookup_id(lookup))
    return Response(body=queued_json(task), status_code=202)


@app.schedule(Rate(1, unit=Rate.MINUTES))
def hand_over(event: CloudWatchEvent) -> Any:
    """Make tasks of the look-ups that are due, and send the messages that carry them."""
    remaining_seconds = seconds_left(event.context)
    deps = handing_over().hand_over_deps
    return as_json(hand_over_due(deps, should_continue=lambda: remaining_seconds() > MIN_REMAINING_SECONDS))
