"""Publishing events."""

from opentelemetry import baggage, context
from opentelemetry.trace import SpanKind

from . import output
from .headers import MESSAGE_ID, TTL
from .names import subject_of
from .program import Program
from .texts import format_duration
from .tracing import inject, span_of


async def publish(program: Program) -> None:
    """Send one event, in a trace of its own."""
    options = program.options
    if options.baggage:
        key, _, value = options.baggage.partition("=")
        context.attach(baggage.set_baggage(key, value))
    await publish_to(program, options.target, options.pattern, options.data.encode())


async def publish_to(program: Program, service: str, pattern: str, data: bytes) -> None:
    """Send an event to a service, and wait until the stream has stored it."""
    options = program.options
    subject = subject_of("event", service, pattern)
    with span_of(SpanKind.PRODUCER, "publish", subject):
        headers = program.headers_for(subject)
        inject(headers)
        if options.message_id:
            headers[MESSAGE_ID] = options.message_id
        if options.ttl_ms:
            headers[TTL] = format_duration(options.ttl_ms * 1_000_000)
        ack = await program.js.publish(subject=subject, payload=data, headers=headers)
    output.write(
        type="published",
        stream=ack.stream,
        sequence=ack.seq,
        duplicate=bool(ack.duplicate),
    )
