package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"

	"hopscope-interop/contract"
)

// serve answers requests for this service, until it has answered as many as it was told to.
func serve(ctx context.Context, p *program) error {
	if p.mode == "jetstream" {
		return p.serveByJetStream(ctx)
	}
	subscription, err := p.nc.QueueSubscribeSync(
		contract.Subject(contract.RPC, p.name, ">"), contract.CommandQueue(p.name))
	if err != nil {
		return err
	}
	if err := p.nc.FlushWithContext(ctx); err != nil {
		return err
	}
	p.out.write(line{"type": "ready"})

	for range p.count {
		message, err := subscription.NextMsgWithContext(ctx)
		if err != nil {
			return err
		}
		if err := p.answer(ctx, message); err != nil {
			return err
		}
	}
	return p.nc.FlushWithContext(ctx)
}

// answer replies to a request over core NATS, to the reply subject.
func (p *program) answer(ctx context.Context, message *nats.Msg) (err error) {
	headers := contract.Headers(message.Header)
	ctx, span := startSpan(extract(ctx, headers), trace.SpanKindServer, "process", message.Subject)
	payload, failure := p.run(message.Subject, message.Data)
	defer func() { endSpan(span, failure) }()

	return p.reply(ctx, message.Reply, payload, failure, contract.Headers{})
}

// serveByJetStream answers requests that wait in the service's stream.
func (p *program) serveByJetStream(ctx context.Context) error {
	messages, err := p.messages(ctx, contract.RPC, 1)
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
		if err := p.answerByJetStream(ctx, message); err != nil {
			return err
		}
	}
	return p.nc.FlushWithContext(ctx)
}

// answerByJetStream replies to the subject that the request names, with its id: after the ack if
// all went well, and before the term if not, so that nobody waits in vain.
func (p *program) answerByJetStream(ctx context.Context, message jetstream.Msg) (err error) {
	headers := contract.Headers(message.Headers())
	ctx, span := startSpan(extract(ctx, headers), trace.SpanKindServer, "process", message.Subject())
	payload, failure := p.run(message.Subject(), message.Data())
	defer func() { endSpan(span, failure) }()

	answer := contract.Headers{contract.CorrelationID: {headers.Get(contract.CorrelationID)}}
	inbox := headers.Get(contract.ReplyTo)
	if failure != nil {
		if err := p.reply(ctx, inbox, payload, failure, answer); err != nil {
			return err
		}
		return message.TermWithReason("Handler error: " + message.Subject())
	}
	if err := message.Ack(); err != nil {
		return err
	}
	return p.reply(ctx, inbox, payload, nil, answer)
}

// run makes the payload of a reply: what came, or an error if the pattern is "fail".
func (p *program) run(subject string, data []byte) (payload []byte, failure error) {
	p.out.write(line{"type": "request", "subject": subject, "data": dataOf(data)})
	if strings.HasSuffix(subject, ".fail") {
		return []byte(`{"status":"error","message":"out of stock"}`), fmt.Errorf("out of stock")
	}
	payload, err := json.Marshal(map[string]any{"from": p.name, "got": dataOf(data)})
	return payload, err
}

// reply sends a reply, in a span of its own: it is a message like any other.
func (p *program) reply(
	ctx context.Context, to string, payload []byte, failure error, headers contract.Headers,
) error {
	ctx, span := startSpan(ctx, trace.SpanKindProducer, "reply", "(temporary)")
	defer span.End()
	if failure != nil {
		headers.Set(contract.Error, "true")
	}
	inject(ctx, headers)
	return p.nc.PublishMsg(&nats.Msg{Subject: to, Data: payload, Header: nats.Header(headers)})
}
