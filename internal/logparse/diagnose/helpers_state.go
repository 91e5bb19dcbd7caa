package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// callbackWords make a word that any program may use one of a login.
var callbackWords = []string{"oauth", "oidc", "openid", "callback", "code=", "sso", "csrf", "authoriz"}

// lostLogin gives the places where the text says that the login state did not survive the redirect, whatever the words.
func lostLogin(f *exchange.Flow) []source.Span {
	return saidBy(f, "state-lost", "state-mismatch", "state-unreadable", "pkce-verifier-lost")
}

// loginCookie is what a paste shows of a cookie that keeps login state: a Set-Cookie line or a dumped object.
type loginCookie struct {
	name                           string // where a recording tells it
	span                           source.Span
	sameSite                       string // lax, strict, none or ""
	secure, sameSiteSet, secureSet bool
}

// cookieNames are parts of the names of cookies that keep login state.
var cookieNames = [...]string{"nonce", "correlation", "state", "csrf", "pkce", "code_verifier", "oauth", "oidc", "openid", "session", "connect.sid", "auth_verification", "xsrf", "q_auth", "sid="}

// loginCookies reads the attributes of such cookies.
func loginCookies(f *exchange.Flow) []loginCookie {
	out := recordedCookies(f)
	spans, lines := linesWith(f, "set-cookie")
	for i, line := range lines {
		if !anyOf(line, cookieNames[:]) {
			continue
		}
		c := loginCookie{span: spans[i], secureSet: true}
		c.secure = strings.Contains(line, "; secure") || strings.Contains(line, ";secure")
		if _, after, ok := strings.Cut(line, "samesite="); ok {
			c.sameSiteSet = true
			c.sameSite = firstWord(after)
		}
		out = append(out, c)
	}
	// {"name": "…pkce.code_verifier", "options": {"sameSite": "none", "secure": true}}
	spans, lines = linesWith(f, "samesite")
	for i, line := range lines {
		if strings.Contains(line, "set-cookie") {
			continue
		}
		_, after, _ := strings.Cut(line, "samesite")
		word := firstWord(strings.TrimLeft(after, "\"': ="))
		if !strings.HasPrefix(word, "lax") && word != "none" && !strings.HasPrefix(word, "strict") {
			word = ""
			for _, w := range [...]string{"lax", "strict", "none"} {
				if strings.Contains(after, w) {
					word = w
				}
			}
		}
		if word == "" {
			continue
		}
		out = append(out, loginCookie{span: spans[i], sameSite: word, sameSiteSet: true})
	}
	return out
}

func firstWord(s string) string {
	end := 0
	for end < len(s) && s[end] >= 'a' && s[end] <= 'z' {
		end++
	}
	return s[:end]
}

// otherCauses are the causes a rule lists, without its first n: what remains possible beside a cause named exactly.
func otherCauses(id string, skip int) []Text {
	return slices.Clone(ruleOf(id).Causes[skip:])
}
