package exchange

import (
	"testing"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

func TestStepIsNamedWithoutTheHeadOfItsLogLine(t *testing.T) {
	for line, want := range map[string]string{
		"2026-02-03 09:12:44.107 ERROR 1 --- [nio-8080-exec-1] c.e.LoginFilter : Login failed [shop]": "Login failed [shop]",
		"[2026-02-03T09:12:44Z] token response:":                                                      "token response:",
		"09:12:44 INFO - refresh":                                                                     "refresh",
		"09:12:44 refresh":                                                                            "09:12:44 refresh",
		"POST https://login.example.com/token - ok":                                                   "POST https://login.example.com/token - ok",
		"Step 3 - exchange the code":                                                                  "Step 3 - exchange the code",
	} {
		at := source.Span{Start: 10, End: 10 + len(line)}
		got := message(artifact.Value{Text: line, Span: at})
		if got.Text != want || got.Span.Len() != len(want) || got.Span.End != at.End {
			t.Errorf("%q is named %q at %v, want %q", line, got.Text, got.Span, want)
		}
	}
}
