package diagnose

import (
	"net/url"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// What the rules of the front channel share: the values of a parameter wherever it was printed, the sayings of lost
// login state, the addresses of the application.

// given is one printed value of a parameter.
type given struct {
	text     string
	span     source.Span
	step     string // authorize, token, callback, event, or "" where that is unknown
	exchange *exchange.Exchange
}

// paramValues are the values of a parameter in requests, forms, redirects, events and printed URLs, in the order of the
// text. URLs inside headers count, for a Location holds the authorization request.
func paramValues(f *exchange.Flow, name string) []given {
	var out []given
	add := func(g given) {
		for _, have := range out {
			if have.span == g.span && have.text == g.text {
				return
			}
		}
		out = append(out, g)
	}
	for _, e := range f.Exchanges {
		step := e.Endpoint
		if e.Redirect != nil {
			step = "callback"
		}
		if e.Event != nil {
			step = "event"
			if p, ok := e.Event.Params.Get(name); ok && p.Value.Text != "" {
				add(given{p.Value.Text, p.Value.Span, step, e})
			}
			continue
		}
		for _, ps := range [...]artifact.Params{e.Params, e.RedirectParams()} {
			for _, p := range ps {
				if strings.EqualFold(p.Name, name) {
					add(given{p.Value.Text, p.Value.Span, step, e})
				}
			}
		}
	}
	for _, a := range f.Artifacts {
		if a.Format != "url" {
			continue
		}
		step := "callback"
		if a.Kind == artifact.Request {
			step = exchange.EndpointAuthorize
		}
		if a.Params.Has("grant_type") {
			step = exchange.EndpointToken
		}
		if p, ok := a.Params.Get(name); ok {
			add(given{p.Value.Text, p.Value.Span, step, exchangeAt(f, a.Span)})
		}
	}
	return out
}

// exchangeAt is the exchange that holds a place, or nil.
func exchangeAt(f *exchange.Flow, s source.Span) *exchange.Exchange {
	for _, e := range f.Exchanges {
		if e.Span.Contains(s) {
			return e
		}
	}
	return nil
}

// ofStep keeps the values of one step. What was pushed is part of the authorization request (RFC 9126).
func ofStep(in []given, step string) []given {
	var out []given
	for _, g := range in {
		if g.step == step || step == exchange.EndpointAuthorize && g.step == exchange.EndpointPAR {
			out = append(out, g)
		}
	}
	return out
}

// saidBy gives the places where a saying of these names (sayingsOf) stands.
func saidBy(f *exchange.Flow, names ...string) []source.Span {
	var out []source.Span
	for _, name := range names {
		says := sayingsOf(name)
		for i := range says {
			for _, v := range says[i].match(f) {
				for _, span := range v.Evidence {
					if !overlapsAny(out, span) {
						out = append(out, span)
					}
				}
			}
		}
	}
	return out
}

// hostOf is scheme and host (with port) of a URL; empty strings where it has none.
func hostOf(raw string) (scheme, host string) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return "", ""
	}
	return strings.ToLower(u.Scheme), strings.ToLower(u.Host)
}

// loopback reports whether a host is a name of this machine.
func loopback(host string) bool {
	host, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimPrefix(host, "["), "::1"), ":")
	return host == "localhost" || host == "127.0.0.1" || host == "0.0.0.0" || host == "" || strings.HasSuffix(host, ".localhost")
}

// callbackPath reports whether a URL path looks like the application's redirect URI.
func callbackPath(rawURL string) bool {
	low := strings.ToLower(rawURL)
	if i := strings.IndexAny(low, "?#"); i >= 0 {
		low = low[:i]
	}
	for _, w := range [...]string{"/callback", "/signin-", "/oauth2/code", "/login/oauth2", "/oauth_redirect", "/auth/return", "/redirect_uri", "/sso/code", "/oidc-callback", "/__oauth", "/_oauth", "/login/complete", "/accounts/", "/oauth/complete", "/complete/"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// placeholder reports whether a value was left out or replaced by whoever pasted it.
func placeholder(s string) bool {
	t := strings.ToLower(strings.Trim(s, "<>[]{}()*-_.\"' $%"))
	switch t {
	case "", "redacted", "removed", "hidden", "masked", "censored", "code", "auth_code", "authcode", "authorization_code", "your_code", "mycode", "thecode", "string", "value", "state", "…":
		return true
	}
	return strings.Trim(t, "x") == "" || strings.ContainsAny(s, "<>{}…") || strings.HasPrefix(t, "removed") || strings.HasPrefix(t, "redacted") || strings.HasPrefix(t, "your")
}
