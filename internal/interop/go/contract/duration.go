package contract

import (
	"fmt"
	"time"
)

var units = []struct {
	unit time.Duration
	name string
}{
	{time.Hour, "h"},
	{time.Minute, "m"},
	{time.Second, "s"},
	{time.Millisecond, "ms"},
	{time.Microsecond, "us"},
}

// Duration writes a duration as Nats-TTL takes it: in one unit, the largest that needs no fraction.
func Duration(d time.Duration) string {
	if d == 0 {
		return "0s"
	}
	for _, u := range units {
		if d%u.unit == 0 {
			return fmt.Sprintf("%d%s", d/u.unit, u.name)
		}
	}
	return fmt.Sprintf("%dns", d)
}
