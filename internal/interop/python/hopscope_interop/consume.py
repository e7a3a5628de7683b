"""Handling events."""

from datetime import datetime, timezone

from nats.aio.msg import Msg
from nats.js.api import StreamConfig
from opentelemetry import baggage
from opentelemetry.trace import SpanKind

from . import output
from .dead_letter import DeadLetter, write_dead_letter
from .headers import CALLER_NAME, copy_of, value_of
from .names import stream_of, subject_of
from .program import Program
from .publish import publish_to
from .streams import ensure_stream, next_message, pull_messages
from .tracing import extract, fail, span_of

MAX_DELIVER = 3


async def consume(program: Program) -> None:
    """Handle the events that are meant for this service."""
    messages = await pull_messages(program, "event", MAX_DELIVER)
    output.write(type="ready")
    for _ in range(program.options.count):
        await handle(program, await next_message(messages))


async def handle(program: Program, message: Msg) -> None:
    """Handle one event in the trace of whoever published it, and settle it."""
    headers = message.headers or {}
    context = extract(headers, by_contract=program.options.carrier == "contract")
    count = message.metadata.num_delivered
    output.write(
        type="message",
        subject=message.subject,
        data=output.data_of(message.data),
        headers=headers,
        caller=value_of(headers, CALLER_NAME),
        baggage=",".join(f"{key}={value}" for key, value in baggage.get_all(context).items()),
        deliveryCount=count,
    )
    with span_of(SpanKind.CONSUMER, "process", message.subject, context) as span:
        failure = program.options.fail
        if not failure:
            await forward(program, message)
            await message.ack_sync()
            return
        fail(span, failure)
        if count < MAX_DELIVER:
            await message.nak()
        else:
            await dead_letter(program, message, failure)


async def forward(program: Program, message: Msg) -> None:
    """Publish an event on, if there is a service to which."""
    if program.options.forward:
        own = subject_of("event", program.options.name, "")
        pattern = message.subject.removeprefix(own)
        await publish_to(program, program.options.forward, pattern, message.data)


async def dead_letter(program: Program, message: Msg, reason: str) -> None:
    """Keep a message that could not be handled as it came, with the context of its publisher."""
    name = stream_of("dead-letter", program.options.name)
    await ensure_stream(program.js, StreamConfig(name=name, subjects=[name]))
    headers = copy_of(message.headers or {})
    letter = DeadLetter(
        reason=reason,
        subject=message.subject,
        stream=message.metadata.stream,
        failed_at=datetime.now(timezone.utc),
        delivery_count=message.metadata.num_delivered,
    )
    write_dead_letter(headers, letter)
    await program.js.publish(subject=name, payload=message.data, headers=headers)
    # nats-py's term() has no reason.
    await program.nc.publish(message.reply, b"+TERM Moved to DLQ stream")
    await program.nc.flush()
