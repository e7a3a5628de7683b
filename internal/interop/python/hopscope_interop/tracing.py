"""OpenTelemetry: spans that are told as lines, and the context in the headers of messages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Link, Span, SpanKind, StatusCode

from . import output
from .headers import HeaderGetter, Headers, HeaderSetter


def start_tracing() -> None:
    """Register OpenTelemetry's SDK, by which every span that ends is told."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(LineExporter()))
    trace.set_tracer_provider(provider)


@contextmanager
def span_of(
    kind: SpanKind,
    operation: str,
    subject: str,
    context: Context | None = None,
    links: Sequence[Link] = (),
) -> Iterator[Span]:
    """Run what sends or handles a message in a span, by the conventions for messaging."""
    attributes = {
        "messaging.system": "nats",
        "messaging.operation.name": operation,
        "messaging.destination.name": subject,
    }
    with trace.get_tracer("hopscope-interop").start_as_current_span(
        f"{operation} {subject}", context, kind=kind, attributes=attributes, links=links
    ) as span:
        yield span


def fail(span: Span, reason: str) -> None:
    """Make a span one that failed."""
    span.set_status(StatusCode.ERROR, reason)


def inject(headers: Headers) -> None:
    """Write the active context into headers."""
    propagate.inject(headers, setter=HeaderSetter())


def extract(headers: Headers | None, *, by_contract: bool = True) -> Context:
    """Read the context in headers: by the contract, or with OpenTelemetry's default getter."""
    if by_contract:
        return propagate.extract(headers or {}, Context(), getter=HeaderGetter())
    return propagate.extract(headers or {}, Context())


class LineExporter(SpanExporter):
    """Writes spans as lines."""

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Tell of spans that have ended."""
        for span in spans:
            output.write(
                type="span",
                name=span.name,
                kind=span.kind.name.lower(),
                **_ids_of(span.get_span_context()),
                parentSpanId=trace.format_span_id(span.parent.span_id) if span.parent else None,
                links=[_ids_of(link.context) for link in span.links],
                failed=span.status.status_code is StatusCode.ERROR,
            )
        return SpanExportResult.SUCCESS


def _ids_of(context: trace.SpanContext) -> dict[str, str]:
    return {
        "traceId": trace.format_trace_id(context.trace_id),
        "spanId": trace.format_span_id(context.span_id),
    }
