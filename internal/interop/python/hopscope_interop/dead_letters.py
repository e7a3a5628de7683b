"""Reading dead letters."""

from nats.aio.msg import Msg
from opentelemetry import trace
from opentelemetry.trace import Link, SpanKind

from . import output
from .dead_letter import read_dead_letter
from .names import stream_of
from .program import Program
from .texts import format_time
from .tracing import extract, span_of


async def dead_letters(program: Program) -> None:
    """Read the dead letters of a service."""
    name = stream_of("dead-letter", program.options.target)
    messages = await program.js.subscribe(name, stream=name, ordered_consumer=True)
    for _ in range(program.options.count):
        read(await messages.next_msg(timeout=None))


def read(message: Msg) -> None:
    """Read one in a trace of its own, with a link to the span that published the message."""
    headers = message.headers or {}
    letter = read_dead_letter(headers)
    if letter is None:
        return
    publisher = trace.get_current_span(extract(headers)).get_span_context()
    links = [Link(publisher)] if publisher.is_valid else []
    with span_of(SpanKind.CONSUMER, "process", message.subject, links=links):
        output.write(
            type="dead-letter",
            reason=letter.reason,
            subject=letter.subject,
            stream=letter.stream,
            failedAt=letter.failed_at and format_time(letter.failed_at),
            deliveryCount=letter.delivery_count,
            data=output.data_of(message.data),
            headers=headers,
        )
