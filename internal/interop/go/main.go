// Hopscope-interop is a service in Go by the header contract, for tests: it publishes events,
// handles them, makes requests, answers them, and reads dead letters. What it does it tells on
// stdout, a JSON object a line, its spans among them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"hopscope-interop/contract"
)

// commands are what the program can do; each ends by itself.
var commands = map[string]func(context.Context, *program) error{
	"publish":      publish,
	"consume":      consume,
	"serve":        serve,
	"call":         call,
	"dead-letters": deadLetters,
	"vectors":      vectors,
}

// program is what every command works with.
type program struct {
	options
	out *output
	nc  *nats.Conn
	js  jetstream.JetStream
}

// options are the flags of all commands; the same program in Python takes the same.
type options struct {
	server, name, target, pattern, data     string
	messageID, baggage, mode, fail, forward string
	carrier, dir                            string
	count, ttlMs, timeoutMs                 int
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 || commands[args[0]] == nil {
		return errors.New("usage: hopscope-interop publish|consume|serve|call|dead-letters|vectors [flags]")
	}
	p := &program{out: newOutput(os.Stdout)}
	if err := p.options.parse(args); err != nil {
		return err
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Duration(p.timeoutMs)*time.Millisecond)
	defer cancel()

	startTracing(p.out)
	if p.server != "" {
		if err := p.connect(); err != nil {
			return err
		}
		defer p.nc.Close()
	}
	return commands[args[0]](ctx, p)
}

func (o *options) parse(args []string) error {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.StringVar(&o.server, "server", "", "URL of the NATS server")
	flags.StringVar(&o.name, "name", "go", "the service that this is")
	flags.StringVar(&o.target, "target", "", "the service that is published to, or called")
	flags.StringVar(&o.pattern, "pattern", "", "the pattern of the message")
	flags.StringVar(&o.data, "data", "", "the payload")
	flags.StringVar(&o.messageID, "message-id", "", "by which a stream drops duplicates")
	flags.StringVar(&o.baggage, "baggage", "", "to send along, as key=value")
	flags.IntVar(&o.ttlMs, "ttl-ms", 0, "how long the stream keeps the message")
	flags.StringVar(&o.mode, "mode", "core", "how requests travel: core or jetstream")
	flags.StringVar(&o.fail, "fail", "", "why each message that is consumed fails")
	flags.StringVar(&o.forward, "forward", "", "the service to which events are published on")
	flags.StringVar(&o.carrier, "carrier", "contract", "contract, or opentelemetry: its HeaderCarrier")
	flags.StringVar(&o.dir, "dir", "", "the folder of the vectors")
	flags.IntVar(&o.count, "count", 1, "messages to handle before the end")
	flags.IntVar(&o.timeoutMs, "timeout-ms", 30_000, "when to end in any case")
	return flags.Parse(args[1:])
}

func (p *program) connect() (err error) {
	if p.nc, err = nats.Connect(p.server, nats.Name(contract.InternalName(p.name))); err != nil {
		return err
	}
	p.js, err = jetstream.New(p.nc)
	return err
}
