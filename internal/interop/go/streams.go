package main

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go/jetstream"

	"hopscope-interop/contract"
)

// messages are those of a kind for this service. Its stream and its consumer are created unless
// they exist.
func (p *program) messages(
	ctx context.Context, kind contract.Kind, maxDeliver int,
) (jetstream.MessagesContext, error) {
	stream, err := p.ensureStream(ctx, jetstream.StreamConfig{
		Name:      contract.Stream(kind, p.name),
		Subjects:  []string{contract.Subject(kind, p.name, ">")},
		Retention: jetstream.WorkQueuePolicy,
	})
	if err != nil {
		return nil, err
	}
	consumer, err := ensureConsumer(ctx, stream, jetstream.ConsumerConfig{
		Durable:       contract.Consumer(kind, p.name),
		FilterSubject: contract.Subject(kind, p.name, ">"),
		AckPolicy:     jetstream.AckExplicitPolicy,
		MaxDeliver:    maxDeliver,
	})
	if err != nil {
		return nil, err
	}
	// What is pulled but not handled would have to wait until the server delivers it again.
	return consumer.Messages(jetstream.PullMaxMessages(1))
}

// ensureStream creates a stream unless there is one of that name, which then stays as it is.
func (p *program) ensureStream(
	ctx context.Context, config jetstream.StreamConfig,
) (jetstream.Stream, error) {
	stream, err := p.js.CreateStream(ctx, config)
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
		return p.js.Stream(ctx, config.Name)
	}
	return stream, err
}

// ensureConsumer creates a consumer, as ensureStream does a stream.
func ensureConsumer(
	ctx context.Context, stream jetstream.Stream, config jetstream.ConsumerConfig,
) (jetstream.Consumer, error) {
	consumer, err := stream.CreateConsumer(ctx, config)
	if errors.Is(err, jetstream.ErrConsumerExists) {
		return stream.Consumer(ctx, config.Durable)
	}
	return consumer, err
}
