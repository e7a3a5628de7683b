"""What the headers of a dead letter say of the message that could not be handled."""

from dataclasses import dataclass
from datetime import datetime

from .headers import Headers, set_value, value_of, values_of
from .texts import format_time, parse_time, sanitize

REASON = "x-dead-letter-reason"
SUBJECT = "x-original-subject"
STREAM = "x-original-stream"
FAILED_AT = "x-failed-at"
DELIVERY_COUNT = "x-delivery-count"


@dataclass(frozen=True)
class DeadLetter:
    """What is said; None is what is not said, or not as it should be."""

    reason: str | None
    subject: str | None
    stream: str | None
    failed_at: datetime | None
    delivery_count: int | None


def write_dead_letter(headers: Headers, letter: DeadLetter) -> None:
    """Add the five headers to the copy of the original's."""
    set_value(headers, REASON, sanitize(letter.reason or ""))
    set_value(headers, SUBJECT, letter.subject or "")
    set_value(headers, STREAM, letter.stream or "")
    set_value(headers, FAILED_AT, format_time(letter.failed_at) if letter.failed_at else "")
    set_value(headers, DELIVERY_COUNT, str(letter.delivery_count or ""))


def read_dead_letter(headers: Headers) -> DeadLetter | None:
    """Read the five headers; None for a message that is no dead letter."""
    if not values_of(headers, REASON) and not values_of(headers, SUBJECT):
        return None
    count = value_of(headers, DELIVERY_COUNT)
    return DeadLetter(
        reason=next(iter(values_of(headers, REASON)), None),
        subject=next(iter(values_of(headers, SUBJECT)), None),
        stream=next(iter(values_of(headers, STREAM)), None),
        failed_at=parse_time(value_of(headers, FAILED_AT)),
        delivery_count=int(count) if count.isdecimal() and count.isascii() else None,
    )
