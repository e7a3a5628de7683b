"""What every command works with: the options, and a connection."""

import argparse
from dataclasses import dataclass

from nats.aio.client import Client
from nats.js import JetStreamContext

from . import headers, names


@dataclass(frozen=True)
class Program:
    """The options, and a connection unless the command needs none."""

    options: argparse.Namespace
    nc: Client
    js: JetStreamContext

    def headers_for(self, subject: str) -> headers.Headers:
        """Return the headers that every message of a service has."""
        return {
            headers.SUBJECT: subject,
            headers.CALLER_NAME: names.internal_name(self.options.name),
        }


def parse_options(args: list[str] | None = None) -> argparse.Namespace:
    """Read the options; the same program in Go takes the same."""
    parser = argparse.ArgumentParser(prog="hopscope_interop", description=__doc__)
    parser.add_argument("command")
    parser.add_argument("--server", help="URL of the NATS server")
    parser.add_argument("--name", default="python", help="the service that this is")
    parser.add_argument("--target", default="", help="the service published to, or called")
    parser.add_argument("--pattern", default="", help="the pattern of the message")
    parser.add_argument("--data", default="", help="the payload")
    parser.add_argument("--message-id", help="by which a stream drops duplicates")
    parser.add_argument("--baggage", help="to send along, as key=value")
    parser.add_argument("--ttl-ms", type=int, default=0, help="how long the message is kept")
    parser.add_argument("--mode", default="core", choices=("core", "jetstream"))
    parser.add_argument("--fail", help="why each message that is consumed fails")
    parser.add_argument("--forward", help="the service to which events are published on")
    parser.add_argument("--carrier", default="contract", choices=("contract", "opentelemetry"))
    parser.add_argument("--dir", help="the folder of the vectors")
    parser.add_argument("--count", type=int, default=1, help="messages to handle before the end")
    parser.add_argument("--timeout-ms", type=int, default=30_000, help="when to end in any case")
    return parser.parse_args(args)
