package contract

import (
	"regexp"
	"strings"
)

var control = regexp.MustCompile(`\p{Cc}+`)

// Sanitize makes a text fit for a header: a run of control characters becomes one space, and at
// most maxBytes bytes are kept, cut between two characters.
func Sanitize(text string, maxBytes int) string {
	clean := control.ReplaceAllString(strings.ToValidUTF8(text, "\uFFFD"), " ")
	clean = strings.TrimSpace(clean)
	if len(clean) > maxBytes {
		clean = strings.ToValidUTF8(clean[:maxBytes], "")
	}
	return strings.TrimSpace(clean)
}
