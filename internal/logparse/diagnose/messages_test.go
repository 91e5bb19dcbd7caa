package diagnose_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// TestMessages: what the libraries say of a failure, each message alone, names its cause. testdata/messages.tsv has a message
// a line: actual, rule, message (\n is a line break). With -update it takes what the rules give now for the messages that
// stand there; a message that no rule knows stays an error.
func TestMessages(t *testing.T) {
	const file = "testdata/messages.tsv"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) < 100 {
		t.Fatalf("%d messages", len(lines))
	}
	for i, line := range lines {
		want := strings.SplitN(line, "\t", 3)
		if len(want) != 3 {
			t.Fatalf("%s:%d: want actual, rule, message", file, i+1)
		}
		text := source.NewText(strings.ReplaceAll(want[2], `\n`, "\n")+"\n", 0, 0)
		out := diagnose.Run(exchange.Build(text, time.Time{}))
		var have []string
		for _, f := range out.Findings {
			have = append(have, f.Rule.ID)
		}
		named := slices.Contains(have[:min(3, len(have))], want[1])
		if *update && len(have) > 0 {
			if !named {
				want[1] = have[0]
			}
			lines[i] = out.Actual + "\t" + want[1] + "\t" + want[2]
			continue
		}
		if out.Actual != want[0] || !named {
			t.Errorf("%q: actual %s, findings %v; want %s, %s", want[2], out.Actual, have, want[0], want[1])
		}
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
