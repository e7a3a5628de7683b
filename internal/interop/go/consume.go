package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/baggage"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"hopscope-interop/contract"
)

const maxDeliver = 3

// consume handles the events that are meant for this service, each in the trace of whoever
// published it.
func consume(ctx context.Context, p *program) error {
	messages, err := p.messages(ctx, contract.Event, maxDeliver)
	if err != nil {
		return err
	}
	defer messages.Stop()
	p.out.write(line{"type": "ready"})

	for range p.count {
		message, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		if err := p.handle(ctx, message); err != nil {
			return err
		}
	}
	return nil
}

// handle handles one event and settles it; the span ends after both.
func (p *program) handle(ctx context.Context, message jetstream.Msg) (err error) {
	headers := contract.Headers(message.Headers())
	ctx, span := startSpan(p.contextOf(ctx, headers), trace.SpanKindConsumer, "process", message.Subject())
	var failure error
	defer func() { endSpan(span, errors.Join(failure, err)) }()

	metadata, err := message.Metadata()
	if err != nil {
		return err
	}
	p.out.write(line{
		"type":          "message",
		"subject":       message.Subject(),
		"data":          dataOf(message.Data()),
		"headers":       headersOf(headers),
		"caller":        headers.Get(contract.CallerName),
		"baggage":       baggage.FromContext(ctx).String(),
		"deliveryCount": metadata.NumDelivered,
	})

	if failure = p.work(ctx, message); failure == nil {
		return message.DoubleAck(ctx)
	}
	if metadata.NumDelivered < maxDeliver {
		return message.Nak()
	}
	return p.deadLetter(ctx, message, metadata, failure)
}

// contextOf is the context of the span that sent a message.
func (p *program) contextOf(ctx context.Context, headers contract.Headers) context.Context {
	if p.carrier == "opentelemetry" {
		return otel.GetTextMapPropagator().Extract(ctx, propagation.HeaderCarrier(headers))
	}
	return extract(ctx, headers)
}

// work is what the service does with an event: it fails, publishes it on, or is content.
func (p *program) work(ctx context.Context, message jetstream.Msg) error {
	if p.fail != "" {
		return errors.New(p.fail)
	}
	if p.forward != "" {
		own := contract.Subject(contract.Event, p.name, "")
		pattern := strings.TrimPrefix(message.Subject(), own)
		return p.publishTo(ctx, p.forward, pattern, message.Data())
	}
	return nil
}

// deadLetter keeps a message that could not be handled, as it came: with the context of whoever
// published it, to which readers link.
func (p *program) deadLetter(
	ctx context.Context, message jetstream.Msg, metadata *jetstream.MsgMetadata, failure error,
) error {
	name := contract.DeadLetterStream(p.name)
	config := jetstream.StreamConfig{Name: name, Subjects: []string{name}}
	if _, err := p.ensureStream(ctx, config); err != nil {
		return err
	}
	headers := contract.Headers(message.Headers()).Copy()
	contract.DeadLetter{
		Reason:        failure.Error(),
		Subject:       message.Subject(),
		Stream:        metadata.Stream,
		FailedAt:      time.Now(),
		DeliveryCount: int(metadata.NumDelivered),
	}.Write(headers)
	letter := &nats.Msg{Subject: name, Data: message.Data(), Header: nats.Header(headers)}
	if _, err := p.js.PublishMsg(ctx, letter); err != nil {
		return err
	}
	return message.TermWithReason("Moved to DLQ stream")
}
