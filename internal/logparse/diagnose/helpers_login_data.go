package diagnose

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

// A paste that holds the requests and the answers of a login (a HAR, a transcript) shows what a client would check, whether
// or not a client says so: OpenID Connect Core §3.1.3.7, Discovery §4.3, RFC 6749 §4.1.2, RFC 9207 §2.4.

// idToken is an ID token that an answer of the token endpoint to a login carries.
type idToken struct {
	*exchange.Token
	answer *exchange.Exchange
}

// idTokens are those that can be read.
func idTokens(f *exchange.Flow) []idToken {
	var out []idToken
	for _, e := range f.Exchanges {
		if e.Endpoint != exchange.EndpointToken || e.Outcome != exchange.Issued || e.Grant == "refresh_token" || e.Event != nil {
			continue
		}
		for _, t := range e.Tokens {
			if t.Use == "id_token" && t.Complete && t.Kind == token.KindJWS && t.Issuer() != "" && !masked(t.Raw) {
				out = append(out, idToken{t, e})
			}
		}
	}
	return out
}

// start is the beginning of the token, enough to find it.
func (t idToken) start() source.Span {
	s := t.Value.Span
	s.End = min(s.End, s.Start+40)
	return s
}

// asked are the values of a parameter in the authorization requests of a text that stand for something.
func asked(f *exchange.Flow, name string) []given {
	return slices.DeleteFunc(ofStep(paramValues(f, name), exchange.EndpointAuthorize), func(g given) bool { return placeholder(g.text) || masked(g.text) })
}

func holds(in []given, text string) bool {
	return slices.ContainsFunc(in, func(g given) bool { return g.text == text })
}

// nonceOfLogin compares the nonce of the authorization request with that of the ID token.
func nonceOfLogin(f *exchange.Flow) []Verdict {
	sent := asked(f, "nonce")
	for _, id := range idTokens(f) {
		have := id.ClaimString("nonce")
		if len(sent) == 0 || holds(sent, have) {
			continue
		}
		v := Verdict{Exchange: id.answer, Outcome: exchange.Issued, Evidence: []source.Span{sent[len(sent)-1].span, id.start()}, Missing: []Text{},
			Title:  Text{"The ID token has another nonce than was asked for", "В ID-токене не тот nonce, что в запросе"},
			Detail: Text{"Compared here: the nonce of the authorization request and that of the ID token are not the same. A client must refuse such a token (OpenID Connect Core §3.1.3.7), whether or not it says so in this text; the server issued what was asked for.", "Сравнено здесь: nonce запроса авторизации и nonce ID-токена различаются. Клиент обязан отвергнуть такой токен (OpenID Connect Core §3.1.3.7), даже если в этом тексте он об этом не пишет; сервер выдал то, что просили."}}
		if have == "" {
			v.Title = Text{"The ID token lacks the nonce that was asked for", "В ID-токене нет nonce из запроса"}
		}
		return []Verdict{v}
	}
	return nil
}

// audienceOfLogin compares the client of the requests with the audience of the ID token.
func audienceOfLogin(f *exchange.Flow) []Verdict {
	for _, id := range idTokens(f) {
		clients := slices.DeleteFunc(paramValues(f, "client_id"), func(g given) bool { return g.exchange != id.answer || placeholder(g.text) || masked(g.text) })
		if len(clients) == 0 {
			clients = asked(f, "client_id")
		}
		aud := id.Audience()
		if len(clients) == 0 || len(aud) == 0 || slices.ContainsFunc(clients, func(g given) bool { return slices.Contains(aud, g.text) }) {
			continue
		}
		return []Verdict{{Exchange: id.answer, Outcome: exchange.Issued, Evidence: []source.Span{id.start(), clients[0].span},
			Detail: Text{"The ID token has aud “{is}”, and the client that asked for it is “{want}”. A client must refuse a token that is not made out to it (OpenID Connect Core §3.1.3.7).", "В ID-токене aud «{is}», а запросил его клиент «{want}». Клиент обязан отвергнуть токен, выписанный не ему (OpenID Connect Core §3.1.3.7)."}.With("is", strings.Join(aud, ", "), "want", clients[0].text)}}
	}
	return nil
}

// metadataOf are the discovery documents of a text.
func metadataOf(f *exchange.Flow) []*exchange.Exchange {
	var out []*exchange.Exchange
	for _, e := range f.Exchanges {
		if e.Endpoint == exchange.EndpointDiscovery && e.Body != nil && e.Body.Kind == artifact.BodyJSON && !e.Body.Cut && e.Body.Members.Has("issuer") && e.Status() < 300 {
			out = append(out, e)
		}
	}
	return out
}

// template: Entra's documents for many tenants name no issuer of a token.
func template(issuer string) bool { return strings.ContainsAny(issuer, "{}<>") || placeholder(issuer) }

// issuerOfLogin compares the issuer of the discovery document with that of the ID token its token endpoint gave.
func issuerOfLogin(f *exchange.Flow) []Verdict {
	for _, id := range idTokens(f) {
		for _, d := range metadataOf(f) {
			p, _ := d.Member("issuer")
			at, _ := d.Member("token_endpoint")
			if at.Value.Text != id.answer.URL() || p.Value.Text == id.Issuer() || template(p.Value.Text) {
				continue
			}
			return []Verdict{{Exchange: id.answer, Outcome: exchange.Issued, Evidence: []source.Span{p.Value.Span, id.start()},
				Detail: Text{"The discovery document names the issuer {want}, and the ID token of its token endpoint has iss {is}. The comparison is exact (OpenID Connect Core §3.1.3.7).", "Документ discovery называет issuer {want}, а в ID-токене его token endpoint — iss {is}. Сравнение точное (OpenID Connect Core §3.1.3.7)."}.With("want", p.Value.Text, "is", id.Issuer())}}
		}
	}
	return nil
}

// subjectOfLogin compares the sub of userinfo with that of the ID token before it.
func subjectOfLogin(f *exchange.Flow) []Verdict {
	ids := idTokens(f)
	for _, e := range f.Exchanges {
		sub, ok := e.Member("sub")
		if e.Endpoint != exchange.EndpointUserinfo || !ok || e.Status() >= 300 || len(ids) == 0 || placeholder(sub.Value.Text) || masked(sub.Value.Text) {
			continue
		}
		if !slices.ContainsFunc(ids, func(t idToken) bool { return t.Subject() == sub.Value.Text || t.Subject() == "" }) {
			return []Verdict{{Exchange: e, Evidence: []source.Span{sub.Value.Span, ids[0].start()},
				Detail: Text{"Compared here: userinfo and the ID token of the text name different users by sub. A client must not use such a profile (OpenID Connect Core §5.3.2), whether or not it says so; tokens were issued.", "Сравнено здесь: userinfo и ID-токен в тексте называют разных пользователей в sub. Клиент не вправе использовать такой профиль (OpenID Connect Core §5.3.2), даже если об этом не пишет; токены выданы."}}}
		}
	}
	return nil
}

// bornExpired: by the clock of the recording, the ID token had expired when it was issued.
func bornExpired(f *exchange.Flow) []Verdict {
	for _, id := range idTokens(f) {
		exp, ok := id.ClaimTime("exp")
		if e := id.answer; ok && e.Response != nil && e.Response.Format == "har" && !e.At.IsZero() && e.At.Sub(exp) > time.Minute {
			return []Verdict{{Exchange: e, Outcome: exchange.Issued, Evidence: []source.Span{id.start()}}}
		}
	}
	return nil
}

// issuerOfMetadata compares the address of a discovery document with the issuer it names.
func issuerOfMetadata(f *exchange.Flow) []Verdict {
	for _, d := range metadataOf(f) {
		p, _ := d.Member("issuer")
		base, ok := strings.CutSuffix(d.URL(), "/.well-known/openid-configuration")
		issuer := strings.TrimSuffix(p.Value.Text, "/")
		if !ok || !strings.Contains(base, "://") || strings.TrimSuffix(base, "/") == issuer || template(issuer) || d.Provider == "entra" || d.Provider == "adfs" {
			continue
		}
		v := Verdict{Exchange: d, Evidence: []source.Span{p.Value.Span, d.Request.URL.Span},
			Detail: Text{"Compared here: the document was fetched from {at}, and the issuer it names is {is}. The two must be the same string (OpenID Connect Discovery §4.3); a client that compares them stops here.", "Сравнено здесь: документ получен с {at}, а issuer в нём — {is}. Это должна быть одна и та же строка (OpenID Connect Discovery §4.3); клиент, который их сравнивает, здесь останавливается."}.With("at", base, "is", p.Value.Text)}
		if f.Issued() {
			v.Severity, v.Outcome = Warning, exchange.Issued // this client does not compare them; the next may
		}
		return []Verdict{v}
	}
	return nil
}

// incompleteMetadata: a discovery document without what a login needs, in a text where no tokens came.
func incompleteMetadata(f *exchange.Flow) []Verdict {
	if f.Issued() {
		return nil
	}
	for _, d := range metadataOf(f) {
		for _, name := range [...]string{"authorization_endpoint", "token_endpoint"} {
			if p, _ := d.Member("issuer"); !d.Body.Members.Has(name) && d.Body.Members.Has("jwks_uri") { // a whole one, and no excerpt
				return []Verdict{{Exchange: d, Evidence: []source.Span{p.NameSpan}, Confidence: Likely,
					Detail: Text{"The discovery document names no {name}, which OpenID Connect Discovery §3 requires for a login with a code.", "В документе discovery нет {name}, а для входа с кодом он обязателен (OpenID Connect Discovery §3)."}.With("name", name)}}
			}
		}
	}
	return nil
}

// sentBack is the answer of an authorization endpoint that redirects to the client.
type sentBack struct {
	e             *exchange.Exchange
	location      source.Span
	query         url.Values // of the query and the fragment
	inFragment    bool
	request       artifact.Params
	responseMode  string
	responseType  string
	withoutAnswer bool // no code, token or error
}

// sentBacks are the redirects by which authorization requests of the text were answered.
func sentBacks(f *exchange.Flow) []sentBack {
	var out []sentBack
	for _, e := range f.Exchanges {
		if e.Endpoint != exchange.EndpointAuthorize || e.Request == nil || e.Response == nil || e.Status()/100 != 3 || !e.Params.Has("client_id") {
			continue
		}
		p, ok := e.Response.Headers.Get("Location")
		u, err := url.Parse(p.Value.Text)
		to := e.Params.Text("redirect_uri")
		if !ok || err != nil || to == "" || !strings.HasPrefix(p.Value.Text, to) {
			continue // on to a login page
		}
		s := sentBack{e: e, location: p.Value.Span, query: u.Query(), request: e.Params, responseMode: e.Params.Text("response_mode"), responseType: e.Params.Text("response_type")}
		if more, err := url.ParseQuery(u.Fragment); err == nil && len(more) > 0 {
			s.inFragment = more.Has("code") || more.Has("error") || more.Has("state")
			for name, values := range more {
				s.query[name] = append(s.query[name], values...)
			}
		}
		s.withoutAnswer = !s.query.Has("code") && !s.query.Has("error") && !s.query.Has("access_token") && !s.query.Has("id_token") && !s.query.Has("response")
		out = append(out, s)
	}
	return out
}

// stateSentBack compares the state of an authorization request with that of its answer.
func stateSentBack(f *exchange.Flow, missing bool) []Verdict {
	for _, s := range sentBacks(f) {
		p, sent := s.request.Get("state")
		have, came := s.query["state"]
		if !sent || placeholder(p.Value.Text) || s.query.Has("response") || came == missing || came && have[0] == p.Value.Text {
			continue
		}
		v := Verdict{Exchange: s.e, Evidence: []source.Span{s.location, p.Value.Span}, Confidence: Certain}
		if !missing {
			v.Detail = Text{"Compared here: the authorization request sent one state, and the redirect that answers it brings another. A client must refuse such an answer (RFC 6749 §10.12) before it asks for tokens.", "Сравнено здесь: в запросе авторизации один state, а redirect с ответом на него несёт другой. Клиент обязан отвергнуть такой ответ (RFC 6749 §10.12) до запроса токенов."}
		}
		return []Verdict{v}
	}
	return nil
}

// sentBackWithoutCode: the redirect to the client carries neither a code nor an error.
func sentBackWithoutCode(f *exchange.Flow) []Verdict {
	for _, s := range sentBacks(f) {
		if s.withoutAnswer && strings.Contains(s.responseType, "code") {
			return []Verdict{{Exchange: s.e, Evidence: []source.Span{s.location}}}
		}
	}
	return nil
}

// sentBackInFragment: a code was asked for in the query and came behind #, which no server sees.
func sentBackInFragment(f *exchange.Flow) []Verdict {
	for _, s := range sentBacks(f) {
		if s.inFragment && s.responseType == "code" && s.responseMode != "fragment" {
			return []Verdict{{Exchange: s.e, Evidence: []source.Span{s.location}}}
		}
	}
	return nil
}

// issuerSentBack compares iss of the answer (RFC 9207) with the issuer of the discovery document in the text.
func issuerSentBack(f *exchange.Flow) []Verdict {
	for _, s := range sentBacks(f) {
		for _, d := range metadataOf(f) {
			p, _ := d.Member("issuer")
			at, _ := d.Member("authorization_endpoint")
			iss := s.query.Get("iss")
			if asked, _, _ := strings.Cut(s.e.URL(), "?"); asked != at.Value.Text || iss == "" || iss == p.Value.Text || template(p.Value.Text) {
				continue
			}
			return []Verdict{{Exchange: s.e, Evidence: []source.Span{s.location, p.Value.Span}}}
		}
	}
	return nil
}
