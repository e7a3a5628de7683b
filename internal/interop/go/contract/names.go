// Package contract has what a service must know to work together with one of Hopscope's
// transport: names, headers, durations and dead letters.
package contract

// Kind is how a message is delivered.
type Kind string

// The kinds, as the contract calls them: to one worker, to every service, in order, or to be
// answered. Dead letters have a stream too, whose one subject is its name.
const (
	Event      Kind = "event"
	Broadcast  Kind = "broadcast"
	Ordered    Kind = "ordered"
	RPC        Kind = "rpc"
	deadLetter Kind = "dead-letter"
)

var tokens = map[Kind]string{Event: "ev", Ordered: "ordered", RPC: "cmd", deadLetter: "dlq"}

// InternalName is what a service is called on the wire.
func InternalName(service string) string { return service + "__microservice" }

// Subject is where messages of a kind and a pattern go that are meant for a service. With the
// pattern ">" it is all of them.
func Subject(kind Kind, service, pattern string) string {
	if kind == Broadcast {
		return "broadcast." + pattern
	}
	return InternalName(service) + "." + tokens[kind] + "." + pattern
}

// Stream is the stream that keeps messages of a kind; all services share that of broadcasts.
func Stream(kind Kind, service string) string {
	if kind == Broadcast {
		return "broadcast-stream"
	}
	return InternalName(service) + "_" + tokens[kind] + "-stream"
}

// DeadLetterStream is the stream, and its one subject, to which a service's dead letters go.
func DeadLetterStream(service string) string { return Stream(deadLetter, service) }

// Consumer is the durable consumer by which a service takes its events, or its requests.
func Consumer(kind Kind, service string) string {
	return InternalName(service) + "_" + tokens[kind] + "-consumer"
}

// CommandQueue is the queue group in which the instances of a service share requests over core NATS.
func CommandQueue(service string) string { return InternalName(service) + "_cmd_queue" }
