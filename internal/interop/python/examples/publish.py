"""Publishes an event in a span."""

import asyncio
import os

import nats
from nats.js import JetStreamContext
from opentelemetry import propagate, trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import SpanKind

# Give the provider an exporter of yours: provider.add_span_processor(BatchSpanProcessor(exporter))
trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("checkout")


async def main() -> None:
    connection = await nats.connect(os.environ["NATS_URL"])
    await create_order(connection.jetstream())
    await connection.close()


async def create_order(js: JetStreamContext) -> None:
    with tracer.start_as_current_span("create-order", kind=SpanKind.PRODUCER) as span:
        headers: dict[str, str] = {}
        propagate.inject(headers)

        await js.publish(
            subject="orders__microservice.ev.orders.created",
            payload=b'{"id":7}',
            headers=headers,
        )
        print("published in span", trace.format_span_id(span.get_span_context().span_id))


asyncio.run(main())
