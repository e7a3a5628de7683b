"""The headers of a message by the contract: names are read in any case.

nats-py has them as a dict, by their names as they came: of two lines with the same name, it keeps
the last.
"""

from opentelemetry.propagators.textmap import Getter, Setter

CORRELATION_ID = "x-correlation-id"
REPLY_TO = "x-reply-to"
ERROR = "x-error"
SUBJECT = "x-subject"
CALLER_NAME = "x-caller-name"
MESSAGE_ID = "Nats-Msg-Id"
TTL = "Nats-TTL"

# Servers 2.11 to 2.13 rename the header in messages that they do not trace any further.
TRACEPARENT = "traceparent"
RENAMED_TRACEPARENT = "Xraceparent"

Headers = dict[str, str]


def values_of(headers: Headers, name: str) -> list[str]:
    """Return all values of a header, one for each spelling of its name.

    A spelling that repeats what came before counts once: some senders write two, for readers that
    know only one.
    """
    values: list[str] = []
    for key, value in headers.items():
        if key.lower() == name.lower() and [value] != values:
            values.append(value)
    return values


def value_of(headers: Headers, name: str) -> str:
    """Return the first value of a header; it is empty if there is none."""
    return next(iter(values_of(headers, name)), "")


def set_value(headers: Headers, name: str, value: str) -> None:
    """Write a header, and remove every other spelling of its name."""
    for key in [key for key in headers if key.lower() == name.lower()]:
        del headers[key]
    headers[name] = value


def is_error(headers: Headers) -> bool:
    """Tell whether the payload of the reply with these headers is an error."""
    return value_of(headers, ERROR) != ""


def copy_of(headers: Headers) -> Headers:
    """Return the headers of a copy: without what was meant for servers, and the original alone."""
    copied = {name: value for name, value in headers.items() if not _is_of_servers(name)}
    renamed = value_of(headers, RENAMED_TRACEPARENT)
    if renamed and not values_of(headers, TRACEPARENT):
        copied[TRACEPARENT] = renamed
    return copied


def _is_of_servers(name: str) -> bool:
    lower = name.lower()
    return lower.startswith("nats-") or lower in ("xraceparent", "xats-trace-dest")


class HeaderGetter(Getter[Headers]):
    """Lets OpenTelemetry's propagators read the headers of a message.

    Its default getter takes ``Traceparent`` for another name than ``traceparent``.
    """

    def get(self, carrier: Headers, key: str) -> list[str] | None:
        """Return all lines as one, so that two lines of traceparent are no valid value."""
        values = values_of(carrier, key)
        if not values and key == TRACEPARENT:
            values = values_of(carrier, RENAMED_TRACEPARENT)
        return [",".join(values)] if values else None

    def keys(self, carrier: Headers) -> list[str]:
        """Return the names of all headers, as they are spelled."""
        return list(carrier)


class HeaderSetter(Setter[Headers]):
    """Lets OpenTelemetry's propagators write the headers of a message."""

    def set(self, carrier: Headers, key: str, value: str) -> None:
        """Write a header, and remove every other spelling of its name."""
        set_value(carrier, key, value)
