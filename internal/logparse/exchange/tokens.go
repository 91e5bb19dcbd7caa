package exchange

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

// tokenUses are the names under which a token travels, with what it is used as.
var tokenUses = map[string]string{
	"access_token": "access_token", "id_token": "id_token", "refresh_token": "refresh_token", "accesstoken": "access_token",
	"idtoken": "id_token", "refreshtoken": "refresh_token", "identitytoken": "id_token", "id_token_hint": "id_token", "assertion": "assertion",
	"client_assertion": "client_assertion", "subject_token": "subject_token", "actor_token": "actor_token", "request": "request_object",
	"authed_user.access_token": "access_token", "accesstoken.access_token": "access_token", "data.access_token": "access_token", "response.access_token": "access_token", "token": "token", "device_code": "device_code",
}

// maxTokens bounds the tokens decoded in one flow.
const maxTokens = 500

// tokenFinder collects the tokens of a flow, each once.
type tokenFinder struct {
	*Flow
	seen map[string]*Token
}

// findTokens decodes the tokens in bodies, forms, headers, redirects, and those that stand alone.
func (f *Flow) findTokens() {
	t := tokenFinder{f, map[string]*Token{}}
	for _, e := range f.Exchanges {
		t.params(e, e.Params)
		if e.Body != nil {
			t.params(e, e.Body.Members)
		}
		for _, again := range e.repeats {
			t.params(e, again.Members)
		}
		if e.Redirect != nil {
			t.params(e, e.Redirect.Params)
		}
		t.authorization(e)
		t.location(e)
	}
	for _, a := range f.Of(artifact.JWT) {
		t.add(nil, useFromLabel(a.Label.Text), a.Text)
	}
}

// add decodes a token, or notes that one is found again.
func (f *tokenFinder) add(e *Exchange, use string, v artifact.Value) {
	text := strings.TrimSpace(v.Text)
	if len(text) < 8 || placeholderToken(text) {
		return
	}
	if have := f.seen[text]; have != nil {
		if v.Span != have.Value.Span {
			have.Also = append(have.Also, v.Span)
		}
		if e != nil && have.Exchange == nil {
			have.Exchange = e
			e.Tokens = append(e.Tokens, have)
		}
		if have.Use == "token" {
			have.Use = use
		}
		return
	}
	if len(f.Tokens) >= f.tokenLimit {
		f.TokensOmitted++
		return
	}
	t := &Token{Index: len(f.Tokens), Use: use, Value: v, Exchange: e, Token: token.Inspect(v.Text)}
	if t.Kind == token.KindOpaque && use == "token" {
		return
	}
	f.seen[text] = t
	f.Tokens = append(f.Tokens, t)
	if e != nil {
		e.Tokens = append(e.Tokens, t)
	}
}

// params finds the tokens among the members of a body, or the parameters of a form or an address.
func (f *tokenFinder) params(e *Exchange, ps artifact.Params) {
	for _, p := range ps {
		if p.Type != 0 && p.Type != 's' && p.Type != 'w' {
			continue
		}
		if use := tokenUses[strings.ToLower(p.Name)]; use != "" {
			f.add(e, use, p.Value)
		}
	}
}

// authorization finds the token that a request presents (RFC 6750 §2.1, RFC 9449 §7.1).
func (f *tokenFinder) authorization(e *Exchange) {
	if e.Request == nil {
		return
	}
	p, _ := e.Request.Headers.Get("Authorization")
	scheme, value, _ := strings.Cut(p.Value.Text, " ")
	if !strings.EqualFold(scheme, "Bearer") && !strings.EqualFold(scheme, "DPoP") {
		return
	}
	v := p.Value
	if v.Span.Len() == len(v.Text) {
		v.Span.Start += len(v.Text) - len(value)
	}
	v.Text = value
	f.add(e, "access_token", v)
}

// location finds the tokens that a redirect carries in its Location.
func (f *tokenFinder) location(e *Exchange) {
	if e.Response == nil {
		return
	}
	p, ok := e.Response.Headers.Get("Location")
	if !ok || p.Value.Span.Len() != len(p.Value.Text) {
		return
	}
	for _, name := range [...]string{"access_token", "id_token"} {
		if i := strings.Index(p.Value.Text, name+"="); i >= 0 {
			start := i + len(name) + 1
			end := start + strings.IndexAny(p.Value.Text[start:]+"&", "&#;")
			f.add(e, name, artifact.Value{Text: p.Value.Text[start:end], Span: source.Span{Start: p.Value.Span.Start + start, End: p.Value.Span.Start + end}})
		}
	}
}

func useFromLabel(label string) string {
	l := strings.ToLower(strings.TrimRight(label, " :=\"'"))
	switch {
	case strings.HasSuffix(l, "access_token") || strings.HasSuffix(l, "access token"):
		return "access_token"
	case strings.HasSuffix(l, "id_token") || strings.HasSuffix(l, "id token"):
		return "id_token"
	case strings.HasSuffix(l, "refresh_token") || strings.HasSuffix(l, "refresh token"):
		return "refresh_token"
	}
	return "token"
}

// placeholderToken tells a masked or left-out value from a token.
func placeholderToken(s string) bool {
	if len(s) > 60 {
		return false
	}
	switch strings.ToLower(strings.Trim(s, "<>[]{}()*-_.\"' ")) {
	case "", "censored", "redacted", "token", "string", "access_token", "refresh_token", "your_token", "undefined", "null", "hidden", "masked", "removed", "xxx":
		return true
	}
	return strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")")
}

// State judges a token at the flow's time: "valid", "expired",
// "not_yet_valid" or "unknown".
func (f *Flow) State(t *Token) string {
	if f.At.IsZero() {
		return "unknown"
	}
	exp, hasExp := t.ClaimTime("exp")
	nbf, hasNbf := t.ClaimTime("nbf")
	switch {
	case !hasExp && !hasNbf:
		return "unknown"
	case hasExp && !f.At.Before(exp):
		return "expired"
	case hasNbf && f.At.Before(nbf):
		return "not_yet_valid"
	}
	return "valid"
}
