package requests_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/moex"
	"grantlens/internal/request"
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/requests"
)

func call(t *testing.T, method string, params, result any) *rpc.Error {
	t.Helper()
	var mux rpc.Mux
	requests.Register(&mux)
	raw, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		t.Fatal(err)
	}
	answer := struct {
		Result any        `json:"result"`
		Error  *rpc.Error `json:"error"`
	}{Result: result}
	if err := json.Unmarshal(mux.Handle(raw), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Error
}

func TestMethods(t *testing.T) {
	var mux rpc.Mux
	requests.Register(&mux)
	want := []string{"moex.migrate", "providers.list", "request.build", "request.callback", "request.form", "request.import"}
	if got := mux.Methods(); !slices.Equal(got, want) {
		t.Errorf("got %v; want %v: no method here takes a key", got, want)
	}
}

// TestFormBuildImport: a form filled in with its own presets is built, imported and fills the same form.
func TestFormBuildImport(t *testing.T) {
	p := map[string]any{"profile": "keycloak", "variant": "plain", "grant": "device_code", "clientAuth": "none", "vars": map[string]string{"base": "https://id.example.com", "realm": "shop"}, "lang": "ru"}
	var form request.Form
	if failure := call(t, "request.form", p, &form); failure != nil {
		t.Fatal(failure)
	}
	values := map[string]string{"client_id": "tv", "device_code": "GmRhmhcxhwAzkoEqiMEg"}
	for _, f := range form.Fields {
		if f.Value != "" {
			values[f.Name] = f.Value
		}
	}
	if len(form.Steps) != 2 || form.Steps[0].ID != "device" || form.Method != "none" {
		t.Fatalf("%+v", form.Steps)
	}
	p["values"], p["step"], p["extra"] = values, "token", [][2]string{{"resource", "https://a.example.com"}, {"resource", "https://b.example.com"}}
	var built request.Built
	if failure := call(t, "request.build", p, &built); failure != nil {
		t.Fatal(failure)
	}
	if built.Body != "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=GmRhmhcxhwAzkoEqiMEg&client_id=tv&resource=https%3A%2F%2Fa.example.com&resource=https%3A%2F%2Fb.example.com" {
		t.Errorf("body %s", built.Body)
	}
	var imported request.Import
	if failure := call(t, "request.import", map[string]string{"text": built.Curl}, &imported); failure != nil {
		t.Fatal(failure)
	}
	if len(imported.Requests) != 1 || imported.Requests[0].Body != built.Body || imported.Requests[0].Values["device_code"] != values["device_code"] || len(imported.Requests[0].Extra) != 2 {
		t.Errorf("%+v", imported)
	}
}

// TestAnswersHaveTheirShape: lists are lists, never null, so that a page may go through them.
func TestAnswersHaveTheirShape(t *testing.T) {
	for method, params := range map[string]any{
		"request.form": map[string]string{"profile": "nobody", "grant": "nothing"}, "request.build": map[string]string{"profile": "oidc", "endpoint": "jwks"},
		"request.import": map[string]string{"text": ""}, "request.callback": map[string]string{"text": ""}, "moex.migrate": map[string]string{"text": ""},
	} {
		var answer map[string]json.RawMessage
		if failure := call(t, method, params, &answer); failure != nil {
			t.Errorf("%s: %v", method, failure)
			continue
		}
		for name, raw := range answer {
			if string(raw) == "null" && name != "callback" {
				t.Errorf("%s: %s is null", method, name)
			}
		}
	}
}

func TestCallback(t *testing.T) {
	var got request.Callback
	params := map[string]any{"text": "https://app.example.com/cb?code=abc&state=other", "expected": map[string]string{"state": "mine"}, "lang": "ru"}
	if failure := call(t, "request.callback", params, &got); failure != nil {
		t.Fatal(failure)
	}
	if got.Code != "abc" || len(got.Findings) != 1 || got.Findings[0].Severity != "error" || !strings.Contains(got.Findings[0].Title, "state") {
		t.Errorf("%+v", got)
	}
}

func TestMigrate(t *testing.T) {
	var got moex.Migration
	if failure := call(t, "moex.migrate", map[string]string{"text": "grant_type=passport&client_id=a&certificate=c", "environment": "play", "lang": "ru"}, &got); failure != nil {
		t.Fatal(failure)
	}
	if got.From.Kind != moex.KindOld || !strings.Contains(got.Contact, "help@moex.com") || len(got.Fields) != 8 {
		t.Errorf("%+v", got)
	}
	if failure := call(t, "moex.migrate", map[string]string{"text": strings.Repeat("x", request.MaxImport+1)}, nil); failure == nil || failure.Data == nil || failure.Data.Hint == "" {
		t.Errorf("%v; want a refusal with a hint", failure)
	}
}
