package main

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
	"go.opentelemetry.io/otel/trace"

	"hopscope-interop/contract"
)

// call makes one request of a service, and tells of the reply.
func call(ctx context.Context, p *program) (err error) {
	subject := contract.Subject(contract.RPC, p.target, p.pattern)
	ctx, span := startSpan(ctx, trace.SpanKindProducer, "request", subject)
	var failure error
	defer func() { endSpan(span, errors.Join(failure, err)) }()

	headers := p.headersFor(subject)
	inject(ctx, headers)
	send := p.request
	if p.mode == "jetstream" {
		send = p.requestByJetStream
	}
	request := &nats.Msg{Subject: subject, Data: []byte(p.data), Header: nats.Header(headers)}
	reply, err := send(ctx, request)
	if err != nil {
		return err
	}

	answer := contract.Headers(reply.Header)
	if answer.IsError() {
		failure = errors.New("the reply is an error")
	}
	p.out.write(line{
		"type":    "reply",
		"error":   answer.IsError(),
		"data":    dataOf(reply.Data),
		"headers": headersOf(answer),
		"sender":  trace.SpanContextFromContext(extract(context.Background(), answer)).SpanID().String(),
	})
	return nil
}

// request asks over core NATS.
func (p *program) request(ctx context.Context, message *nats.Msg) (*nats.Msg, error) {
	return p.nc.RequestMsgWithContext(ctx, message)
}

// requestByJetStream asks by way of the service's stream. The reply comes to an inbox of the
// caller's own, and is known by its id.
func (p *program) requestByJetStream(ctx context.Context, message *nats.Msg) (*nats.Msg, error) {
	inbox := contract.InternalName(p.name) + "." + nuid.Next()
	replies, err := p.nc.SubscribeSync(inbox)
	if err != nil {
		return nil, err
	}
	defer replies.Unsubscribe() //nolint:errcheck // The connection is about to be closed.

	id := nuid.Next()
	headers := contract.Headers(message.Header)
	headers.Set(contract.CorrelationID, id)
	headers.Set(contract.ReplyTo, inbox)
	headers.Set(jetstream.MsgIDHeader, id)
	if _, err := p.js.PublishMsg(ctx, message); err != nil {
		return nil, err
	}
	for {
		reply, err := replies.NextMsgWithContext(ctx)
		if err != nil || contract.Headers(reply.Header).Get(contract.CorrelationID) == id {
			return reply, err
		}
	}
}
