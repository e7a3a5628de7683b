package contract

import "strings"

// Carrier lets OpenTelemetry's propagators read and write the headers of a message.
//
// The carrier that OpenTelemetry brings, propagation.HeaderCarrier, reads and writes Traceparent.
// To nats.Header, which does not ignore case, that is another name than traceparent.
type Carrier struct{ Headers }

// Get has all lines of a header, joined by commas. So are those of tracestate and baggage to be
// read, and two lines of traceparent are no valid value: which to believe cannot be known.
func (c Carrier) Get(name string) string {
	values := c.Values(name)
	if len(values) == 0 && name == traceparent {
		values = c.Values(renamedTraceparent)
	}
	return strings.Trim(strings.Join(values, ","), " \t")
}
