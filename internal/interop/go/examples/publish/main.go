package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	// Give the provider an exporter of yours: sdktrace.WithBatcher(exporter).
	otel.SetTracerProvider(sdktrace.NewTracerProvider())
	// In Go, nothing is injected unless there is a propagator.
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
	if err := createOrder(context.Background(), js); err != nil {
		log.Fatal(err)
	}
}

func createOrder(ctx context.Context, js jetstream.JetStream) error {
	ctx, span := otel.Tracer("checkout").Start(ctx, "create-order",
		trace.WithSpanKind(trace.SpanKindProducer))
	defer span.End()

	// A MapCarrier keeps the names in lower case, as every reader knows them.
	carrier := propagation.MapCarrier{}
	otel.GetTextMapPropagator().Inject(ctx, carrier)
	headers := nats.Header{}
	for name, value := range carrier {
		headers.Set(name, value)
	}

	_, err := js.PublishMsg(ctx, &nats.Msg{
		Subject: "orders__microservice.ev.orders.created",
		Data:    []byte(`{"id":7}`),
		Header:  headers,
	})
	fmt.Println("published in span", span.SpanContext().SpanID())
	return err
}
