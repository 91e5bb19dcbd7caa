package request

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRoundTrip: any request comes back from its curl command as it was; from its HTTP text when a message can carry it.
func FuzzRoundTrip(f *testing.F) {
	f.Add("POST", "https://id.example.com/token?a=b", "Authorization", "Basic d2Vi", "grant_type=password&password=it's%20\"$x`\\!")
	f.Add("GET", "http://127.0.0.1:8080/a?b=c&b=d", "X-A", "", "")
	f.Add("PUT", "https://id.example.com/", "Content-Type", "application/json", "{\"a\":\n1}\n")
	f.Add("POST", "https://id.example.com/", "Content-Type", FormType, "@a=b&&c")
	f.Fuzz(func(t *testing.T, method, target, name, value, body string) {
		if !slices.Contains(methods, method) || method == "HEAD" || !strings.HasPrefix(target, "https://id.example.com/") && !strings.HasPrefix(target, "http://127.0.0.1:8080/") || strings.ContainsAny(target, " \t\r\n#\x00") || !headerName(name) ||
			strings.ContainsAny(value, "\r\n\x00") || value != strings.TrimSpace(value) || strings.Contains(body, "\x00") || !utf8.ValidString(target+value+body) || method == "GET" && body != "" {
			return
		}
		want := HTTP{Method: method, URL: target, Headers: []Pair{{name, value}}, Body: body}
		got := Read(want.Curl(), "en").Requests
		if len(got) != 1 || got[0].Method != want.Method || got[0].URL != want.URL || got[0].Body != want.Body || !slices.Equal(got[0].Headers, want.Headers) {
			t.Errorf("got %+v\nof %s", got, want.Curl())
		}
		if strings.ContainsAny(body, "\r\n") || value == "" {
			return // a message in a text ends where the next begins
		}
		text, _ := want.Text()
		got = Read(text, "en").Requests
		if len(got) != 1 || got[0].Method != want.Method || got[0].URL != want.URL || got[0].Body != want.Body || !slices.Equal(got[0].Headers, want.Headers) {
			if bodyLength(body) == len(body) && commandAt(body+" ", "curl", "curl.exe", "Invoke-WebRequest", "Invoke-RestMethod", "iwr", "irm") < 0 {
				t.Errorf("got %+v\nof %s", got, text)
			}
		}
	})
}

// headerName reports whether s may be the name of a header that neither curl nor this package treats in a way of its own.
func headerName(s string) bool {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return !(isLetter(r) || r >= '0' && r <= '9' || r == '-') }) {
		return false
	}
	lower := strings.ToLower(s)
	return !slices.Contains([]string{"host", "content-length", "connection", "transfer-encoding"}, lower) && !strings.HasPrefix(lower, "sec-")
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// FuzzRead: nothing pasted breaks the reading, what comes out can be built, and masked it holds no secret of its form.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"curl 'a", "curl $'\\x", "curl ^\"a^\" ^\n-d ^\"b", "Invoke-WebRequest -Uri \"https://a/\" -Body @{a='b", "fetch(\"https://a/\",{body:{a:'b'},headers:[[\"a\",\"b\"]]})", "POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nx", `{"log":{"entries":[{"request":{"method":"POST","url":"https://a/token","postData":{"text":"grant_type=x"}}}]}}`, "https://a/cb?code=x#state=y", "curl https://a/token -F a=b -F password=c", "curl -u a https://sso.moex.com/token -d client_secret=hush-hush"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Read(text, "ru")
		for _, q := range got.Requests {
			b := Build(Params{Profile: q.Profile, Variant: q.Variant, Vars: q.Vars, Grant: q.Grant, Endpoint: q.Endpoint, Step: q.Step, ClientAuth: q.ClientAuth, Values: q.Values, Extra: q.Extra, Headers: q.MoreHeaders, Assertion: q.Assertion, DPoP: q.DPoP})
			if b.Method == "" {
				t.Errorf("no method: %+v", b.HTTP)
			}
			for _, s := range b.Secrets {
				if s.Start < 0 || s.End > len(b.Text) || s.Start > s.End {
					t.Errorf("span %+v of %d bytes", s, len(b.Text))
				}
			}
			if secret := q.Values["client_secret"]; len(secret) > 8 && q.ClientAuth == AuthPost && !strings.Contains(q.URL, secret) && strings.Contains(b.TextMasked, Encode(secret)) && !strings.Contains(q.Values["client_id"]+q.URL+strings.Join(flat(q.Extra), "")+strings.Join(flat(q.MoreHeaders), ""), secret) {
				t.Errorf("the secret shows: %s", b.TextMasked)
			}
		}
		if c := got.Callback; c != nil && c.Hidden().Code != "" && c.Hidden().Code != Mask {
			t.Error("the code shows")
		}
		ReadCallback(text, Expected{State: "s", Issuer: "https://a", ClientID: "c", RedirectURI: text, ResponseMode: "query.jwt"}, sampleTime, "en")
	})
}

func flat(pairs []Pair) (out []string) {
	for _, p := range pairs {
		out = append(out, p[0], p[1])
	}
	return out
}
