package contract

import (
	"strconv"
	"time"
)

const (
	maxReasonBytes = 1024
	failedAtLayout = "2006-01-02T15:04:05.000Z"
)

// DeadLetter is what the headers of a dead letter say of the message that could not be handled.
// What they do not say, or not as they should, is left zero.
type DeadLetter struct {
	Reason        string
	Subject       string
	Stream        string
	FailedAt      time.Time
	DeliveryCount int
}

// Write adds the five headers to the copy of the original's.
func (d DeadLetter) Write(headers Headers) {
	headers.Set(DeadLetterReason, Sanitize(d.Reason, maxReasonBytes))
	headers.Set(OriginalSubject, d.Subject)
	headers.Set(OriginalStream, d.Stream)
	headers.Set(FailedAt, FormatTime(d.FailedAt))
	headers.Set(DeliveryCount, strconv.Itoa(d.DeliveryCount))
}

// ReadDeadLetter reads the five headers; it is false for a message that is no dead letter.
func ReadDeadLetter(headers Headers) (DeadLetter, bool) {
	if len(headers.Values(DeadLetterReason))+len(headers.Values(OriginalSubject)) == 0 {
		return DeadLetter{}, false
	}
	// A letter is not lost for a time or a count that is none.
	failedAt, _ := time.Parse(time.RFC3339Nano, headers.Get(FailedAt))
	count, _ := strconv.ParseUint(headers.Get(DeliveryCount), 10, 31)
	return DeadLetter{
		Reason:        headers.Get(DeadLetterReason),
		Subject:       headers.Get(OriginalSubject),
		Stream:        headers.Get(OriginalStream),
		FailedAt:      failedAt,
		DeliveryCount: int(count),
	}, true
}

// FormatTime writes a time as the contract has it: in UTC, to the millisecond.
func FormatTime(t time.Time) string { return t.UTC().Format(failedAtLayout) }
