package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	otel.SetTracerProvider(sdktrace.NewTracerProvider())
	otel.SetTextMapPropagator(propagation.TraceContext{})

	connection, err := nats.Connect(os.Getenv("NATS_URL"))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	js, err := jetstream.New(connection)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	consumer, err := js.Consumer(ctx, "orders__microservice_ev-stream", "orders__microservice_ev-consumer")
	if err != nil {
		log.Fatal(err)
	}
	message, err := consumer.Next()
	if err != nil {
		log.Fatal(err)
	}
	if err := handle(ctx, message); err != nil {
		log.Fatal(err)
	}
}

func handle(ctx context.Context, message jetstream.Msg) error {
	// Names may come in any case, and nats.Header does not ignore it.
	carrier := propagation.MapCarrier{}
	for name, values := range message.Headers() {
		carrier[strings.ToLower(name)] = values[0]
	}
	ctx = otel.GetTextMapPropagator().Extract(ctx, carrier)

	ctx, span := otel.Tracer("warehouse").Start(ctx, "handle-order",
		trace.WithSpanKind(trace.SpanKindConsumer))
	defer span.End()

	fmt.Println("handled in trace", span.SpanContext().TraceID())
	return message.DoubleAck(ctx)
}
