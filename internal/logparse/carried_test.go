package logparse_test

import (
	"html"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"grantlens/internal/samples"
)

// carried are the things that happen to a log on its way into a paste.
var carried = map[string]func(string) string{
	"docker-compose":       before("web-1  | "),
	"kubectl --prefix":     before("[pod/web-6c9f7b8d5-x2x9z/app] "),
	"syslog":               before("Mar  4 09:12:44 host1 app[812]: "),
	"logcat":               before("03-04 09:12:44.107  4211  4240 D Auth    : "),
	"a mail":               before("> "),
	"a mail, answered":     before("> > "),
	"Terraform's box":      before("│ "),
	"colours":              around("\x1b[32m", "\x1b[0m"),
	"colours, half copied": around("[32m", "[0m"),
	"colours, written out": around(`\u001b[32m`, `\u001b[0m`),
	"Windows":              func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"UTF-16":               utf16le,
	"no-break spaces":      func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"zero-width spaces":    func(s string) string { return strings.ReplaceAll(s, "/", "/\u200b") },
	"Markdown":             func(s string) string { return strings.ReplaceAll(s, "_", `\_`) },
	"a fence":              func(s string) string { return "```\n" + s + "\n```" },
	"Jira":                 func(s string) string { return "{code:java}\n" + s + "\n{code}" },
	"a JSON string":        quoted,
	"a JSON string in one": func(s string) string { return quoted(quoted(s)) },
	"one JSON record": func(s string) string {
		return `{"level":"debug","time":"2026-03-04T09:12:44Z","msg":` + quoted(s) + "}"
	},
	"Docker's json-file":      records(`{"log":`, `,"stream":"stdout","time":"2026-03-04T09:12:44.123456789Z"}`, `\n`),
	"docker logs -t":          before("2026-03-04T09:12:44.123456789Z "),
	"a shipper's records":     records(`{"@timestamp":"2026-03-04T09:12:44.123Z","host":{"name":"web1"},"message":`, `}`, ""),
	"bare messages":           records(`{"message":`, `}`, ""),
	"Google's records":        records(`{"insertId":"1a2b3c","textPayload":`, `,"timestamp":"2026-03-04T09:12:44.123456Z"}`, ""),
	"rows of a table":         rows,
	"HTML":                    html.EscapeString,
	"a terminal of 80":        func(s string) string { return wrapped(80, "", long+s) },
	"a pager of 80":           func(s string) string { return wrapped(80, "    ", long+s) },
	"blank lines":             func(s string) string { return strings.ReplaceAll(s, "\n", "\n\n") },
	"a log before and behind": func(s string) string { return plain + s + "\n" + plain },
}

func before(head string) func(string) string { return around(head, "") }

// records makes a record of each line.
func records(head, tail, end string) func(string) string {
	return func(s string) (out string) {
		for line := range strings.Lines(s) {
			q := quoted(strings.TrimSuffix(line, "\n"))
			out += head + q[:len(q)-1] + end + `"` + tail + "\n"
		}
		return out
	}
}

// rows makes a row of a CSV table (RFC 4180) of each line.
func rows(s string) string {
	out := "timestamp,container,message\n"
	for line := range strings.Lines(s) {
		out += `2026-03-04T09:12:44.123Z,web-1,"` + strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `"`, `""`) + "\"\n"
	}
	return out
}

func around(head, tail string) func(string) string {
	return func(s string) string { return head + strings.ReplaceAll(s, "\n", tail+"\n"+head) + tail }
}

func wrapped(width int, indent, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		for len(line) > width+1 {
			b.WriteString(line[:width] + "\n")
			line = indent + line[width:]
		}
		b.WriteString(line)
	}
	return b.String()
}

func utf16le(s string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

var plain = strings.Repeat("2026-03-04 09:12:44 INFO app - rendered orders/index.html in 14 ms\n", 40)

// long are lines by which the width of a window shows.
var long = func() (out string) {
	for _, page := range [...]string{"orders", "invoices", "customers", "suppliers"} {
		out += "2026-03-04 09:12:44 INFO app - rendered the template of " + page + " for the list of all that were opened in the course of the day in fourteen milliseconds, from the cache of " + page + ", and sent it to the browser of the customer who had asked for it over a connection that took longer than usual this time, as it was slow\n"
	}
	return out
}()

// changed are the samples whose verdict may change.
var changed = map[string]string{
	"Jira answer-is-html":                    "a page is an answer where it begins its line",
	"Jira id-token-hint-refused":             "what follows an answer may be its page",
	"HTML provider-outage":                   "a form may have been sent with its ampersands escaped",
	"one JSON record code-of-another-client": "the record's level is a claim about answers of an API without a status",
	"bare messages code-of-another-client":   "two answers of an API may look like this, too",
	"bare messages parameter-refused":        "two answers of an API may look like this, too",
	"a pager of 80 code-unknown-to-node":     "a line that was broken before a sign may be a line of its own",
	"a pager of 80 nonce-mismatch":           "a line that was broken before a sign may be a line of its own",
	"a pager of 80 token-born-expired":       "a line that was broken before a number may be a line of its own",
	"a terminal of 80 code-unknown-to-node":  "a line that was broken before a sign may be a line of its own",
	"a terminal of 80 nonce-mismatch":        "a line that was broken before a sign may be a line of its own",
}

// TestCarried: a log gets the same verdict after what happens to it on its way into a paste. The samples are those of the
// rules, the first one of several lines of each.
func TestCarried(t *testing.T) {
	n := 0
	for _, file := range samples.Files(t, "diagnose/testdata/*.txtar") {
		for _, s := range samples.Read(t, file) {
			if strings.Count(s.Input, "\n") == 0 || len(s.Input) > 4000 {
				continue
			}
			n++
			want := verdict(s.Input)
			for name, carry := range carried {
				if changed[name+" "+strings.TrimSuffix(filepath.Base(file), ".txtar")] != "" {
					continue
				}
				if got := verdict(carry(s.Input)); got != want {
					t.Errorf("%s: %s, %s: %s; want %s", name, filepath.Base(file), s.Name, got, want)
				}
			}
			break
		}
	}
	if n < 100 {
		t.Errorf("%d samples", n)
	}
}

// verdict is what the first line of a report says: what was claimed, what is true, and the first finding.
func verdict(text string) string {
	r := diagnose(text, "en")
	first := ""
	if ids := rules(r); len(ids) > 0 {
		first = ids[0]
	}
	return r.Summary.Claimed + ", " + r.Summary.Actual + ", " + first
}
