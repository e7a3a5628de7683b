"""Texts as they go into headers."""

import re
from datetime import datetime, timezone

CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]+")
UNITS = (
    (3_600_000_000_000, "h"),
    (60_000_000_000, "m"),
    (1_000_000_000, "s"),
    (1_000_000, "ms"),
    (1_000, "us"),
)


def sanitize(text: str, max_bytes: int = 1024) -> str:
    """Make a text fit for a header.

    A run of control characters becomes one space. At most so many bytes are kept, cut between two
    characters.
    """
    encoded = text.encode("utf-16", "surrogatepass")
    clean = CONTROL.sub(" ", encoded.decode("utf-16", "replace")).strip()
    return clean.encode()[:max_bytes].decode(errors="ignore").rstrip()


def format_duration(nanos: int) -> str:
    """Write a duration as Nats-TTL takes it: in the largest unit that needs no fraction."""
    if nanos == 0:
        return "0s"
    return next((f"{nanos // n}{unit}" for n, unit in UNITS if nanos % n == 0), f"{nanos}ns")


def format_time(time: datetime) -> str:
    """Write a time in UTC, to the millisecond."""
    text = time.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def parse_time(text: str) -> datetime | None:
    """Read a time in ISO 8601 with an offset, to the microsecond; None if it is none."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", text)
    if match is None:
        return None
    seconds, fraction, offset = match.groups()
    # Python 3.10 knows neither Z nor any other number of digits than 3 and 6.
    micros = (fraction or ".")[1:7].ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{seconds}.{micros}{offset.replace('Z', '+00:00')}")
    except ValueError:
        return None
