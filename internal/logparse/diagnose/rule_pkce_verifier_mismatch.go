package diagnose

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "pkce-verifier-mismatch",
	Title:   Text{"The PKCE code_verifier does not fit the challenge", "PKCE code_verifier не подходит к challenge"},
	About:   Text{"code_challenge must be the base64url of SHA-256 of code_verifier. Both are compared when the paste holds them; else the server's word counts.", "code_challenge должен быть base64url от SHA-256 code_verifier. Если в логе есть оба, они сверяются; иначе верим серверу."},
	Rank:    84,
	Outcome: exchange.Refused,
	Detail: Text{"The server hashed the code_verifier of the token request and got something else than the code_challenge of the authorization request. Verifier and challenge are from two different logins, or one of them is made wrongly.",
		"Сервер вычислил хэш code_verifier из запроса токена и получил не то, что в code_challenge запроса авторизации. Verifier и challenge — от разных входов, либо один из них сделан неверно."},
	Causes: []Text{
		{"The stored verifier was overwritten by a second login (two tabs, double click, React StrictMode, prefetch), so it is not the one of this code", "Сохранённый verifier перезаписан вторым входом (две вкладки, двойной щелчок, StrictMode в React, prefetch) и не относится к этому коду"},
		{"The challenge is computed wrongly: hex instead of base64url, base64 with + / =, the hash of the decoded bytes, another character set", "Challenge вычислен неверно: hex вместо base64url, base64 с + / =, хэш от декодированных байтов, другая кодировка"},
		{"code_challenge_method is missing, so the server takes the challenge as plain", "Нет code_challenge_method, и сервер считает challenge открытым текстом (plain)"},
		{"The challenge was sent as code_verifier, or the verifier as code_challenge, not hashed", "Вместо code_verifier отправлен challenge или вместо code_challenge — verifier без хэширования"},
		{"The verifier has fewer than 43 or more than 128 characters, or others than A-Z a-z 0-9 - . _ ~", "В verifier меньше 43 или больше 128 символов либо не только A-Z a-z 0-9 - . _ ~"},
	},
	Fixes: []Text{
		{"Keep the verifier per login (keyed by state) and send exactly that string", "Храните verifier для каждого входа (по state) и отправляйте именно эту строку"},
		{"challenge = BASE64URL(SHA256(ASCII(verifier))) without padding, and code_challenge_method=S256", "challenge = BASE64URL(SHA256(ASCII(verifier))) без дополнения, и code_challenge_method=S256"},
		{"Check your code with the example of RFC 7636 Appendix B", "Проверьте код примером из RFC 7636, приложение B"},
	},
	Missing:  []Text{{"code_challenge and code_challenge_method of the authorization URL and code_verifier of the token request: with them the answer is exact", "code_challenge и code_challenge_method из URL авторизации и code_verifier из запроса токена: с ними ответ точен"}},
	Refs:     []Ref{{"RFC 7636 §4.6", "https://www.rfc-editor.org/rfc/rfc7636#section-4.6"}, {"RFC 7636 Appendix B", "https://www.rfc-editor.org/rfc/rfc7636#appendix-B"}},
	Explains: []string{"provider-error", "code-not-valid", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event != nil && (e.Code.Text == "invalid_code_verifier" || e.Code.Text == "pkce_verification_failed") {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{e.Code.Text}, Confidence: Certain})
			}
		}
		challenges := paramValues(f, "code_challenge")
		for _, v := range ofStep(paramValues(f, "code_verifier"), exchange.EndpointToken) {
			if placeholder(v.text) || v.text == "" || v.exchange != nil && v.exchange.Outcome == exchange.Issued {
				continue
			}
			var bad []Verdict
			fits := false
			for _, c := range challenges {
				if placeholder(c.text) || c.text == "" {
					continue
				}
				method := methodOf(f, c)
				what, ok := verifierFits(v.text, c.text, method)
				if ok {
					fits = true
					break
				}
				x := Verdict{Exchange: v.exchange, Evidence: []source.Span{v.span, c.span}, Confidence: Certain, Rank: 90, Missing: []Text{}}
				if how := ruleOf("pkce-verifier-mismatch"); c.text == v.text {
					x.Causes, x.Fixes = first(how.Causes, "was sent as code_verifier"), first(how.Fixes, "BASE64URL")
				} else if method == "" {
					x.Causes, x.Fixes = first(how.Causes, "code_challenge_method is missing"), first(how.Fixes, "BASE64URL")
				} else if what != ofTwoLogins {
					x.Causes, x.Fixes = first(how.Causes, "computed wrongly"), first(how.Fixes, "BASE64URL")
				}
				x.Detail = Text{"SHA-256 of the code_verifier was computed and compared with the code_challenge of this paste: {what}.", "SHA-256 от code_verifier вычислен и сверен с code_challenge из лога: {what}."}.fill("what", what)
				bad = append(bad, x)
			}
			if !fits && len(bad) > 0 {
				return append(bad[:1], out...)
			}
		}
		return out
	},
})

// methodOf is the code_challenge_method that stands nearest to a challenge.
func methodOf(f *exchange.Flow, c given) string {
	method, best := "", 1<<60
	for _, m := range paramValues(f, "code_challenge_method") {
		if d := apart(m.span, c.span.Start); d < best && d < 4096 {
			method, best = m.text, d
		}
	}
	return method
}

// verifierFits compares as RFC 7636 §4.6 says, and names the mistake when another computation gives the challenge.
func verifierFits(verifier, challenge, method string) (Text, bool) {
	sum := sha256.Sum256([]byte(verifier))
	s256 := base64.RawURLEncoding.EncodeToString(sum[:])
	switch method {
	case "S256":
		if challenge == s256 {
			return Text{}, true
		}
	case "plain":
		if challenge == verifier {
			return Text{}, true
		}
	default:
		if challenge == s256 {
			return Text{"the S256 hash fits, but code_challenge_method is missing, so the server compares it as plain", "хэш S256 подходит, но code_challenge_method не указан, и сервер сравнивает как plain"}, false
		}
		if challenge == verifier {
			return Text{}, true
		}
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(verifier, "="))
	decoded := sha256.Sum256(raw)
	switch {
	case challenge == verifier:
		return Text{"the two are equal, so challenge and verifier were not hashed although the method is S256", "они равны: challenge не хэширован, хотя метод S256"}, false
	case strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(challenge), "=") == s256:
		return Text{"the challenge is base64 with + / or = padding instead of base64url without padding", "challenge — base64 с + / или дополнением = вместо base64url без дополнения"}, false
	case strings.EqualFold(challenge, hex.EncodeToString(sum[:])):
		return Text{"the challenge is the hash in hex instead of base64url", "challenge — хэш в hex вместо base64url"}, false
	case challenge == base64.RawURLEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:]))):
		return Text{"the challenge is base64url of the hex digits instead of the bytes of the hash", "challenge — base64url от hex-цифр вместо байтов хэша"}, false
	case err == nil && challenge == base64.RawURLEncoding.EncodeToString(decoded[:]):
		return Text{"the hash was taken of the decoded bytes of the verifier instead of its characters", "хэш взят от декодированных байтов verifier, а не от его символов"}, false
	}
	return ofTwoLogins, false
}

var ofTwoLogins = Text{"they do not belong together: they are of two different logins", "они не относятся друг к другу: они от разных входов"}
