"""Answering requests."""

import json

from nats.aio.msg import Msg
from opentelemetry.trace import Span, SpanKind

from . import output
from .headers import CORRELATION_ID, ERROR, REPLY_TO, Headers, value_of
from .names import command_queue_of, subject_of
from .program import Program
from .streams import next_message, pull_messages
from .tracing import extract, fail, inject, span_of


async def serve(program: Program) -> None:
    """Answer requests for this service, as many as it was told to."""
    if program.options.mode == "jetstream":
        await serve_by_jetstream(program)
    else:
        await serve_by_core(program)
    await program.nc.flush()


async def serve_by_core(program: Program) -> None:
    """Answer requests over core NATS, to their reply subjects."""
    service = program.options.name
    requests = await program.nc.subscribe(
        subject_of("rpc", service, ">"), queue=command_queue_of(service)
    )
    await program.nc.flush()
    output.write(type="ready")
    for _ in range(program.options.count):
        message = await requests.next_msg(timeout=None)
        context = extract(message.headers)
        with span_of(SpanKind.SERVER, "process", message.subject, context) as span:
            payload, is_error = run(program, message, span)
            await reply(program, message.reply, payload, {ERROR: "true"} if is_error else {})


async def serve_by_jetstream(program: Program) -> None:
    """Answer requests that wait in the service's stream, to the subjects that they name.

    After the ack if all went well, and before the term if not, so that nobody waits in vain.
    """
    messages = await pull_messages(program, "rpc", 1)
    output.write(type="ready")
    for _ in range(program.options.count):
        message = await next_message(messages)
        headers = message.headers or {}
        answer = {CORRELATION_ID: value_of(headers, CORRELATION_ID)}
        inbox = value_of(headers, REPLY_TO)
        with span_of(SpanKind.SERVER, "process", message.subject, extract(headers)) as span:
            payload, is_error = run(program, message, span)
            if is_error:
                await reply(program, inbox, payload, answer | {ERROR: "true"})
                reason = f"+TERM Handler error: {message.subject}"
                await program.nc.publish(message.reply, reason.encode())
            else:
                await message.ack()
                await reply(program, inbox, payload, answer)


def run(program: Program, message: Msg, span: Span) -> tuple[bytes, bool]:
    """Make the payload of a reply: what came, or an error if the pattern is "fail"."""
    got = output.data_of(message.data)
    output.write(type="request", subject=message.subject, data=got)
    if message.subject.endswith(".fail"):
        fail(span, "out of stock")
        return b'{"status":"error","message":"out of stock"}', True
    return json.dumps({"from": program.options.name, "got": got}).encode(), False


async def reply(program: Program, to: str, payload: bytes, headers: Headers) -> None:
    """Send a reply, in a span of its own: it is a message like any other."""
    with span_of(SpanKind.PRODUCER, "reply", "(temporary)"):
        inject(headers)
        await program.nc.publish(to, payload, headers=headers)
