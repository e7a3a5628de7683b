package main

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/baggage"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"hopscope-interop/contract"
)

// publish sends one event, in a trace of its own.
func publish(ctx context.Context, p *program) error {
	if p.baggage != "" {
		sent, err := baggage.Parse(p.baggage)
		if err != nil {
			return err
		}
		ctx = baggage.ContextWithBaggage(ctx, sent)
	}
	return p.publishTo(ctx, p.target, p.pattern, []byte(p.data))
}

// publishTo sends an event to a service and waits until the stream has stored it.
func (p *program) publishTo(ctx context.Context, service, pattern string, data []byte) (err error) {
	subject := contract.Subject(contract.Event, service, pattern)
	ctx, span := startSpan(ctx, trace.SpanKindProducer, "publish", subject)
	defer func() { endSpan(span, err) }()

	headers := p.headersFor(subject)
	if p.carrier == "opentelemetry" {
		otel.GetTextMapPropagator().Inject(ctx, propagation.HeaderCarrier(headers))
	} else {
		inject(ctx, headers)
	}
	if p.messageID != "" {
		headers.Set(jetstream.MsgIDHeader, p.messageID)
	}
	if p.ttlMs > 0 {
		ttl := time.Duration(p.ttlMs) * time.Millisecond
		headers.Set(jetstream.MsgTTLHeader, contract.Duration(ttl))
	}

	message := &nats.Msg{Subject: subject, Data: data, Header: nats.Header(headers)}
	ack, err := p.js.PublishMsg(ctx, message)
	if err != nil {
		return err
	}
	p.out.write(line{
		"type":      "published",
		"stream":    ack.Stream,
		"sequence":  ack.Sequence,
		"duplicate": ack.Duplicate,
	})
	return nil
}

// headersFor are those that every message of a service has.
func (p *program) headersFor(subject string) contract.Headers {
	return contract.Headers{
		contract.SubjectHeader: {subject},
		contract.CallerName:    {contract.InternalName(p.name)},
	}
}
