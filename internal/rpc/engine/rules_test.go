package engine_test

import (
	"strings"
	"testing"

	"grantlens/internal/rpc/engine"
)

func TestRulesList(t *testing.T) {
	for _, lang := range []string{"en", "ru"} {
		var list engine.RuleList
		if failure := newClient(t).call("rules.list", engine.RulesParams{Lang: lang}, &list); failure != nil {
			t.Fatal(failure)
		}
		if len(list.Rules) < 100 || len(list.Facts) < 400 {
			t.Fatalf("%d rules, %d facts", len(list.Rules), len(list.Facts))
		}
		for _, r := range list.Rules {
			if r.ID == "" || r.Title == "" || r.About+r.Detail == "" || len(r.Causes) == 0 || len(r.Fixes) == 0 || len(r.Refs) == 0 || r.Missing == nil {
				t.Errorf("%s: %+v lacks something", lang, r)
			}
			if strings.Contains(r.Title+r.Detail, "{what}") {
				t.Errorf("%s: %s shows a place that only a log fills: %s", lang, r.ID, r.Detail)
			}
		}
		for _, f := range list.Facts {
			if f.Provider == "" || f.System == "" || f.Meaning == "" || f.Confidence == "" || f.Source.Label == "" {
				t.Errorf("%s: %+v lacks something", lang, f)
			}
		}
	}
}

func TestRedact(t *testing.T) {
	var got engine.Redacted
	if failure := newClient(t).call("redact", engine.RedactParams{Text: "client_secret=hunter22&x=1"}, &got); failure != nil {
		t.Fatal(failure)
	}
	if got.Text != "client_secret=redacted-client_secret-1&x=1" || got.Receipt.Masked != 1 || got.Receipt.Kinds[0].Kind != "client_secret" {
		t.Errorf("%+v", got)
	}
	beside := string(newClient(t).mux.Handle([]byte("\x00" + `{"jsonrpc":"2.0","id":1,"method":"redact","params":{}}` + "\nclient_secret=hunter22&x=1")))
	if !strings.Contains(beside, `"text":"client_secret=redacted-client_secret-1&x=1"`) {
		t.Errorf("the text beside the request: %s", beside)
	}
	const jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
	var kept engine.Redacted
	if failure := newClient(t).call("redact", engine.RedactParams{Text: jwt, KeepClaims: true}, &kept); failure != nil {
		t.Fatal(failure)
	}
	if !strings.HasPrefix(kept.Text, jwt[:100]) || strings.Contains(kept.Text, "Sfl") {
		t.Errorf("claims not kept: %s", kept.Text)
	}
}
