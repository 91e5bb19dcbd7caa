package relay

import (
	"errors"
	"strings"
	"testing"
)

// The flag is offered only where it would help.
func TestRefusalOffersAFlagThatPermits(t *testing.T) {
	r, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{
		"https://169.254.169.254/latest": "No flag permits",
		"https://[::]/token":             "No flag permits",
		"https://10.0.0.7/token":         "-relay-allow 10.0.0.7",
		"https://sso.example.com/token":  "-relay-allow sso.example.com",
	} {
		_, err := r.target(Request{Method: "GET", URL: url}, "en")
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Rule != "target" || !strings.Contains(refusal.Hint, want) {
			t.Errorf("%s: %+v; want %s", url, refusal, want)
		}
	}
}
