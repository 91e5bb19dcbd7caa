//go:build keycloak

package keycloak

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"grantlens/test/probe"
)

// What a client does, in steps that situations are put together from.

var api *probe.Client

// redirects are the callbacks of the realm's clients.
var redirects = map[string]string{
	"shop":       "https://shop.example.com/callback",
	"bakery-web": "https://web.example.com/callback",
	"till":       "https://till.example.com/callback",
	"robot":      "https://robot.example.com/callback",
	"partner":    "https://partner.example.com/callback",
	"brief":      "https://brief.example.com/callback",
	"pushed":     "https://pushed.example.com/callback",
	"bound":      "https://bound.example.com/callback",
	"closed":     "https://closed.example.com/callback",
	"nobody":     "https://nobody.example.com/callback",
}

// form makes parameters of pairs; an empty value leaves the name out.
func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Add(pairs[i], pairs[i+1])
		}
	}
	return v
}

// with changes parameters: name and value, an empty value removes.
func with(v url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Del(pairs[i])
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v
}

// as names a client, with its secret when it has one.
func as(client string, v url.Values) url.Values {
	v.Set("client_id", client)
	if client != "bakery-web" && client != "nobody" && client != "signed" {
		v.Set("client_secret", client+"-secret")
	}
	return v
}

func token(t *testing.T, v url.Values, headers ...probe.Header) probe.Answer {
	t.Helper()
	return api.Form(t, keycloak.oidc("/token"), v, headers...)
}

func password(client, user string, more ...string) url.Values {
	return with(as(client, form("grant_type", "password", "username", user, "password", user+"-pass", "scope", "openid")), more...)
}

// tokens logs a user in by the password grant and gives one member of the answer.
func tokens(t *testing.T, client, user, name string, more ...string) string {
	t.Helper()
	return probe.Member(t, token(t, password(client, user, more...)), name)
}

func refresh(t *testing.T, client, refreshToken string, more ...string) probe.Answer {
	t.Helper()
	return token(t, with(as(client, form("grant_type", "refresh_token", "refresh_token", refreshToken)), more...))
}

func bearer(accessToken string) probe.Header {
	return probe.Header{"Authorization", "Bearer " + accessToken}
}

func userinfo(t *testing.T, accessToken string) probe.Answer {
	t.Helper()
	return api.Get(t, keycloak.oidc("/userinfo"), bearer(accessToken))
}

// authorize asks the authorization endpoint as a browser does.
func authorize(t *testing.T, browser *probe.Client, client string, more ...string) probe.Answer {
	t.Helper()
	v := with(form("response_type", "code", "client_id", client, "redirect_uri", redirects[client], "scope", "openid", "state", "af0ifjsldkj", "nonce", "n-0S6_WzA2Mj"), more...)
	return browser.Get(t, keycloak.oidc("/auth")+"?"+v.Encode(), probe.Header{"Accept", "text/html"})
}

// login fills in the login page that an answer shows.
func login(t *testing.T, browser *probe.Client, page probe.Answer, user, password string) probe.Answer {
	t.Helper()
	action, fields := probe.PageForm(t, page)
	return browser.Form(t, action, with(fields, "username", user, "password", password))
}

// follow goes where redirects lead, until a page is shown.
func follow(t *testing.T, browser *probe.Client, a probe.Answer) probe.Answer {
	t.Helper()
	for range 6 {
		next := a.Header.Get("Location")
		if next == "" {
			return a
		}
		a = browser.Get(t, next, probe.Header{"Accept", "text/html"})
	}
	t.Fatal("the redirects never end")
	return a
}

// code lets anna log in and gives the code of the redirect.
func code(t *testing.T, client string, more ...string) string {
	t.Helper()
	browser := probe.Browser()
	a := login(t, browser, authorize(t, browser, client, more...), "anna", "anna-pass")
	if got := a.Location().Get("code"); got != "" {
		return got
	}
	t.Fatalf("no code: status %d, %s", a.Status, a.Header.Get("Location"))
	return ""
}

func redeem(t *testing.T, client, code string, more ...string) probe.Answer {
	t.Helper()
	return token(t, with(as(client, form("grant_type", "authorization_code", "code", code, "redirect_uri", redirects[client])), more...))
}

const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// pkceCode is a code of the public client, bound to verifier.
func pkceCode(t *testing.T) string {
	t.Helper()
	return code(t, "bakery-web", "code_challenge", challenge(verifier), "code_challenge_method", "S256")
}

// assertion is the client "signed" speaking for itself; more changes claims, nil removes one.
func assertion(t *testing.T, key *ecdsa.PrivateKey, more map[string]any) string {
	t.Helper()
	now := time.Now().Unix()
	claims := map[string]any{"iss": "signed", "sub": "signed", "aud": keycloak.realm(""), "jti": rand.Text(), "iat": now, "exp": now + 60}
	for name, value := range more {
		claims[name] = value
		if value == nil {
			delete(claims, name)
		}
	}
	return probe.Sign(t, key, jose.ES256, map[jose.HeaderKey]any{"typ": "JWT", "kid": keycloak.kid}, claims)
}

func asserted(assertion string) url.Values {
	return form("grant_type", "client_credentials", "client_id", "signed", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", assertion)
}

// proof is a DPoP proof (RFC 9449).
func proof(t *testing.T, key *ecdsa.PrivateKey, method, target string, more map[string]any) probe.Header {
	t.Helper()
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": target, "iat": time.Now().Unix()}
	for name, value := range more {
		claims[name] = value
	}
	return probe.Header{"DPoP", probe.Sign(t, key, jose.ES256, map[jose.HeaderKey]any{"typ": "dpop+jwt", "jwk": jose.JSONWebKey{Key: &key.PublicKey}}, claims)}
}

// until waits for a moment of the server's clock, which is ours: what expires can only be waited for.
func until(moment time.Time) {
	<-time.After(time.Until(moment))
}

func basic(user, password string) probe.Header {
	return probe.Header{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(user)+":"+url.QueryEscape(password)))}
}
