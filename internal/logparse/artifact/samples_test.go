package artifact

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/samples"

	"grantlens/internal/source"
)

var update = flag.Bool("update", false, "rewrite what the samples are expected to give")

// TestSamples reads every sample of testdata/<recogniser or shape>.txtar: an input, a line ----, and the artifacts in
// it, one a line. Whatever is not written down fails.
func TestSamples(t *testing.T) {
	has := map[string]bool{}
	for _, file := range samples.Files(t, "testdata/*.txtar") {
		id := strings.TrimSuffix(filepath.Base(file), ".txtar")
		has[id] = true
		t.Run(id, func(t *testing.T) {
			samples.Run(t, file, *update, func(name, input string) string { return give(t, name, input+"\n") })
		})
	}
	known := readIDs()
	for _, id := range known {
		if !has[id] {
			t.Errorf("%s has no testdata/%s.txtar", id, id)
		}
	}
	for id := range has {
		if !slices.Contains(known, id) {
			t.Errorf("testdata/%s.txtar: no recogniser or shape of this id", id)
		}
	}
}

// give reads an input and writes its artifacts down. The inputs of samples may name bytes that an editor would hide:
// \x1b, \r and \t stand for themselves behind a ¶ (¶x1b, ¶r, ¶t).
func give(t *testing.T, name, input string) string {
	t.Helper()
	input = strings.NewReplacer("¶x1b", "\x1b", "¶r", "\r", "¶t", "\t").Replace(input)
	text := source.NewText(input, 0, 0)
	var b strings.Builder
	for _, a := range Read(source.Clean(source.Whole(text))) {
		checkSpans(t, name, text, a)
		b.WriteString(line(a))
		b.WriteByte('\n')
	}
	return b.String()
}

// line writes an artifact down: kind, format, then what is set.
func line(a *Artifact) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", a.Kind, a.Format)
	set := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, " %s=%s", name, quote(value))
		}
	}
	set("client", a.Client)
	set("method", a.Method.Text)
	set("url", a.URL.Text)
	if a.Status.OK() {
		set("status", a.Status.Text)
		if fmt.Sprint(a.Code) != a.Status.Text {
			fmt.Fprintf(&b, " code=%d", a.Code)
		}
	}
	set("reason", a.Reason.Text)
	set("name", a.Name.Text)
	set("text", a.Text.Text)
	set("level", a.Level.Text)
	if !a.Time.IsZero() {
		set("time", a.Time.UTC().Format("2006-01-02T15:04:05.999Z"))
	}
	if len(a.Headers) > 0 {
		fmt.Fprintf(&b, " headers=%d", len(a.Headers))
	}
	if len(a.Params) > 0 {
		fmt.Fprintf(&b, " params{%s}", members(a.Params))
	}
	if c := a.Body; c != nil {
		fmt.Fprintf(&b, " body=%s", c.Kind)
		if c.Cut {
			b.WriteString("(cut)")
		}
		if m := members(c.Members); m != "" {
			fmt.Fprintf(&b, "{%s}", m)
		} else if c.Text != "" {
			fmt.Fprintf(&b, "{%s}", quote(c.Text))
		}
		if len(c.Quirks) > 0 {
			set("quirks", strings.Join(c.Quirks, ","))
		}
	}
	set("label", a.Label.Text)
	set("heading", a.Heading.Text)
	if a.Pair > 0 {
		fmt.Fprintf(&b, " pair=%d", a.Pair)
	}
	return b.String()
}

func members(ps Params) string {
	var parts []string
	for _, p := range ps {
		if p.Type == 'o' || p.Type == 'a' && p.Value.Text == "" {
			parts = append(parts, p.Name)
			continue
		}
		parts = append(parts, p.Name+"="+quote(p.Value.Text))
	}
	return strings.Join(parts, " ")
}

// quote writes one line, cut to a readable length, in quotes when it has spaces.
func quote(s string) string {
	if r := []rune(s); len(r) > 60 {
		s = string(r[:44]) + "…" + string(r[len(r)-12:])
	}
	if s == "" || strings.ContainsAny(s, " \t\r\n\"") {
		return strings.ReplaceAll(fmt.Sprintf("%q", s), `\"`, `"`)
	}
	return s
}

// checkSpans fails on a value that does not lie in the input, or that is not what stands under its span although it
// was read verbatim.
func checkSpans(t *testing.T, name string, text *source.Text, a *Artifact) {
	t.Helper()
	check := func(what string, s source.Span) {
		if s.Start < 0 || s.End > len(text.Data) || s.Start > s.End {
			t.Errorf("%s: %s %s: span %v lies outside the input", name, a.Format, what, s)
		}
	}
	value := func(what string, v Value) {
		check(what, v.Span)
		stands := text.Slice(v.Span)
		if a.Format == SaidInWords { // a code that a person wrote with blanks
			stands = strings.ReplaceAll(stands, " ", "_")
		}
		if v.Text != "" && !v.Span.Empty() && v.Span.Len() == len(v.Text) && !strings.EqualFold(stands, v.Text) && !strings.ContainsAny(stands, "\\%+\x1b'\"“”") {
			t.Errorf("%s: %s %s: got %q under the span of %q", name, a.Format, what, stands, v.Text)
		}
	}
	check("span", a.Span)
	value("method", a.Method)
	value("url", a.URL)
	value("status", a.Status)
	value("reason", a.Reason)
	value("name", a.Name)
	value("text", a.Text)
	value("level", a.Level)
	value("label", a.Label)
	value("heading", a.Heading)
	params := [][]Param{a.Headers, a.Params}
	if a.Body != nil {
		check("body", a.Body.Span)
		params = append(params, a.Body.Members)
	}
	for _, ps := range params {
		for _, p := range ps {
			check(p.Name, p.NameSpan)
			value(p.Name, p.Value)
		}
	}
}
