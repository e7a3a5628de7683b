"""Making requests."""

import uuid

from nats.aio.msg import Msg
from opentelemetry import trace
from opentelemetry.trace import SpanKind

from . import output
from .headers import CORRELATION_ID, MESSAGE_ID, REPLY_TO, Headers, is_error, value_of
from .names import internal_name, subject_of
from .program import Program
from .tracing import extract, fail, inject, span_of


async def call(program: Program) -> None:
    """Make one request of a service, and tell of the reply."""
    options = program.options
    subject = subject_of("rpc", options.target, options.pattern)
    send = request_by_jetstream if options.mode == "jetstream" else request_by_core
    with span_of(SpanKind.PRODUCER, "request", subject) as span:
        headers = program.headers_for(subject)
        inject(headers)
        reply = await send(program, subject, options.data.encode(), headers)
        answer = reply.headers or {}
        if is_error(answer):
            fail(span, "the reply is an error")
    sender = trace.get_current_span(extract(answer)).get_span_context()
    output.write(
        type="reply",
        error=is_error(answer),
        data=output.data_of(reply.data),
        headers=answer,
        sender=trace.format_span_id(sender.span_id),
    )


async def request_by_core(program: Program, subject: str, data: bytes, headers: Headers) -> Msg:
    """Ask over core NATS, as long as the program may run."""
    timeout = program.options.timeout_ms / 1000
    return await program.nc.request(subject, data, timeout=timeout, headers=headers)


async def request_by_jetstream(
    program: Program, subject: str, data: bytes, headers: Headers
) -> Msg:
    """Ask by way of the service's stream; the reply comes to an inbox, and is known by its id."""
    inbox = f"{internal_name(program.options.name)}.{uuid.uuid4().hex}"
    replies = await program.nc.subscribe(inbox)
    identity = uuid.uuid4().hex
    own = {CORRELATION_ID: identity, REPLY_TO: inbox, MESSAGE_ID: identity}
    await program.js.publish(subject=subject, payload=data, headers=headers | own)
    while True:
        reply = await replies.next_msg(timeout=None)
        if value_of(reply.headers or {}, CORRELATION_ID) == identity:
            return reply
