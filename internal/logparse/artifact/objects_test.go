package artifact

import (
	"strings"
	"testing"
)

// Eight bytes are looked at together: each byte is found at each place, and nothing else is.
func TestNextOpening(t *testing.T) {
	for c := range 256 {
		for at := range 19 {
			text := strings.Repeat("\x00", at) + string([]byte{byte(c)}) + strings.Repeat("~", 18-at)
			want := len(text)
			if mayOpen[c] {
				want = at
			}
			if got := nextOpening(text, 0); got != want {
				t.Errorf("%q: got %d; want %d", text, got, want)
			}
		}
	}
}
