package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/otel/baggage"
	"go.opentelemetry.io/otel/trace"

	"hopscope-interop/contract"
)

// vector is one case of the contract; which members it has depends on its file.
type vector struct {
	Name       string
	Headers    [][2]string
	Expected   any
	Read       string
	Value      string
	MaxBytes   int
	Nanos      int64
	Text       string
	Kind       contract.Kind
	Service    string
	Pattern    string
	Subject    string
	Stream     string
	DeadLetter struct {
		Reason, Subject, Stream string
		FailedAt                time.Time
		DeliveryCount           int
	}
}

// checks are what this program makes of a case, and what it should have made of it, by file.
var checks = map[string]func(vector) (found, expected any){
	"traceparent": func(v vector) (any, any) { return spanContextOf(v.headers()), v.Expected },
	"baggage":     func(v vector) (any, any) { return baggageOf(v.headers()), sortedPairs(v.Expected) },
	"reading-names": func(v vector) (any, any) {
		return append([]string{}, v.headers().Values(v.Read)...), v.Expected
	},
	"error-replies":        func(v vector) (any, any) { return v.headers().IsError(), v.Expected },
	"reading-dead-letters": func(v vector) (any, any) { return letterOf(v.headers()), filled(v.Expected) },
	"writing-dead-letters": func(v vector) (any, any) { return v.writeLetter(), headersIn(v.Expected) },
	"sanitized-values": func(v vector) (any, any) {
		return contract.Sanitize(v.Value, v.MaxBytes), v.Expected
	},
	"durations": func(v vector) (any, any) { return contract.Duration(time.Duration(v.Nanos)), v.Text },
	"names": func(v vector) (any, any) {
		subject := contract.Subject(v.Kind, v.Service, v.Pattern)
		return []string{subject, contract.Stream(v.Kind, v.Service)}, []string{v.Subject, v.Stream}
	},
}

func (v vector) headers() contract.Headers { return headersOfPairs(v.Headers) }

func headersOfPairs(pairs [][2]string) contract.Headers {
	headers := contract.Headers{}
	for _, pair := range pairs {
		headers[pair[0]] = append(headers[pair[0]], pair[1])
	}
	return headers
}

func spanContextOf(headers contract.Headers) any {
	found := trace.SpanContextFromContext(extract(context.Background(), headers))
	if !found.IsValid() {
		return nil
	}
	return line{
		"traceId":    found.TraceID().String(),
		"spanId":     found.SpanID().String(),
		"flags":      found.TraceFlags().String(),
		"tracestate": found.TraceState().String(),
	}
}

func baggageOf(headers contract.Headers) [][]string {
	pairs := [][]string{}
	for _, member := range baggage.FromContext(extract(context.Background(), headers)).Members() {
		pairs = append(pairs, []string{member.Key(), member.Value()})
	}
	return sortPairs(pairs)
}

// letterOf leaves out what is zero, since DeadLetter does not tell an empty reason from none.
func letterOf(headers contract.Headers) any {
	letter, isLetter := contract.ReadDeadLetter(headers)
	if !isLetter {
		return nil
	}
	found := line{"reason": letter.Reason, "subject": letter.Subject, "stream": letter.Stream}
	if !letter.FailedAt.IsZero() {
		found["failedAt"] = contract.FormatTime(letter.FailedAt)
	}
	if letter.DeliveryCount > 0 {
		found["deliveryCount"] = letter.DeliveryCount
	}
	return filled(plain(found))
}

// filled leaves out members that are empty.
func filled(object any) any {
	members, isObject := object.(map[string]any)
	for name, value := range members {
		if isObject && value == "" {
			delete(members, name)
		}
	}
	return object
}

func (v vector) writeLetter() contract.Headers {
	headers := v.headers().Copy()
	contract.DeadLetter(v.DeadLetter).Write(headers)
	return headers
}

// headersIn are the headers in a list of pairs: of names that differ, nats.Header keeps no order.
func headersIn(expected any) contract.Headers {
	text, _ := json.Marshal(expected)
	var pairs [][2]string
	_ = json.Unmarshal(text, &pairs)
	return headersOfPairs(pairs)
}

// sortedPairs is a list of pairs by name: OpenTelemetry's baggage has no order in Go.
func sortedPairs(expected any) any {
	text, _ := json.Marshal(expected)
	pairs := [][]string{}
	_ = json.Unmarshal(text, &pairs)
	return sortPairs(pairs)
}

func sortPairs(pairs [][]string) [][]string {
	slices.SortFunc(pairs, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return pairs
}
