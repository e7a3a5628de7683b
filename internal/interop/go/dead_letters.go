package main

import (
	"context"

	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"

	"hopscope-interop/contract"
)

// deadLetters reads the dead letters of a service. Each is read in a trace of its own, with a link
// to the span that published the message: that may be long ago.
func deadLetters(ctx context.Context, p *program) error {
	stream, err := p.js.Stream(ctx, contract.DeadLetterStream(p.target))
	if err != nil {
		return err
	}
	consumer, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return err
	}
	messages, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer messages.Stop()

	for range p.count {
		message, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		p.readDeadLetter(ctx, message)
	}
	return nil
}

func (p *program) readDeadLetter(ctx context.Context, message jetstream.Msg) {
	headers := contract.Headers(message.Headers())
	letter, isLetter := contract.ReadDeadLetter(headers)
	if !isLetter {
		return
	}
	link := trace.LinkFromContext(extract(ctx, headers))
	_, span := startSpan(ctx, trace.SpanKindConsumer, "process", message.Subject(), link)
	defer span.End()

	p.out.write(line{
		"type":          "dead-letter",
		"reason":        letter.Reason,
		"subject":       letter.Subject,
		"stream":        letter.Stream,
		"failedAt":      contract.FormatTime(letter.FailedAt),
		"deliveryCount": letter.DeliveryCount,
		"data":          dataOf(message.Data()),
		"headers":       headersOf(headers),
	})
}
