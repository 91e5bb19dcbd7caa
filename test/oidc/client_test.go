package oidc

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"grantlens/internal/request"
	"grantlens/test/probe"
)

const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// endpoints are the addresses of the server, as its discovery document has them.
func endpoints() map[string]string {
	return map[string]string{
		"url.discovery": issuer + "/.well-known/openid-configuration", "url.jwks": issuer + "/jwks", "url.userinfo": issuer + "/me",
		"url.authorize": issuer + "/auth", "url.token": issuer + "/token", "url.par": issuer + "/request", "url.device": issuer + "/device/auth",
		"url.ciba": issuer + "/backchannel", "url.introspect": issuer + "/token/introspection", "url.revoke": issuer + "/token/revocation", "url.logout": issuer + "/session/end",
	}
}

// values are what a person fills in: name and value.
func values(pairs ...string) map[string]string {
	out := endpoints()
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// ask is what a person chose in the Request view: what is left out is the usual.
type ask struct {
	grant, endpoint, step string
	auth                  string // client_secret_basic unless set
	client                string // shop unless set; its secret is NAME-secret
	values                []string
	extra                 []request.Pair
	headers               []request.Pair
	assertion, dpop       string
}

// build makes the request as the page does.
func (a ask) build(t *testing.T) request.Built {
	t.Helper()
	if a.auth == "" {
		a.auth = request.AuthBasic
	}
	if a.client == "" {
		a.client = "shop"
	}
	v := values("client_id", a.client)
	if a.auth == request.AuthBasic || a.auth == request.AuthPost {
		v["client_secret"] = a.client + "-secret"
	}
	for i := 0; i+1 < len(a.values); i += 2 {
		v[a.values[i]] = a.values[i+1]
	}
	return request.Build(request.Params{Profile: "oidc", Variant: "discovery", Vars: map[string]string{"issuer": issuer}, Grant: a.grant, Endpoint: a.endpoint, Step: a.step,
		ClientAuth: a.auth, Values: v, Extra: a.extra, Headers: a.headers, Assertion: a.assertion, DPoP: a.dpop, Lang: "en"})
}

// send builds a request and sends it through the relay.
func (a ask) send(t *testing.T) probe.Answer {
	t.Helper()
	b := a.build(t)
	headers := make([]probe.Header, 0, len(b.Headers))
	for _, h := range b.Headers {
		headers = append(headers, probe.Header(h))
	}
	return api.Do(t, b.Method, b.URL, b.Body, headers...)
}

// walk goes on as a person in a browser does, through the login and consent pages, until the client is reached or a page
// without a form. It logs in as anna.
func walk(t *testing.T, browser *probe.Client, a probe.Answer) probe.Answer {
	t.Helper()
	for range 12 {
		if next := a.Header.Get("Location"); next != "" {
			if strings.HasPrefix(next, "/") {
				next = issuer + next
			}
			if !strings.HasPrefix(next, issuer+"/") {
				return a
			}
			a = browser.Get(t, next)
			continue
		}
		if !strings.Contains(a.Body, "<form") {
			return a
		}
		action, fields := probe.PageForm(t, a)
		if fields.Get("prompt") == "login" {
			fields.Set("login", "anna")
			fields.Set("password", "anna-pass")
		}
		if strings.HasPrefix(action, "/") {
			action = issuer + action
		}
		a = browser.Form(t, action, fields)
	}
	t.Fatal("the login never ends")
	return a
}

// authorize asks for a code, and gives the answer that leads back to the client.
func authorize(t *testing.T, client string, more ...string) probe.Answer {
	t.Helper()
	b := ask{grant: request.GrantCode, step: request.StepAuthorize, client: client, values: append([]string{
		"redirect_uri", callback(client), "scope", "openid profile", "response_type", "code", "state", "af0ifjsldkj", "nonce", "n-0S6_WzA2Mj",
		"code_challenge", digest(verifier), "code_challenge_method", "S256"}, more...)}.build(t)
	if !b.Browser {
		t.Fatalf("the authorization request is not one for the browser: %s", b.TextMasked)
	}
	browser := probe.Browser()
	return walk(t, browser, browser.Get(t, b.URL))
}

func callback(client string) string { return "https://" + client + ".example.com/callback" }

func code(t *testing.T, client string, more ...string) string {
	t.Helper()
	a := authorize(t, client, more...)
	if got := a.Location().Get("code"); got != "" {
		return got
	}
	t.Fatalf("no code: %d %s", a.Status, a.Header.Get("Location"))
	return ""
}

// redeem is the token request of a code.
func redeem(client, code string, more ...string) ask {
	auth := ""
	if client == "web" {
		auth = request.AuthNone
	}
	return ask{grant: request.GrantCode, step: request.StepToken, client: client, auth: auth, values: append([]string{"code", code, "redirect_uri", callback(client), "code_verifier", verifier}, more...)}
}

func refresh(client, token string) ask {
	return ask{grant: request.GrantRefresh, client: client, values: []string{"refresh_token", token}}
}

// login is the whole answer of a code login.
func login(t *testing.T, client string, more ...string) probe.Answer {
	t.Helper()
	return redeem(client, code(t, client, more...)).send(t)
}

// userinfo asks with a token, as the page's button does.
func userinfo(token string) ask {
	return ask{endpoint: "userinfo", auth: request.AuthNone, values: []string{"access_token", token}}
}

func assertionClaims(client string, more map[string]any) map[string]any {
	now := time.Now().Unix()
	claims := map[string]any{"iss": client, "sub": client, "aud": issuer, "jti": rand.Text(), "iat": now, "exp": now + 60}
	for name, value := range more {
		claims[name] = value
	}
	return claims
}

// signed is a request of the client that signs with a private key.
func signed(t *testing.T, k *ecdsa.PrivateKey, more map[string]any) ask {
	t.Helper()
	return ask{grant: request.GrantClient, client: "signed", auth: request.AuthPrivateJWT, assertion: probe.Sign(t, k, jose.ES256, map[jose.HeaderKey]any{"kid": keyID}, assertionClaims("signed", more))}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// proof is a DPoP proof (RFC 9449).
func proof(t *testing.T, k *ecdsa.PrivateKey, method, target, nonce, accessToken string) string {
	t.Helper()
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": target, "iat": time.Now().Unix()}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	if accessToken != "" {
		claims["ath"] = digest(accessToken)
	}
	return probe.Sign(t, k, jose.ES256, map[jose.HeaderKey]any{"typ": "dpop+jwt", "jwk": jose.JSONWebKey{Key: &k.PublicKey}}, claims)
}

// until waits for a moment: what expires can only be waited for.
func until(moment time.Time) { <-time.After(time.Until(moment)) }
