"""Handles an event in the trace of whoever published it."""

import asyncio
import os

import nats
from nats.aio.msg import Msg
from opentelemetry import propagate, trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import SpanKind

trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("warehouse")


async def main() -> None:
    connection = await nats.connect(os.environ["NATS_URL"])
    messages = await connection.jetstream().pull_subscribe_bind(
        "orders__microservice_ev-consumer", "orders__microservice_ev-stream"
    )
    for message in await messages.fetch(1):
        await handle(message)
    await connection.close()


async def handle(message: Msg) -> None:
    # Names may come in any case, and the headers are a dict that does not ignore it.
    headers = {name.lower(): value for name, value in (message.headers or {}).items()}
    context = propagate.extract(headers)

    with tracer.start_as_current_span("handle-order", context, kind=SpanKind.CONSUMER) as span:
        print("handled in trace", trace.format_trace_id(span.get_span_context().trace_id))
        await message.ack_sync()


asyncio.run(main())
