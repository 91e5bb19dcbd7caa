package moex_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/samples"

	"grantlens/internal/moex"
	"grantlens/internal/request"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// TestSamples runs testdata/*.txtar: an input, and behind ---- what was made of it. An input's name says what it shows;
// "play" or "production" in brackets asks for an environment.
func TestSamples(t *testing.T) {
	for _, file := range samples.Files(t, "testdata/*.txtar") {
		samples.Run(t, file, *update, func(name, input string) string {
			environment := ""
			if _, rest, ok := strings.Cut(name, "("); ok {
				environment = strings.TrimSuffix(rest, ")")
			}
			return summary(moex.Migrate(input, environment, "en"))
		})
	}
}

func summary(m moex.Migration) string {
	var b strings.Builder
	b.WriteString(m.From.Kind + " " + m.From.Environment + " " + m.From.Format + " -> " + m.URLs.New + "\n")
	for _, f := range m.Fields {
		b.WriteString(f.Mark + " " + f.Name + ": " + f.Old + " -> " + f.New + "\n")
	}
	for _, c := range m.Checks {
		b.WriteString(c.Severity + ": " + c.Title + "\n")
	}
	return b.String()
}

// TestTheInstructionsTable: the marks are those of the instruction, in its order, whatever was pasted.
func TestTheInstructionsTable(t *testing.T) {
	want := "grant_type changed, client_id changed, client_secret changed, scope unchanged, certificate unchanged, algorithm unchanged, signature unchanged, grant_type_moex new"
	for _, text := range []string{"", "grant_type=passport&client_id=a&client_secret=b&scope=c&certificate=d&algorithm=RSA&signature=e"} {
		for _, lang := range []string{"en", "ru"} {
			m := moex.Migrate(text, moex.Production, lang)
			var got []string
			for _, f := range m.Fields {
				got = append(got, f.Name+" "+f.Mark)
			}
			if s := strings.Join(got, ", "); s != want {
				t.Errorf("got %s; want %s", s, want)
			}
			if m.Contact == "" || len(m.Answer) == 0 || len(m.Code) == 0 || len(m.Notes) == 0 {
				t.Errorf("%s: something is not said", lang)
			}
		}
	}
}

// TestNewRequestIsRead: the request that comes out is read back with the values that went in, the cookie and the
// signature byte for byte, and has nothing to complain of but the pair of credentials.
func TestNewRequestIsRead(t *testing.T) {
	signature := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xfb, 0xef, 0xff, 0x01}, 64)) // + and / in it, 256 bytes
	certificate := "ab+cd/ef==~ü"
	old := request.HTTP{Method: "POST", URL: "https://play-api.moex.com/auth/oauth/v2/token", Headers: []request.Pair{{"Content-Type", request.FormType}},
		Body: request.EncodePairs([]request.Pair{{"grant_type", "passport"}, {"client_id", "old"}, {"client_secret", "s3cr3t-canary"}, {"scope", "client_registration"}, {"certificate", certificate}, {"algorithm", "RSA"}, {"signature", signature}})}
	m := moex.Migrate(old.Curl(), "", "en")
	for form, text := range map[string]string{"http": m.HTTP, "curl": m.Curl} {
		got := request.Read(text, "en").Requests
		if len(got) != 1 || got[0].Profile != "moex" || got[0].Variant != "play" || got[0].Grant != "password" {
			t.Fatalf("%s: read as %+v", form, got)
		}
		for name, want := range map[string]string{"certificate": certificate, "signature": signature, "grant_type_moex": "passport", "scope": "client_registration", "algorithm": "RSA"} {
			if got[0].Values[name] != want {
				t.Errorf("%s: %s is %q; want %q", form, name, got[0].Values[name], want)
			}
		}
		again := moex.Migrate(text, "", "en")
		if slices.ContainsFunc(again.Checks, func(c moex.Check) bool { return c.Severity != "info" }) {
			t.Errorf("%s: the new request is complained of: %+v", form, again.Checks)
		}
	}
	raw, err := json.Marshal(m.Fields)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{string(raw), m.HTTPMasked, m.CurlMasked} {
		if strings.Contains(shown, "s3cr3t-canary") || strings.Contains(shown, signature[:40]) || strings.Contains(shown, certificate) {
			t.Errorf("a secret shows in %s", shown)
		}
	}
	if strings.Contains(m.HTTP, "s3cr3t-canary") {
		t.Error("the old secret is in the new request")
	}
}

// FuzzMigrate: whatever is pasted, the table is whole and no secret of it shows.
func FuzzMigrate(f *testing.F) {
	for _, seed := range []string{"", "grant_type=passport&certificate=a b&signature=MAA=", `data = {"grant_type": "password", "client_id": 'x', "certificate": c["a"], "signature": sig}`, "curl -d signature=MIIB https://sso.moex.com/", "client_id,client_id:=\"", "POST / HTTP/1.1\nHost: sso.moex.com\n\n{\"certificate\":\"x\",\"client_id\":1}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := moex.Migrate(text, "", "ru")
		if len(m.Fields) < 8 || m.URLs.New == "" || !strings.HasPrefix(m.HTTP, "POST ") {
			t.Errorf("%d fields, %q", len(m.Fields), m.URLs.New)
		}
		for _, field := range m.Fields {
			if request.IsSecret(field.Name) && len(field.New) > 24 {
				t.Errorf("%s shows: %q", field.Name, field.New)
			}
		}
	})
}
