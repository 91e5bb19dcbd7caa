package keys_test

import (
	"encoding/json"
	"strings"
	"testing"

	"grantlens/internal/rpc"
	"grantlens/internal/rpc/keys"
	"grantlens/internal/token/sample"
)

const orders = `{"iss":"https://sso.example.com/realms/demo","sub":"anna","aud":"orders","iat":1767225600,"exp":1767229200}`

// inspected makes a token, changes it, and inspects what comes of it.
func inspected(t *testing.T, change func(token string) string, params keys.InspectParams) (text string, found keys.Token) {
	t.Helper()
	raw, failure := call(t, "token.sign", keys.SignParams{Alg: "ES256", Claims: json.RawMessage(orders)})
	if failure != nil {
		t.Fatal(failure)
	}
	var made keys.Signed
	if err := json.Unmarshal(raw, &made); err != nil {
		t.Fatal(err)
	}
	params.Text = change(made.Token)
	raw, failure = call(t, "token.inspect", params)
	if failure != nil {
		t.Fatal(failure)
	}
	var all keys.Inspected
	if err := json.Unmarshal(raw, &all); err != nil || len(all.Tokens) != 1 {
		t.Fatalf("got %d tokens, %v; want one", len(all.Tokens), err)
	}
	return params.Text, all.Tokens[0]
}

func TestInspectExplainsWhatStandsInAText(t *testing.T) {
	const before = "Authorization: Bearer "
	_, token := inspected(t, func(token string) string { return before + token }, keys.InspectParams{Now: "2026-01-01T00:30:00Z", Lang: "ru"})
	if !token.Complete || token.Offset != len(before) || len(token.Claims) != 5 {
		t.Errorf("got complete %v, offset %d, %d claims; want the token whole where it stands", token.Complete, token.Offset, len(token.Claims))
	}
	for _, f := range token.Claims {
		if f.Name == "exp" && (f.Time != "2026-01-01T01:00:00Z" || f.Ago != "через 30 мин" || f.What == "" || f.Source == "") {
			t.Errorf("got exp %+v; want its time, how far it is, what it is and who says so", f)
		}
	}
	for _, c := range token.Checks {
		if c.Title == "" || c.Reason == "" {
			t.Errorf("check %s has no title or no reason", c.Name)
		}
	}
}

func TestInspectPointsAtTheDamage(t *testing.T) {
	text, token := inspected(t, func(token string) string { return "token: " + token[:60] + "@" + token[61:] }, keys.InspectParams{})
	if len(token.Damage) == 0 || token.Damage[0].Offset != len("token: ")+60 || !strings.HasPrefix(text[token.Damage[0].Offset:], token.Damage[0].Text) {
		t.Errorf("got damage %+v; want the @ where it stands in the text", token.Damage)
	}
	for _, f := range token.Claims {
		if f.Confidence == "certain" {
			t.Errorf("%s of a damaged token is called certain", f.Name)
		}
	}
}

func TestInspectTakesTheTextAsBytes(t *testing.T) {
	var m rpc.Mux
	keys.Register(&m)
	whole := sample.Keycloak2KB()
	for _, text := range []string{whole, whole[:900], "{\"access_token\": \"" + whole + "\"}\nключ", ""} {
		said, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": "token.inspect", "params": keys.InspectParams{Text: text, Lang: "ru"}})
		if err != nil {
			t.Fatal(err)
		}
		beside := "\x00" + `{"jsonrpc":"2.0","id":1,"method":"token.inspect","params":{"lang":"ru"}}` + "\n" + text
		if got, want := string(m.Handle([]byte(beside))), string(m.Handle(said)); got != want {
			t.Errorf("%.40q beside the request: got %.200s; want %.200s", text, got, want)
		}
	}
}

func TestInspectRefusesAWrongTimeInWords(t *testing.T) {
	if _, failure := call(t, "token.inspect", keys.InspectParams{Text: "a", Now: "yesterday", Lang: "ru"}); failure == nil || !strings.Contains(failure.Message, "RFC 3339") {
		t.Errorf("got %v; want a refusal that names the format", failure)
	}
}
