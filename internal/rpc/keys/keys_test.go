package keys_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"grantlens/internal/rpc"
	"grantlens/internal/rpc/keys"
)

func call(t *testing.T, method string, params any) (json.RawMessage, *rpc.Error) {
	t.Helper()
	var m rpc.Mux
	keys.Register(&m)
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		t.Fatal(err)
	}
	var res struct {
		Result json.RawMessage `json:"result"`
		Error  *rpc.Error      `json:"error"`
	}
	if err := json.Unmarshal(m.Handle(request), &res); err != nil {
		t.Fatal(err)
	}
	return res.Result, res.Error
}

// TestMadeTokenVerifies: a token made with a fresh key verifies with the JWKS that comes with it, and not when changed.
func TestMadeTokenVerifies(t *testing.T) {
	for _, alg := range []string{"RS256", "PS256", "ES256", "EdDSA"} {
		result, failure := call(t, "token.sign", keys.SignParams{Alg: alg, Claims: json.RawMessage(`{"iss":"https://sso.example.com","exp":4102444800}`)})
		if failure != nil {
			t.Fatalf("%s: %v", alg, failure)
		}
		var made keys.Signed
		if err := json.Unmarshal(result, &made); err != nil || made.PEM == "" {
			t.Fatalf("%s: %v, %+v", alg, err, made)
		}
		for token, want := range map[string]string{made.Token: "pass", made.Token[:len(made.Token)-6] + "AAAAAA": "fail"} {
			result, failure := call(t, "token.verify", keys.VerifyParams{Token: token, Keys: made.JWKS, Issuer: "https://sso.example.com"})
			if failure != nil {
				t.Fatalf("%s: %v", alg, failure)
			}
			if got := resultOf(t, result, "signature"); got != want {
				t.Errorf("%s: signature %s; want %s", alg, got, want)
			}
			if got := resultOf(t, result, "iss"); got != "pass" {
				t.Errorf("%s: iss %s; want pass, whatever the signature", alg, got)
			}
		}
	}
}

func resultOf(t *testing.T, raw json.RawMessage, name string) string {
	t.Helper()
	var v keys.Verified
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	for _, c := range v.Checks {
		if c.Name == name {
			if c.Title == "" || c.Reason == "" {
				t.Errorf("check %s is not worded: %+v", name, c)
			}
			return c.Result
		}
	}
	t.Errorf("no check %s", name)
	return ""
}

// TestRefusals: bad input is worded in both languages and holds nothing of the key.
func TestRefusals(t *testing.T) {
	const canary = "canary-key-7f3a"
	tests := []struct {
		method string
		params map[string]any
	}{
		{"token.verify", map[string]any{"token": "eyJhbGciOiJSUzI1NiJ9.e30.AA", "now": canary}},
		{"token.decrypt", map[string]any{"token": "eyJhbGciOiJSUzI1NiJ9.e30.AA", "key": canary}},
		{"token.sign", map[string]any{"alg": "RS999", "claims": map[string]any{}}},
		{"token.sign", map[string]any{"alg": "RS256", "key": canary, "claims": map[string]any{}}},
		{"token.sign", map[string]any{"alg": "ES256", "claims": []string{canary}}},
		{"token.sign", map[string]any{"alg": "ES256", "claims": canary}},
		{"token.sign", map[string]any{"alg": "ES256", "claims": map[string]any{}, "header": map[string]any{"alg": canary}}},
		{"token.sign", map[string]any{"alg": "ES256", "claims": map[string]any{}, "header": []string{canary}}},
		{"token.verify", map[string]any{"token": "eyJhbGciOiJSUzI1NiJ9.e30.AA", "discovery": canary}},
	}
	for _, test := range tests {
		for _, lang := range []string{"en", "ru"} {
			test.params["lang"] = lang
			_, failure := call(t, test.method, test.params)
			if failure == nil {
				t.Errorf("%s: no refusal of %v", test.method, test.params)
				continue
			}
			raw, _ := json.Marshal(failure)
			if strings.Contains(string(raw), canary) || strings.ContainsAny(failure.Message, "абвгдежзиклмнопрстуя") != (lang == "ru") {
				t.Errorf("%s in %s: %s", test.method, lang, raw)
			}
		}
	}
}

func TestCompareSaysWhatIsMissing(t *testing.T) {
	result, failure := call(t, "token.compare", keys.CompareParams{A: "eyJhbGciOiJub25lIn0.eyJhdWQiOlsiYXBpIiwid2ViIl19.", B: "eyJhbGciOiJub25lIn0.eyJhdWQiOlsid2ViIl19.", Lang: "en"})
	if failure != nil || !strings.Contains(string(result), `"name":"aud"`) || !strings.Contains(string(result), `"removed":["api"]`) {
		t.Errorf("%s, %v", result, failure)
	}
}

// TestMadeTokenIsAsTyped: members given twice, large numbers, blanks and the order of members arrive in the token.
func TestMadeTokenIsAsTyped(t *testing.T) {
	const claims = `{ "id": 12345678901234567890123, "role":"a", "role":"b",  "f": 1.0 }`
	const header = `{"kid":"mine", "x":1, "x":2}`
	for _, alg := range []string{"ES256", "HS256"} {
		quoted, err := json.Marshal(claims)
		if err != nil {
			t.Fatal(err)
		}
		typed, err := json.Marshal(header)
		if err != nil {
			t.Fatal(err)
		}
		raw, failure := call(t, "token.sign", keys.SignParams{Alg: alg, Claims: quoted, Header: typed})
		if failure != nil {
			t.Fatal(failure)
		}
		var made keys.Signed
		if err := json.Unmarshal(raw, &made); err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(made.Token, ".")
		for i, want := range []string{`{"alg":"` + alg + `","typ":"JWT","kid":"mine", "x":1, "x":2}`, claims} {
			if got, err := base64.RawURLEncoding.DecodeString(parts[i]); err != nil || string(got) != want {
				t.Errorf("part %d: got %s, %v; want %s", i, got, err, want)
			}
		}
		result, failure := call(t, "token.verify", keys.VerifyParams{Token: made.Token, Keys: made.JWKS})
		if failure != nil || resultOf(t, result, "signature") != "pass" {
			t.Errorf("%s: the token does not verify with the key set handed out: %s, %v", alg, result, failure)
		}
	}
}

// TestDiscoveryDocument: the document an issuer publishes stands in for the issuer and says which algorithms are allowed.
func TestDiscoveryDocument(t *testing.T) {
	raw, failure := call(t, "token.sign", keys.SignParams{Alg: "ES256", Claims: json.RawMessage(`{"iss":"https://sso.example.com/realms/demo","aud":"web","nonce":"n"}`)})
	if failure != nil {
		t.Fatal(failure)
	}
	var made keys.Signed
	if err := json.Unmarshal(raw, &made); err != nil {
		t.Fatal(err)
	}
	const document = `{"issuer":"https://sso.example.com/realms/demo","jwks_uri":"https://sso.example.com/keys","id_token_signing_alg_values_supported":["RS256"]}`
	for name, p := range map[string]keys.VerifyParams{
		"in its field":           {Token: made.Token, Keys: made.JWKS, Discovery: document},
		"in the field of keys":   {Token: made.Token, Keys: document},
		"issuer typed otherwise": {Token: made.Token, Discovery: document, Issuer: "https://other.example.com"},
	} {
		result, failure := call(t, "token.verify", p)
		if failure != nil {
			t.Fatalf("%s: %v", name, failure)
		}
		wantIss, wantSignature := "pass", "pass"
		if p.Issuer != "" {
			wantIss = "fail"
		}
		if p.Keys != made.JWKS {
			wantSignature = "unknown"
		}
		if resultOf(t, result, "iss") != wantIss || resultOf(t, result, "alg") != "fail" || resultOf(t, result, "signature") != wantSignature {
			t.Errorf("%s: %s; want iss %s, alg fail, signature %s", name, result, wantIss, wantSignature)
		}
	}
	if _, failure := call(t, "token.verify", keys.VerifyParams{Token: made.Token, Discovery: "<html>"}); failure == nil {
		t.Error("a page is taken for a discovery document")
	}
	if _, failure := call(t, "token.verify", keys.VerifyParams{Token: made.Token, Keys: "<html>"}); failure == nil || !strings.Contains(failure.Message, "HTML") {
		t.Errorf("a page is taken for a key set: %v", failure)
	}
	_, inspected := inspected(t, func(s string) string { return s }, keys.InspectParams{})
	if len(inspected.Discovery) == 0 || inspected.Discovery[0] != "https://sso.example.com/realms/demo/.well-known/openid-configuration" {
		t.Errorf("got discovery at %v", inspected.Discovery)
	}
}
