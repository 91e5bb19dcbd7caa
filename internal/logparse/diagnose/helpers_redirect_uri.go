package diagnose

import (
	"net/url"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// uriDifference names in what two redirect URIs differ. RFC 6749 §3.1.2.3 compares them as strings (RFC 3986 §6.2.1), so
// each of these is enough to be refused.
func uriDifference(a, b string) (Text, bool) {
	if a == b {
		return Text{}, false
	}
	if plain, err := url.QueryUnescape(a); err == nil && plain == b {
		return Text{"one is percent-encoded twice", "один закодирован процентами дважды"}, true
	}
	if plain, err := url.QueryUnescape(b); err == nil && plain == a {
		return Text{"one is percent-encoded twice", "один закодирован процентами дважды"}, true
	}
	if strings.TrimSpace(a) == strings.TrimSpace(b) {
		return Text{"a blank at the end or the beginning", "пробел в начале или в конце"}, true
	}
	x, err1 := url.Parse(strings.TrimSpace(a))
	y, err2 := url.Parse(strings.TrimSpace(b))
	if err1 != nil || err2 != nil {
		return Text{"the text of the two", "сам текст"}, true
	}
	var en, ru []string
	add := func(e, r string) { en, ru = append(en, e), append(ru, r) }
	if x.Scheme != y.Scheme {
		add("the scheme ("+x.Scheme+" and "+y.Scheme+")", "схема ("+x.Scheme+" и "+y.Scheme+")")
	}
	if x.Hostname() != y.Hostname() {
		switch {
		case strings.EqualFold(x.Hostname(), y.Hostname()):
			add("upper and lower case in the host", "регистр букв в хосте")
		case loopback(x.Hostname()) && loopback(y.Hostname()):
			add("the host ("+x.Hostname()+" and "+y.Hostname()+" are two names of this machine, but not equal)", "хост ("+x.Hostname()+" и "+y.Hostname()+" — два имени одной машины, но строки разные)")
		default:
			add("the host ("+x.Hostname()+" and "+y.Hostname()+")", "хост ("+x.Hostname()+" и "+y.Hostname()+")")
		}
	}
	if x.Port() != y.Port() {
		add("the port ("+portName(x)+" and "+portName(y)+")", "порт ("+portName(x)+" и "+portName(y)+")")
	}
	if p, q := x.EscapedPath(), y.EscapedPath(); p != q {
		switch {
		case strings.TrimSuffix(p, "/") == strings.TrimSuffix(q, "/"):
			add("a trailing slash", "слеш в конце")
		case strings.EqualFold(p, q):
			add("upper and lower case in the path", "регистр букв в пути")
		default:
			add("the path ("+short(p)+" and "+short(q)+")", "путь ("+short(p)+" и "+short(q)+")")
		}
	}
	if x.RawQuery != y.RawQuery {
		add("the query", "query string")
	}
	if x.Fragment != y.Fragment {
		add("the fragment after #", "фрагмент после #")
	}
	if len(en) == 0 {
		add("the percent-encoding", "кодирование процентами")
	}
	return Text{strings.Join(en, ", "), strings.Join(ru, ", ")}, true
}

func portName(u *url.URL) string {
	if u.Port() == "" {
		return "none"
	}
	return ":" + u.Port()
}

func short(s string) string {
	if s == "" {
		return "/"
	}
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// realURI reports whether a value is a whole redirect URI, not a mask or a piece of code.
func realURI(s string) bool {
	return !placeholder(s) && len(s) < 2000 && (strings.Contains(s, "://") || strings.Contains(s, "%3A%2F%2F") || strings.Contains(s, "%3a%2f%2f") || strings.Contains(s, ":/"))
}

// mismatchWord matches it, when a code was being redeemed or when none was.
func mismatchWord(f *exchange.Flow, redeeming bool) []Verdict {
	var out []Verdict
	says := sayingsOf("?redirect-uri-mismatch")
	for i := range says {
		out = append(out, says[i].match(f)...)
	}
	if len(out) == 0 || ((atTokenRequest(f) || codeCame(f)) && !f.Contains("authorization request failed")) != redeeming {
		return nil
	}
	return out
}

// atTokenRequest reports whether the text shows that a code was being redeemed.
func atTokenRequest(f *exchange.Flow) bool {
	for _, e := range f.Exchanges {
		if e.Endpoint == exchange.EndpointToken && e.Event == nil && (e.Request != nil || e.Response != nil && e.Response.URL.OK()) {
			return true
		}
		if e.Params.Text("grant_type") == "authorization_code" {
			return true
		}
		if e.Endpoint == exchange.EndpointCallback && e.Params.Has("code") || e.Redirect != nil && e.Redirect.Params.Has("code") {
			return true // a code came, so the authorization endpoint took it
		}
	}
	return hasAny(f, "gettokenasync", "getaccesstoken", "fetch_token", "fetchaccesstoken", "cannot fetch token", "tokenerror", "failed to obtain access token", "grant_type=authorization_code", "oauth2client.gettoken", "token endpoint", "exchange code")
}

// portInURI gives the port a URI names, and whether it is one nobody writes: the default, or that of the other scheme.
func portInURI(raw string) (port string, odd bool) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", false
	}
	return u.Port(), (u.Port() == "80" || u.Port() == "443") && (u.Scheme == "http" || u.Scheme == "https")
}

// refusedRedirect gives the places where a redirect_uri was refused, by words or by a server's event.
func refusedRedirect(f *exchange.Flow) []source.Span {
	out := saidBy(f, "redirect-uri-not-registered", "redirect-uri-differs", "?redirect-uri-mismatch")
	for _, e := range f.Exchanges {
		if e.Event != nil && e.Code.Text == "invalid_redirect_uri" {
			out = append(out, e.Code.Span)
		}
	}
	return out
}

// quotedURIs are redirect URIs that a server's message or page names, outside of any URL or event.
func quotedURIs(f *exchange.Flow) []given {
	var out []given
	for _, lead := range [...]string{"redirect_uri=http", "redirect_uri: http", "redirect_uri 'http", "redirect_uri \"http", "redirect uri 'http", "redirect uri \"http", "redirect uri in the request, http", "redirect uri in the request: http", "redirect uri: http", "redirect url: http", "reply url 'http", "you sent http", "reply address 'http", "invalid redirect_uri: http", "unregistered redirect_uri (\"http", "unregistered redirect_uri (\\\"http", "redirect_uri (\"http", "redirect_uri [http", "redirect uri http"} {
		for at := 0; len(out) < 8; {
			i := strings.Index(f.Lower[at:], lead)
			if i < 0 {
				break
			}
			start := at + i + len(lead) - len("http")
			end := start
			for end < len(f.Lower) && !strings.ContainsRune(" \t\r\n\"'<>)],;\\&", rune(f.Lower[end])) {
				end++
			}
			at = end
			g := given{text: unescaped(strings.TrimRight(f.View.Text[start:end], ".")), span: f.View.Origin(source.Span{Start: start, End: end}), step: "message"}
			if !strings.Contains(g.text, "://") {
				continue
			}
			out = append(out, g)
		}
	}
	return out
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil && !strings.Contains(s, "://") {
		return plain
	}
	return s
}
