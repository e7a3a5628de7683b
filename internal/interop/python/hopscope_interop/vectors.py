"""Checks the program against the cases of the contract, and tells where they differ."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from opentelemetry import baggage, trace

from . import output
from .dead_letter import DeadLetter, read_dead_letter, write_dead_letter
from .headers import Headers, copy_of, is_error, values_of
from .names import stream_of, subject_of
from .texts import format_duration, format_time, parse_time, sanitize
from .tracing import extract

Case = dict[str, Any]


def vectors(folder: str) -> None:
    """Read the files of a folder, and tell of each case in which the program does otherwise."""
    checked = 0
    for file, check in CHECKS.items():
        for case in json.loads((Path(folder) / f"{file}.json").read_text("utf-8"))["cases"]:
            checked += 1
            found, expected = check(case)
            if found != expected:
                output.write(
                    type="difference",
                    file=file,
                    name=case.get("name", ""),
                    expected=expected,
                    found=found,
                )
    output.write(type="checked", cases=checked)


def headers_of(case: Case) -> Headers:
    """Return the headers of a case as nats-py has them."""
    return dict(case["headers"])


def read_traceparent(case: Case) -> tuple[Any, Any]:
    """Return the context of the span that sent the message."""
    found = trace.get_current_span(extract(headers_of(case))).get_span_context()
    if not found.is_valid:
        return None, case["expected"]
    context = {
        "traceId": trace.format_trace_id(found.trace_id),
        "spanId": trace.format_span_id(found.span_id),
        "flags": f"{found.trace_flags:02x}",
        "tracestate": found.trace_state.to_header(),
    }
    return context, case["expected"]


def read_baggage(case: Case) -> tuple[Any, Any]:
    """Return the members of the baggage."""
    members = baggage.get_all(extract(headers_of(case))).items()
    return [list(member) for member in members], case["expected"]


def read_letter(case: Case) -> tuple[Any, Any]:
    """Return what the headers of a dead letter say."""
    letter = read_dead_letter(headers_of(case))
    if letter is None:
        return None, case["expected"]
    said = {
        "reason": letter.reason,
        "subject": letter.subject,
        "stream": letter.stream,
        "failedAt": letter.failed_at and format_time(letter.failed_at),
        "deliveryCount": letter.delivery_count,
    }
    return {name: value for name, value in said.items() if value is not None}, case["expected"]


def write_letter(case: Case) -> tuple[Any, Any]:
    """Return the headers of a dead letter, in their order."""
    said = case["deadLetter"]
    headers = copy_of(headers_of(case))
    letter = DeadLetter(
        said["reason"],
        said["subject"],
        said["stream"],
        parse_time(said["failedAt"]),
        said["deliveryCount"],
    )
    write_dead_letter(headers, letter)
    return [list(header) for header in headers.items()], case["expected"]


def write_names(case: Case) -> tuple[Any, Any]:
    """Return the subject and the stream of a message."""
    kind, service = case["kind"], case["service"]
    found = [subject_of(kind, service, case["pattern"]), stream_of(kind, service)]
    return found, [case["subject"], case["stream"]]


CHECKS: dict[str, Callable[[Case], tuple[Any, Any]]] = {
    "traceparent": read_traceparent,
    "baggage": read_baggage,
    "reading-names": lambda case: (values_of(headers_of(case), case["read"]), case["expected"]),
    "error-replies": lambda case: (is_error(headers_of(case)), case["expected"]),
    "reading-dead-letters": read_letter,
    "writing-dead-letters": write_letter,
    "sanitized-values": lambda case: (
        sanitize(case["value"], case["maxBytes"]),
        case["expected"],
    ),
    "durations": lambda case: (format_duration(case["nanos"]), case["text"]),
    "names": write_names,
}
