"""A service in Python by the header contract, for tests.

It publishes events, handles them, makes requests, answers them, and reads dead letters. What it
does it tells on stdout, a JSON object a line, its spans among them.
"""

import argparse
import asyncio
import signal
import sys

import nats

from .call import call
from .consume import consume
from .dead_letters import dead_letters
from .names import internal_name
from .program import Program, parse_options
from .publish import publish
from .serve import serve
from .tracing import start_tracing
from .vectors import vectors

COMMANDS = {
    "publish": publish,
    "consume": consume,
    "serve": serve,
    "call": call,
    "dead-letters": dead_letters,
}


def main() -> None:
    """Run one command; each ends by itself."""
    options = parse_options()
    start_tracing()
    if options.command == "vectors":
        vectors(options.dir)
        return
    if options.command not in COMMANDS:
        sys.exit(f"there is no command {options.command}")
    try:
        asyncio.run(run(options))
    except asyncio.TimeoutError:
        sys.exit(f"{options.command} took longer than {options.timeout_ms} ms")
    except asyncio.CancelledError:
        sys.exit(f"{options.command} was stopped")


async def run(options: argparse.Namespace) -> None:
    """Connect, and run the command for as long as it may."""
    command = asyncio.ensure_future(connected(options))
    for stop in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(stop, command.cancel)
    await asyncio.wait_for(command, options.timeout_ms / 1000)


async def connected(options: argparse.Namespace) -> None:
    """Run the command with a connection, which is closed behind it."""
    name = internal_name(options.name)
    nc = await nats.connect(options.server, name=name, allow_reconnect=False)
    try:
        await COMMANDS[options.command](Program(options, nc, nc.jetstream()))
    finally:
        await nc.close()


main()
