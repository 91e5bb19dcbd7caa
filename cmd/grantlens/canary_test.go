package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Secrets a command is given come back in no message: not on standard error, and in no answer that is to be shown.
func TestNoCommandRepeatsASecret(t *testing.T) {
	const canary = "canary7Secret0b3f6a1c8f8e4a6e"
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	log := write("log.txt", "POST /token\ngrant_type=authorization_code&code="+canary+"&client_secret="+canary+"\n"+
		`{"error":"invalid_grant","error_description":"Code not valid"}`+"\nAuthorization: Bearer "+canary+"\n")
	request := write("request.txt", "curl -u 'web:"+canary+"' https://sso.moex.com/auth/realms/SSO/protocol/openid-connect/token -d grant_type=password -d 'certificate="+canary+
		"' -d 'signature="+canary+"' -d client_secret="+canary+" -b 'sid="+canary+"' -H 'Authorization: Bearer "+canary+"'")
	secret := write("secret.txt", canary)
	broken := write("broken.pem", "-----BEGIN PRIVATE KEY-----\n"+canary+"\n-----END PRIVATE KEY-----\n")
	jwks := write("jwks.json", `{"keys":[{"kty":"oct","k":"`+canary+`"}]}`)
	gzip := write("log.gz", "\x1f\x8b"+canary)
	binary := write("core", "\x7fELF\x00\x01\x02"+canary+strings.Repeat("\x00\x01", 400))
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	const jwe = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"
	tests := []struct {
		args  []string
		stdin string
		shown bool // the answer shows the log on purpose
	}{
		{args: []string{"diagnose", log}},
		{args: []string{"diagnose", "-format", "markdown", log}},
		{args: []string{"diagnose", "-format", "sarif", log}},
		{args: []string{"diagnose", "-format", "json", log}, shown: true},
		{args: []string{"diagnose", gzip, binary, filepath.Join(dir, "missing")}},
		{args: []string{"diagnose", "-now", canary, log}},
		{args: []string{"diagnose", "-lang", canary, log}},
		{args: []string{"redact", log}},
		{args: []string{"redact", "-check", log}},
		{args: []string{"redact", "-receipt", "json", "-keep-claims", log}},
		{args: []string{"redact", binary}},
		{args: []string{"redact", gzip}},
		{args: []string{"token", "-secret-file", secret, token}},
		{args: []string{"token", "-pem", broken, token}},
		{args: []string{"token", "-pem", secret, token}},
		{args: []string{"token", "-jwks", secret, token}},
		{args: []string{"token", "-jwks", jwks, "-format", "json", token}},
		{args: []string{"token", "-key", secret, jwe}},
		{args: []string{"token", "-key", broken, jwe}},
		{args: []string{"token", "-ask-secret", token}, stdin: canary},
		{args: []string{"token", "-ask-secret", "-"}, stdin: canary},
		{args: []string{"token", "-now", canary, token}},
		{args: []string{"token", "-use", canary, token}},
		{args: []string{"token", canary, canary}},
		{args: []string{"request", "import", log}},
		{args: []string{"request", "import", "-format", "curl", request}},
		{args: []string{"request", "import", "-format", "json", request}},
		{args: []string{"request", "import", "-format", "json"}, stdin: "https://app.example.com/cb?code=" + canary},
		{args: []string{"request", "import"}, stdin: canary},
		{args: []string{"request", "import", "-format", canary}, stdin: canary},
		{args: []string{"request", "callback", "-format", "json", "https://app.example.com/cb?code=" + canary + "&id_token=" + canary}},
		{args: []string{"request", "callback"}, stdin: "code=" + canary + "&access_token=" + canary},
		{args: []string{"moex", request}},
		{args: []string{"moex", "-format", "json", request}},
		{args: []string{"moex", "-env", canary, request}},
		{args: []string{canary}},
		// What is no name of a file comes back masked.
		{args: []string{"diagnose", "Authorization: Bearer " + canary}},
		{args: []string{"diagnose", "client_secret=" + canary}},
		{args: []string{"redact", "https://app.example.com/cb?code=" + canary}},
		{args: []string{"token", "-jwks", `{"kty":"oct","k":"` + canary + `"}`, token}},
		{args: []string{"rules", "access_token=" + canary}},
		{args: []string{"token", "-password=" + canary, token}},
		{args: []string{"waves", "sign", "-nonce", canary}},
		{args: []string{"waves", "sign", "-lifetime", canary}},
		{args: []string{"waves", canary}},
	}
	for _, tt := range tests {
		var out, errs bytes.Buffer
		run(tt.args, strings.NewReader(tt.stdin), &out, &errs)
		if strings.Contains(errs.String(), canary) {
			t.Errorf("%q: standard error repeats the secret", tt.args[0:1])
		}
		if !tt.shown && strings.Contains(out.String(), canary) {
			t.Errorf("%q %q: the answer repeats the secret", tt.args[0], tt.args[1])
		}
		if out.Len()+errs.Len() == 0 {
			t.Errorf("%q: said nothing", tt.args[0])
		}
	}
}
