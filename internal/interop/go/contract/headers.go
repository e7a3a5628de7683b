package contract

import (
	"slices"
	"strings"

	"github.com/nats-io/nats.go"
)

// The headers of the contract, but for those of OpenTelemetry.
const (
	CorrelationID    = "x-correlation-id"
	ReplyTo          = "x-reply-to"
	Error            = "x-error"
	SubjectHeader    = "x-subject"
	CallerName       = "x-caller-name"
	DeadLetterReason = "x-dead-letter-reason"
	OriginalSubject  = "x-original-subject"
	OriginalStream   = "x-original-stream"
	FailedAt         = "x-failed-at"
	DeliveryCount    = "x-delivery-count"
)

// Servers 2.11 to 2.13 rename the header in messages that they do not trace any further.
const (
	traceparent        = "traceparent"
	renamedTraceparent = "Xraceparent"
)

// Headers reads and writes the headers of a message by the contract: names are read in any case,
// and written as they are given, after other spellings of the same name have been removed.
type Headers nats.Header

// Get has the first value of a header; it is empty if there is none.
func (h Headers) Get(name string) string {
	if values := h.Values(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// Values has all values of a header, whatever the case of its name. A spelling that repeats what
// came before counts once: some senders write two, for readers that know only one.
func (h Headers) Values(name string) []string {
	var values []string
	for _, key := range h.Keys() {
		if strings.EqualFold(key, name) && !slices.Equal(values, h[key]) {
			values = append(values, h[key]...)
		}
	}
	return values
}

// Set writes a header, and removes every other spelling of its name.
func (h Headers) Set(name, value string) {
	for key := range h {
		if strings.EqualFold(key, name) {
			delete(h, key)
		}
	}
	h[name] = []string{value}
}

// Keys has the names of all headers, as they are spelled, in alphabetical order.
func (h Headers) Keys() []string {
	keys := make([]string, 0, len(h))
	for key := range h {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// IsError is whether the payload of the reply with these headers is an error.
func (h Headers) IsError() bool { return h.Get(Error) != "" }

// Copy has the headers that a copy of the message carries, such as a dead letter: all but those
// that were meant for the servers, and for the original alone.
func (h Headers) Copy() Headers {
	copied := Headers{}
	for name, values := range h {
		if !isOfServers(name) {
			copied[name] = slices.Clone(values)
		}
	}
	if renamed := h.Values(renamedTraceparent); len(renamed) > 0 && len(h.Values(traceparent)) == 0 {
		copied[traceparent] = renamed
	}
	return copied
}

func isOfServers(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "nats-") || lower == "xraceparent" || lower == "xats-trace-dest"
}
