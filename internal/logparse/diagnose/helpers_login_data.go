package diagnose

import (
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
	at     source.Span // there
}

// idTokens are those that can be read. One that is given out twice is the token of both answers.
func idTokens(f *exchange.Flow) []idToken {
	var out []idToken
	for _, e := range f.Exchanges {
		if e.Endpoint != exchange.EndpointToken || e.Outcome != exchange.Issued || e.Grant == "refresh_token" || e.Event != nil {
			continue
		}
		for _, t := range f.Tokens {
			if t.Use != "id_token" || !t.Complete || t.Kind != token.KindJWS || t.Issuer() == "" || masked(t.Raw) {
				continue
			}
			again := slices.IndexFunc(t.Also, e.Span.Contains)
			switch {
			case t.Exchange == e:
				out = append(out, idToken{t, e, t.Value.Span})
			case again >= 0 && e.Params.Has("code"):
				out = append(out, idToken{t, e, t.Also[again]})
			}
		}
	}
	return out
}

// start is the beginning of the token, enough to find it.
func (t idToken) start() source.Span {
	return beginning(t.at, 40)
}

// What is said of data that contradict each other where no client speaks.
var (
	ofAnotherLogin = Text{"The answer belongs to another login: two at once (tabs, a double call), or a code or token that was replayed or slipped in", "Ответ относится к другому входу: два входа сразу (вкладки, двойной вызов) либо повторно использованный или подставленный код или токен"}
	recordOnce     = Text{"Record one login alone, in a private window, from the authorization request to the tokens, and compare again", "Запишите один вход отдельно, в приватном окне, от запроса авторизации до токенов, и сравните снова"}
	checkIsOn      = Text{"See that the client makes this check: where it accepted this login, the check is off or missing", "Убедитесь, что клиент делает эту проверку: если такой вход он принял, она отключена или её нет"}
)

// nonceOfLogin compares the nonce of the authorization request with that of the ID token.
func nonceOfLogin(f *exchange.Flow) []Verdict {
	var out []Verdict
	l := loginsOf(f)
	for _, id := range idTokens(f) {
		have := id.ClaimString("nonce")
		sent := l.asked(id.answer, "nonce")
		if len(sent) == 0 || holds(sent, have) {
			continue
		}
		v := Verdict{Exchange: id.answer, Outcome: exchange.Issued, Compared: true, Evidence: []source.Span{sent[len(sent)-1].span, id.start()}, Missing: []Text{},
			Title:  Text{"The ID token has another nonce than was asked for", "В ID-токене не тот nonce, что в запросе"},
			Detail: Text{"Compared here: the nonce of the authorization request and that of the ID token are not the same. A client must refuse such a token (OpenID Connect Core §3.1.3.7), whether or not it says so in this text; the server issued what was asked for.", "Сравнено здесь: nonce запроса авторизации и nonce ID-токена различаются. Клиент обязан отвергнуть такой токен (OpenID Connect Core §3.1.3.7), даже если в этом тексте он об этом не пишет; сервер выдал то, что просили."},
			Causes: []Text{ofAnotherLogin, {"The provider does not put the nonce of this request into the token: it ignores it, hashes it, or gives out a cached token", "Провайдер не кладёт в токен nonce этого запроса: игнорирует его, хеширует или отдаёт токен из кэша"}},
			Fixes:  []Text{recordOnce, {"If it is so again, have the provider return nonce unchanged (OpenID Connect Core §2)", "Если повторилось, добейтесь, чтобы провайдер возвращал nonce без изменений (OpenID Connect Core §2)"}, checkIsOn}}
		if have == "" {
			v.Title = Text{"The ID token lacks the nonce that was asked for", "В ID-токене нет nonce из запроса"}
			slices.Reverse(v.Causes)
		}
		for _, other := range l.asks {
			if p, ok := other.params.Get("nonce"); ok && have != "" && p.Value.Text == have {
				v.Detail = joinTexts(" ", v.Detail, Text{"It is the nonce of another login in this text.", "Это nonce другого входа из этого текста."})
				v.Evidence = append(v.Evidence, p.Value.Span)
				break
			}
		}
		out = append(out, v)
	}
	return out
}

// audienceOfLogin compares the client of the requests with the audience of the ID token.
func audienceOfLogin(f *exchange.Flow) []Verdict {
	var out []Verdict
	l := loginsOf(f)
	for _, id := range idTokens(f) {
		clients := l.asked(id.answer, "client_id")
		if p, ok := id.answer.Params.Get("client_id"); ok && !withheld(p.Value.Text) {
			clients = []given{{text: p.Value.Text, span: p.Value.Span}}
		}
		aud := id.Audience()
		if len(clients) == 0 || len(aud) == 0 || slices.ContainsFunc(clients, func(g given) bool { return slices.Contains(aud, g.text) }) {
			continue
		}
		out = append(out, Verdict{Exchange: id.answer, Outcome: exchange.Issued, Compared: true, Evidence: []source.Span{id.start(), clients[0].span}, Missing: []Text{},
			Title:  Text{"The ID token is made out to another client", "ID-токен выписан другому клиенту"},
			Detail: Text{"The ID token has aud “{is}”, and the client that asked for it is “{want}”. A client must refuse a token that is not made out to it (OpenID Connect Core §3.1.3.7).", "В ID-токене aud «{is}», а запросил его клиент «{want}». Клиент обязан отвергнуть токен, выписанный не ему (OpenID Connect Core §3.1.3.7)."}.With("is", strings.Join(aud, ", "), "want", clients[0].text),
			Causes: []Text{{"A mapper or an audience setting of the provider puts an API in the place of the client_id", "Mapper или настройка аудитории у провайдера ставит API вместо client_id"}, ofAnotherLogin},
			Fixes:  []Text{{"Keep the client_id in aud of ID tokens, and add APIs to access tokens only (Keycloak: mapper Audience, Add to ID token off)", "Оставьте client_id в aud ID-токенов, а API добавляйте только в access-токены (Keycloak: mapper Audience, Add to ID token выключен)"}, checkIsOn}})
	}
	return out
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
			return []Verdict{{Exchange: id.answer, Outcome: exchange.Issued, Compared: true, Evidence: []source.Span{p.Value.Span, id.start()}, Missing: []Text{},
				Title:  Text{"The ID token is of another issuer than discovery names", "В ID-токене не тот издатель, что в discovery"},
				Detail: Text{"The discovery document names the issuer {want}, and the ID token of its token endpoint has iss {is}. The comparison is exact (OpenID Connect Core §3.1.3.7).", "Документ discovery называет issuer {want}, а в ID-токене его token endpoint — iss {is}. Сравнение точное (OpenID Connect Core §3.1.3.7)."}.With("want", p.Value.Text, "is", id.Issuer())}}
		}
	}
	return nil
}

// subjectOfLogin compares the sub of userinfo with that of the ID token that came with its access token.
func subjectOfLogin(f *exchange.Flow) []Verdict {
	var out []Verdict
	all := idTokens(f)
	for _, e := range f.Exchanges {
		sub, ok := e.Member("sub")
		if e.Endpoint != exchange.EndpointUserinfo || !ok || e.Status() >= 300 || withheld(sub.Value.Text) {
			continue
		}
		ids := all
		if i := slices.IndexFunc(all, func(t idToken) bool { return presents(e, t.answer) }); i >= 0 {
			ids = all[i : i+1]
		}
		if len(ids) > 0 && !slices.ContainsFunc(ids, func(t idToken) bool { return t.Subject() == sub.Value.Text || t.Subject() == "" }) {
			out = append(out, Verdict{Exchange: e, Compared: true, Evidence: []source.Span{sub.Value.Span, ids[0].start()}, Missing: []Text{},
				Detail: Text{"Compared here: userinfo and the ID token of the text name different users by sub. A client must not use such a profile (OpenID Connect Core §5.3.2), whether or not it says so; tokens were issued.", "Сравнено здесь: userinfo и ID-токен в тексте называют разных пользователей в sub. Клиент не вправе использовать такой профиль (OpenID Connect Core §5.3.2), даже если об этом не пишет; токены выданы."}})
		}
	}
	return out
}

// presents reports whether a request carries the access token of an answer.
func presents(e, answer *exchange.Exchange) bool {
	if e.Request == nil {
		return false
	}
	_, sent, _ := strings.Cut(e.Request.Header("Authorization"), " ")
	return sent != "" && slices.ContainsFunc(answer.Tokens, func(t *exchange.Token) bool { return t.Use == "access_token" && t.Value.Text == sent })
}

// bornExpired: by the clock of the recording, the ID token had expired when it was issued.
func bornExpired(f *exchange.Flow) []Verdict {
	for _, id := range idTokens(f) {
		exp, ok := id.ClaimTime("exp")
		if e := id.answer; ok && e.Response != nil && e.Response.Format == "har" && !e.At.IsZero() && e.At.Sub(exp) > time.Minute {
			return []Verdict{{Exchange: e, Outcome: exchange.Issued, Compared: true, Evidence: []source.Span{id.start()}, Missing: []Text{},
				Title:  Text{"The ID token had expired before it came", "ID-токен истёк ещё до того, как пришёл"},
				Detail: Text{"Compared here: exp of the ID token is {exp}, and the answer that carries it was recorded at {at}. A client must refuse a token after its exp (OpenID Connect Core §3.1.3.7).", "Сравнено здесь: exp ID-токена — {exp}, а ответ с ним записан {at}. После exp клиент обязан отвергнуть токен (OpenID Connect Core §3.1.3.7)."}.With("exp", utc(exp), "at", utc(e.At)),
				Causes: []Text{{"The clock of the server, or of the machine that made the recording, is off", "Часы сервера или машины, на которой сделана запись, идут неверно"}, {"The provider gives out a cached ID token: then its iat is old, too", "Провайдер отдаёт ID-токен из кэша: тогда стар и его iat"}},
				Fixes:  []Text{{"Compare the Date header of the answer with the time of the recording, and switch on NTP where the clock is off", "Сравните заголовок Date ответа со временем записи и включите NTP там, где часы неверны"}, checkIsOn}}}
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
