package diagnose

import (
	"net/url"
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// Several logins may stand in one paste. A redirect back belongs to the authorization request it answers, or to the one
// whose state it brings; a token request to the redirect that brought its code.

// ask is an authorization request.
type ask struct {
	e      *exchange.Exchange // nil for a printed URL alone
	params artifact.Params
	at     int
}

// sentBack is the answer to an authorization request: a redirect to the client.
type sentBack struct {
	e          *exchange.Exchange
	location   source.Span
	to         string     // its address without query and fragment
	query      url.Values // of the query and the fragment
	inFragment bool
	asks       []*ask // what it answers; of one state there may be several prints
	foreign    bool   // it brings the state of none, or no state: asks holds the only one it may answer
}

// withoutAnswer: neither code, token nor error.
func (s *sentBack) withoutAnswer() bool {
	return !s.query.Has("code") && !s.query.Has("error") && !s.query.Has("access_token") && !s.query.Has("id_token") && !s.query.Has("response")
}

// request is the parameter of the request that is answered.
func (s *sentBack) request(name string) artifact.Value {
	for _, a := range s.asks {
		if p, ok := a.params.Get(name); ok {
			return p.Value
		}
	}
	return artifact.Value{}
}

type logins struct {
	asks  []*ask
	backs []*sentBack
}

// loginsOf are the authorization requests of a text with their answers.
func loginsOf(f *exchange.Flow) *logins {
	l := &logins{}
	for _, e := range f.Exchanges {
		if (e.Endpoint == exchange.EndpointAuthorize || e.Endpoint == exchange.EndpointPAR) && e.Event == nil && e.Params.Has("client_id") {
			l.asks = append(l.asks, &ask{e, e.Params, e.Span.Start})
		}
	}
	for _, a := range f.Artifacts {
		if a.Format == "url" && a.Kind == artifact.Request && a.Params.Has("client_id") && !a.Params.Has("grant_type") {
			e := exchangeAt(f, a.Span)
			if i := slices.IndexFunc(l.asks, func(have *ask) bool { return e != nil && have.e == e }); i >= 0 {
				l.asks[i].params = a.Params // each in its own place
				continue
			}
			l.asks = append(l.asks, &ask{e, a.Params, a.Span.Start})
		}
	}
	if len(l.asks) == 0 {
		return l
	}
	for _, e := range f.Exchanges {
		if s := redirected(e); s != nil {
			l.answer(s)
		}
	}
	return l
}

// redirected reads where an answer leads, or the redirect that a request to the client is.
func redirected(e *exchange.Exchange) *sentBack {
	var text string
	var at source.Span
	switch {
	case e.Response != nil && e.Status()/100 == 3 && e.Response.Headers.Has("Location"):
		p, _ := e.Response.Headers.Get("Location")
		text, at = p.Value.Text, p.Value.Span
	case e.Redirect != nil:
		text, at = e.Redirect.URL.Text, e.Redirect.URL.Span
	case e.Endpoint == exchange.EndpointCallback && e.Request != nil:
		text, at = e.Request.URL.Text, e.Request.URL.Span
	}
	u, err := url.Parse(text)
	if text == "" || err != nil {
		return nil
	}
	s := &sentBack{e: e, location: at, query: u.Query()}
	s.to, _, _ = strings.Cut(text, "#")
	s.to, _, _ = strings.Cut(s.to, "?")
	if more, err := url.ParseQuery(u.Fragment); err == nil && len(more) > 0 {
		s.inFragment = more.Has("code") || more.Has("error") || more.Has("state")
		for name, values := range more {
			s.query[name] = append(s.query[name], values...)
		}
	}
	return s
}

// answer finds what a redirect answers, and keeps it if there is such a request.
func (l *logins) answer(s *sentBack) {
	direct := s.e.Endpoint == exchange.EndpointAuthorize
	state := s.query.Get("state")
	if !direct && !s.query.Has("code") && !s.query.Has("error") {
		return
	}
	var before []*ask
	for _, a := range l.asks {
		to := a.params.Text("redirect_uri")
		switch {
		case direct && a.e == s.e:
			if to == "" || !strings.HasPrefix(s.to, strings.SplitN(to, "?", 2)[0]) {
				return // on to a login page
			}
			s.asks = append(s.asks, a)
		case direct:
		case state != "" && a.params.Text("state") == state:
			s.asks = append(s.asks, a)
		case a.at < s.location.Start && to == s.to:
			before = append(before, a)
		}
	}
	if len(s.asks) == 0 {
		s.foreign = true
		sent := map[string]bool{}
		for _, a := range before {
			sent[a.params.Text("state")] = true
		}
		if len(sent) == 1 {
			s.asks = before
		}
	}
	l.backs = append(l.backs, s)
}

// asked are the values that stand for something of a parameter in the authorization requests of the login that an answer
// of the token endpoint belongs to. Where it is not known which that is, it is any of its client.
func (l *logins) asked(answer *exchange.Exchange, name string) []given {
	asks := l.asks
	if code := answer.Params.Text("code"); !withheld(code) {
		for _, s := range l.backs {
			if s.query.Get("code") == code {
				if s.foreign {
					return nil // its request is not in the text
				}
				asks = s.asks
				break
			}
		}
	}
	var out []given
	for _, a := range asks {
		if !agree(a.params, answer.Params, "client_id") || !agree(a.params, answer.Params, "redirect_uri") {
			continue
		}
		if p, ok := a.params.Get(name); ok && !withheld(p.Value.Text) {
			out = append(out, given{p.Value.Text, p.Value.Span, exchange.EndpointAuthorize, a.e})
		}
	}
	return out
}

// agree: two requests name the same value, or one of them names none.
func agree(a, b artifact.Params, name string) bool {
	x, y := a.Text(name), b.Text(name)
	return x == y || placeholder(x) || placeholder(y)
}

// withheld: nothing, or what stands in the place of a value.
func withheld(s string) bool { return placeholder(s) || masked(s) }

func holds(in []given, text string) bool {
	return slices.ContainsFunc(in, func(g given) bool { return g.text == text })
}

// stateSentBack compares the state of an authorization request with that of its answer.
func stateSentBack(f *exchange.Flow, missing bool) []Verdict {
	l := loginsOf(f)
	for _, s := range l.backs {
		sent, have := s.request("state"), s.query.Get("state")
		if withheld(sent.Text) || s.query.Has("response") || (have == "") != missing || have == sent.Text || !missing && withheld(have) {
			continue
		}
		if s.foreign && l.returned(sent.Text) {
			continue // its answer came, too: this one is of another login
		}
		v := Verdict{Exchange: s.e, Evidence: []source.Span{s.location, sent.Span}, Compared: true, Missing: []Text{}, Fixes: []Text{recordOnce, checkIsOn}}
		if !s.foreign {
			v.Confidence = Certain
		}
		if f.Issued() {
			v.Outcome = exchange.CodeIssued // the client of this text did not compare them
		}
		if missing {
			v.Title = Text{"The redirect back lacks the state that was sent", "В ответном redirect нет отправленного state"}
			v.Detail = Text{"Compared here: the authorization request sent a state, and the redirect that answers it brings none. A client must refuse such an answer (RFC 6749 §10.12) before it asks for tokens.", "Сравнено здесь: в запросе авторизации state есть, а redirect с ответом на него его не несёт. Клиент обязан отвергнуть такой ответ (RFC 6749 §10.12) до запроса токенов."}
			v.Causes = append(otherCauses("state-missing-in-callback", 4), ofAnotherLogin)
		} else {
			v.Title = Text{"The redirect back brings another state than was sent", "Ответный redirect несёт не тот state, что отправлен"}
			v.Detail = Text{"Compared here: the authorization request sent one state, and the redirect that answers it brings another. A client must refuse such an answer (RFC 6749 §10.12) before it asks for tokens.", "Сравнено здесь: в запросе авторизации один state, а redirect с ответом на него несёт другой. Клиент обязан отвергнуть такой ответ (RFC 6749 §10.12) до запроса токенов."}
			v.Causes = append([]Text{ofAnotherLogin}, otherCauses("state-mismatch", 3)...)
		}
		return []Verdict{v}
	}
	return nil
}

// returned reports whether a redirect of the text brings a state.
func (l *logins) returned(state string) bool {
	return slices.ContainsFunc(l.backs, func(s *sentBack) bool { return s.query.Get("state") == state })
}

// directly are the redirects by which authorization requests were answered at once.
func directly(f *exchange.Flow) []*sentBack {
	var out []*sentBack
	for _, s := range loginsOf(f).backs {
		if s.e.Endpoint == exchange.EndpointAuthorize && !s.foreign {
			out = append(out, s)
		}
	}
	return out
}

// sentBackWithoutCode: the redirect to the client carries neither a code nor an error.
func sentBackWithoutCode(f *exchange.Flow) []Verdict {
	for _, s := range directly(f) {
		if s.withoutAnswer() && strings.Contains(s.request("response_type").Text, "code") {
			return []Verdict{{Exchange: s.e, Evidence: []source.Span{s.location}}}
		}
	}
	return nil
}

// sentBackInFragment: a code was asked for in the query and came behind #, which no server sees.
func sentBackInFragment(f *exchange.Flow) []Verdict {
	for _, s := range directly(f) {
		if s.inFragment && s.request("response_type").Text == "code" && s.request("response_mode").Text != "fragment" {
			return []Verdict{{Exchange: s.e, Evidence: []source.Span{s.location}}}
		}
	}
	return nil
}

// issuerSentBack compares iss of the answer (RFC 9207) with the issuer of the discovery document in the text.
func issuerSentBack(f *exchange.Flow) []Verdict {
	for _, s := range directly(f) {
		for _, d := range metadataOf(f) {
			p, _ := d.Member("issuer")
			at, _ := d.Member("authorization_endpoint")
			iss := s.query.Get("iss")
			if asked, _, _ := strings.Cut(s.e.URL(), "?"); asked != at.Value.Text || iss == "" || iss == p.Value.Text || template(p.Value.Text) {
				continue
			}
			v := Verdict{Exchange: s.e, Evidence: []source.Span{s.location, p.Value.Span}, Compared: true}
			if f.Issued() {
				v.Outcome = exchange.CodeIssued
			}
			return []Verdict{v}
		}
	}
	return nil
}
