package main

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"hopscope-interop/contract"
)

// startTracing registers OpenTelemetry's SDK, which writes every span that ends to out, and the
// propagators. Without them Go's OpenTelemetry neither makes spans nor writes any header.
func startTracing(out *output) {
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(lineExporter{out})))
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(
		propagation.TraceContext{}, propagation.Baggage{}))
}

// startSpan starts the span of sending or handling a message, with the attributes of
// OpenTelemetry's conventions for messaging.
func startSpan(
	ctx context.Context, kind trace.SpanKind, operation, subject string, links ...trace.Link,
) (context.Context, trace.Span) {
	return otel.Tracer("hopscope-interop").Start(ctx, operation+" "+subject,
		trace.WithSpanKind(kind),
		trace.WithLinks(links...),
		trace.WithAttributes(
			attribute.String("messaging.system", "nats"),
			attribute.String("messaging.operation.name", operation),
			attribute.String("messaging.destination.name", subject),
		))
}

// endSpan ends a span, which has failed if there is an error.
func endSpan(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
	}
	span.End()
}

func inject(ctx context.Context, headers contract.Headers) {
	otel.GetTextMapPropagator().Inject(ctx, contract.Carrier{Headers: headers})
}

func extract(ctx context.Context, headers contract.Headers) context.Context {
	return otel.GetTextMapPropagator().Extract(ctx, contract.Carrier{Headers: headers})
}

// lineExporter writes spans as lines.
type lineExporter struct{ out *output }

func (e lineExporter) ExportSpans(_ context.Context, spans []sdktrace.ReadOnlySpan) error {
	for _, span := range spans {
		e.out.write(line{
			"type":         "span",
			"name":         span.Name(),
			"kind":         span.SpanKind().String(),
			"traceId":      span.SpanContext().TraceID().String(),
			"spanId":       span.SpanContext().SpanID().String(),
			"parentSpanId": parentOf(span),
			"links":        linksOf(span),
			"failed":       span.Status().Code == codes.Error,
		})
	}
	return nil
}

func (lineExporter) Shutdown(context.Context) error { return nil }

func parentOf(span sdktrace.ReadOnlySpan) any {
	if !span.Parent().IsValid() {
		return nil
	}
	return span.Parent().SpanID().String()
}

func linksOf(span sdktrace.ReadOnlySpan) []line {
	links := []line{}
	for _, link := range span.Links() {
		links = append(links, line{
			"traceId": link.SpanContext.TraceID().String(),
			"spanId":  link.SpanContext.SpanID().String(),
		})
	}
	return links
}
