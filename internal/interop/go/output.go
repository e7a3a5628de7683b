package main

import (
	"encoding/json"
	"io"
	"sync"

	"hopscope-interop/contract"
)

// output writes one JSON object a line, from wherever it is called.
type output struct {
	mu      sync.Mutex
	encoder *json.Encoder
}

func newOutput(w io.Writer) *output { return &output{encoder: json.NewEncoder(w)} }

// line is what is told of one thing; its "type" says of what.
type line map[string]any

func (o *output) write(l line) {
	o.mu.Lock()
	defer o.mu.Unlock()
	// Everything that is told can be encoded: texts, numbers, and what came as JSON.
	_ = o.encoder.Encode(l)
}

// headersOf are headers as they are told: with the names as they came, and the first value of each.
func headersOf(headers contract.Headers) map[string]string {
	first := map[string]string{}
	for name, values := range headers {
		first[name] = values[0]
	}
	return first
}

// dataOf is a payload as it is told: as JSON if it is that, else as text; null if it is empty.
func dataOf(payload []byte) any {
	if len(payload) == 0 {
		return nil
	}
	if json.Valid(payload) {
		return json.RawMessage(payload)
	}
	return string(payload)
}
