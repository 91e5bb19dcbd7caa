package engine_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/engine"
)

type client struct {
	t   *testing.T
	mux rpc.Mux
}

func newClient(t *testing.T) *client {
	c := &client{t: t}
	engine.Register(&c.mux)
	engine.RegisterRules(&c.mux)
	engine.RegisterMarkdown(&c.mux)
	return c
}

func (c *client) call(method string, params, result any) *rpc.Error {
	c.t.Helper()
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		c.t.Fatal(err)
	}
	res := struct {
		Result any        `json:"result"`
		Error  *rpc.Error `json:"error"`
	}{Result: result}
	if err := json.Unmarshal(c.mux.Handle(request), &res); err != nil {
		c.t.Fatal(err)
	}
	return res.Error
}

// TestDiagnoseInPieces: pieces of text and of bytes give the report that the parser gives.
func TestDiagnoseInPieces(t *testing.T) {
	const log = "Ошибка входа: {\"access_token\":\"b2c9a3f0-77aa-4c7e-9d55-0b1c2d3e4f5a\",\"token_type\":\"Bearer\"}\n"
	p := logparse.New(logparse.Options{Lang: "ru"})
	p.Feed([]byte(log))
	want := p.Close()

	c := newClient(t)
	var opened engine.Opened
	if err := c.call("diagnose.open", engine.OpenParams{Lang: "ru"}, &opened); err != nil {
		t.Fatal(err)
	}
	for i, piece := range []string{log[:24], log[24:61], log[61:]} {
		params := engine.FeedParams{Session: opened.Session, Text: piece}
		if i == 1 { // bytes may be cut anywhere, text between characters
			request := "\x00" + `{"jsonrpc":"2.0","id":1,"method":"diagnose.feed","params":{"session":"` + opened.Session + `"}}` + "\n"
			if answer := string(c.mux.Handle([]byte(request + piece))); !strings.Contains(answer, `"bytes":61`) {
				t.Fatal(answer)
			}
			continue
		}
		if err := c.call("diagnose.feed", params, nil); err != nil {
			t.Fatal(err)
		}
	}
	var got report.Report
	if err := c.call("diagnose.close", engine.CloseParams(opened), &got); err != nil {
		t.Fatal(err)
	}
	if got.Summary != want.Summary || len(got.Findings) != len(want.Findings) {
		t.Errorf("got %+v; want %+v", got.Summary, want.Summary)
	}
	if err := c.call("diagnose.close", engine.CloseParams(opened), nil); err == nil {
		t.Error("a closed diagnosis was closed again")
	}
	var rendered engine.Rendered
	if err := c.call("report.markdown", engine.MarkdownParams{Report: got, Lang: "ru"}, &rendered); err != nil || rendered.Markdown != string(report.Markdown(want, "ru")) {
		t.Errorf("%v, %s; want the Markdown of the report itself", err, rendered.Markdown)
	}
}

func TestHelloListsTheMethods(t *testing.T) {
	var hello engine.Hello
	if err := newClient(t).call("hello", struct{}{}, &hello); err != nil {
		t.Fatal(err)
	}
	if hello.Schema != report.Schema || !slices.Contains(hello.Methods, "diagnose.open") {
		t.Errorf("hello %+v", hello)
	}
	for _, name := range hello.Methods {
		if strings.HasPrefix(name, "waves.") || name == "token.sign" || name == "token.decrypt" {
			t.Errorf("%s takes a seed or a key", name)
		}
	}
}

func TestSessionsAreBounded(t *testing.T) {
	c := newClient(t)
	var failure *rpc.Error
	for i := 0; i < 100 && failure == nil; i++ {
		failure = c.call("diagnose.open", engine.OpenParams{}, nil)
	}
	if failure == nil || failure.Data == nil || failure.Data.Hint == "" {
		t.Errorf("a hundred open diagnoses: %v; want a refusal with a hint", failure)
	}
}
