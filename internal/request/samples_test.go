package request

import (
	"flag"
	"maps"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/samples"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// runSamples runs the files of testdata that begin with a prefix.
func runSamples(t *testing.T, prefix string, read func(name, input string) string) {
	t.Helper()
	for _, file := range samples.Files(t, "testdata/"+prefix+"*.txtar") {
		samples.Run(t, file, *update, read)
	}
}

// TestImports reads what people paste.
func TestImports(t *testing.T) {
	runSamples(t, "import", func(_, input string) string {
		var b strings.Builder
		got := Read(input, "en")
		for _, q := range got.Requests {
			b.WriteString("* " + q.Label + "\n  " + q.Method + " " + q.URL + "\n")
			for _, h := range q.Headers {
				b.WriteString("  " + h[0] + ": " + h[1] + "\n")
			}
			if q.Body != "" {
				b.WriteString("  " + strings.ReplaceAll(q.Body, "\r\n", "\\r\\n") + "\n")
			}
			b.WriteString("  = " + strings.Join([]string{q.Profile, q.Variant, q.Grant + q.Endpoint, q.Step, q.ClientAuth}, " | ") + "\n")
			for _, name := range slices.Sorted(maps.Keys(q.Vars)) {
				b.WriteString("  {" + name + "} " + q.Vars[name] + "\n")
			}
			for _, name := range slices.Sorted(maps.Keys(q.Values)) {
				b.WriteString("  " + name + " = " + q.Values[name] + "\n")
			}
			for _, p := range q.Extra {
				b.WriteString("  + " + p[0] + " = " + p[1] + "\n")
			}
			for _, p := range q.MoreHeaders {
				b.WriteString("  + " + p[0] + ": " + p[1] + "\n")
			}
		}
		if c := got.Callback; c != nil {
			b.WriteString("callback in " + c.In + "\n")
			for _, p := range c.Params {
				b.WriteString("  " + p[0] + " = " + p[1] + "\n")
			}
		}
		for _, n := range got.Notes {
			b.WriteString("note: " + n + "\n")
		}
		return b.String()
	})
}

// TestCallbacks reads redirects back; the first lines of a sample say what the login was begun with.
func TestCallbacks(t *testing.T) {
	runSamples(t, "callback", func(_, input string) string {
		var want Expected
		for {
			line, rest, ok := strings.Cut(input, "\n")
			name, value, said := strings.Cut(line, ": ")
			if name == "verifies" {
				want.Verifies, input = true, rest
				continue
			}
			field := map[string]*string{"state": &want.State, "nonce": &want.Nonce, "issuer": &want.Issuer, "client": &want.ClientID, "redirect": &want.RedirectURI, "mode": &want.ResponseMode}[name]
			if !ok || !said || field == nil {
				break
			}
			*field, input = value, rest
		}
		c := ReadCallback(input, want, sampleTime, "en")
		var b strings.Builder
		b.WriteString(c.In + " code=" + c.Code + " error=" + c.Error + "\n")
		for _, n := range c.Tokens {
			b.WriteString("token " + n.Name + "\n")
		}
		for _, f := range c.Findings {
			b.WriteString(f.Severity + ": " + f.Title + "\n")
		}
		return b.String()
	})
}
