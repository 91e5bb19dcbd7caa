package report

import (
	"fmt"
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/providers"
)

// headline says the verdict in one sentence.
func (b *Builder) headline(st *flowState) string {
	s := b.r.Summary
	first, after := "", "" // what was found; what failed although the tokens came
	if len(b.r.Findings) > 0 {
		f := b.r.Findings[0]
		first = f.Title
		if f.Severity == diagnose.Error && f.Rule != "success-called-failure" {
			after = afterSuccess(first)
		}
	}
	if st == nil || len(b.r.Exchanges) == 0 {
		return b.withoutExchange(first)
	}
	var x Exchange
	if s.Exchange != "" {
		x = b.r.Exchanges[st.best]
	}
	who := providerName(x.Provider)
	if who == "" {
		who = b.say("the server", "сервер")
	}
	claim := ""
	if x.ClaimedBy != nil {
		claim = shorten(b.public(b.said[x.ID]))
		if after != "" && saysNothing(b.said[x.ID].Text) && len(b.r.Findings[0].Evidence) > 0 {
			claim = shorten(b.public(b.r.Findings[0].Evidence[0]))
		}
	}
	one := b.alone()
	switch {
	case s.Verdict == VerdictMisSuccess:
		return b.calledFailure(who, claim, after)
	case s.Actual == ActualFailure && first == "" && one != nil && one.answered() && exchange.Promised[x.Endpoint] != "":
		return fmt.Sprintf(b.say("%s: the answer came without %s", "%s: в ответе нет %s"), stepWords[x.Endpoint].name.in(b.lang), exchange.Promised[x.Endpoint])
	case s.Verdict == VerdictMisFailure && claim != "":
		return b.say(fmt.Sprintf("“%s” is no success here", claim), fmt.Sprintf("«%s» здесь не успех", claim)) + tail(first)
	case s.Verdict == VerdictMisFailure:
		return b.say("The log calls a failure a success", "Лог называет неудачу успехом") + tail(first)
	case s.Actual == ActualSuccess && after != "" && b.findings[0].compared:
		return b.say("Tokens came, but a client must not accept this login", "Токены пришли, но клиент не должен принимать такой вход") + tail(after)
	case s.Actual == ActualSuccess && one != nil && one.answered():
		return stepWords[x.Endpoint].came.in(b.lang)
	case s.Actual == ActualSuccess && s.Guess:
		return b.say("It seems that tokens were issued", "Похоже, токены были выданы") + tail(after)
	case s.Actual == ActualSuccess && after != "":
		return b.say("Tokens came; what failed came later", "Токены пришли; сбой случился позже") + tail(after)
	case s.Actual == ActualSuccess:
		return b.say("Success: "+who+" issued what was asked for", "Успех: "+who+" выдал то, что просили")
	case s.Actual == ActualFailure && first != "" && b.r.Findings[0].Rule == "provider-error" && one != nil && stepWords[x.Endpoint].name.en != "":
		return stepWords[x.Endpoint].name.in(b.lang) + tail(first)
	case first != "":
		return first
	case s.Actual == ActualFailure && x.Endpoint == exchange.EndpointAPI && x.Response != nil && x.Response.Status >= 400:
		return fmt.Sprintf(b.say("The API answered %d; nothing in this text is about a login", "API ответил %d; о входе в этом тексте ничего нет"), x.Response.Status)
	case s.Actual == ActualFailure:
		return b.say("The login failed", "Вход не удался")
	case one != nil && one.answered():
		return stepWords[one.Endpoint].came.in(b.lang)
	}
	return b.say("This text does not show how the login ended", "По этому тексту не видно, чем закончился вход")
}

// withoutExchange is the headline of a text that shows no exchange.
func (b *Builder) withoutExchange(first string) string {
	if len(b.r.Tokens) > 0 {
		return b.tokenHeadline()
	}
	if first != "" {
		return first
	}
	if w, ok := emptyWords[b.r.Summary.Kind]; ok {
		return w.in(b.lang)
	}
	return b.say("No login traffic in this text", "В этом тексте нет обмена, связанного со входом")
}

// calledFailure is the headline where the log claims a failure of what went well.
func (b *Builder) calledFailure(who, claim, after string) string {
	switch {
	case b.r.Summary.Guess:
		return b.say("Perhaps the login itself worked", "Возможно, сам вход удался") + tail(after)
	case b.r.Summary.Actual == ActualMixed:
		return b.say("The log reports a failure, but "+who+" did issue tokens; something else in it failed", "Лог сообщает об ошибке, но "+who+" выдал токены; не прошло что-то другое") + tail(after)
	case claim != "" && after != "":
		return b.say(fmt.Sprintf("The log says “%s”; %s issued what was asked for, what failed came later", claim, who), fmt.Sprintf("Лог пишет «%s»; %s выдал то, что просили, сбой случился позже", claim, who)) + tail(after)
	case claim != "":
		return b.say(fmt.Sprintf("The log says “%s”, but %s issued what was asked for: this is a success", claim, who), fmt.Sprintf("Лог пишет «%s», но %s выдал то, что просили: это успех", claim, who))
	}
	return b.say("The log reports a failure, but "+who+" issued what was asked for", "Лог сообщает об ошибке, но "+who+" выдал то, что просили")
}

// say is a text in the report's language.
func (b *Builder) say(en, ru string) string { return diagnose.Text{EN: en, RU: ru}.In(b.lang) }

// stepWords are of the endpoints whose answer says something where nothing else is shown: what to call it, and the
// headline of a good answer.
var stepWords = map[string]struct{ name, came words }{
	exchange.EndpointDiscovery:    {came: words{"The provider's metadata came as asked", "Метаданные провайдера получены"}},
	exchange.EndpointJWKS:         {came: words{"The key set came as asked", "Набор ключей получен"}},
	exchange.EndpointDevice:       {words{"Device authorization", "Запрос кода устройства"}, words{"The device code came: now the user confirms it", "Код устройства получен: теперь его подтверждает пользователь"}},
	exchange.EndpointPAR:          {words{"Pushed authorization request", "Запрос PAR"}, words{"The server took the pushed request: now the login starts with its request_uri", "Сервер принял запрос PAR: теперь вход начинается с полученным request_uri"}},
	exchange.EndpointCIBA:         {words{"Backchannel authentication (CIBA)", "Запрос CIBA"}, words{"The server asks the user: now the tokens are fetched with auth_req_id", "Сервер спрашивает пользователя: теперь токены получают по auth_req_id"}},
	exchange.EndpointRegistration: {words{"Client registration", "Регистрация клиента"}, words{"The client is registered: its client_id came", "Клиент зарегистрирован: client_id получен"}},
	exchange.EndpointRevoke:       {words{"Revocation", "Отзыв токена"}, words{"The server accepted the revocation", "Сервер принял отзыв токена"}},
	exchange.EndpointIntrospect:   {words{"Introspection", "Интроспекция"}, words{"Introspection says: the token is active", "Интроспекция: токен действителен"}},
	exchange.EndpointUserinfo:     {words{"Userinfo", "Userinfo"}, words{"Userinfo came: the server accepted the token", "Данные пользователя (userinfo) получены: сервер принял токен"}},
}

// alone is the only exchange of the report, but for the server's own lines about it, if it is one that stepWords speaks of.
func (b *Builder) alone() *Exchange {
	if len(b.r.Exchanges) == 0 || b.r.Stats.ExchangesOmitted > 0 {
		return nil
	}
	x := &b.r.Exchanges[0]
	if _, ok := stepWords[x.Endpoint]; !ok {
		return nil
	}
	for i := range b.r.Exchanges[1:] {
		other := &b.r.Exchanges[i+1]
		if other.Endpoint != x.Endpoint || x.hasAnswer() && other.hasAnswer() {
			return nil
		}
		if !x.hasAnswer() {
			x = other
		}
	}
	return x
}

// hasAnswer reports whether the exchange shows an answer, not just a line about one.
func (x *Exchange) hasAnswer() bool { return x.Response != nil && x.Response.Body != "none" }

// answered reports whether the exchange shows an answer of success in the form its endpoint promises.
func (x *Exchange) answered() bool {
	r := x.Response
	return r != nil && r.Status/100 == 2 && r.Error == "" && (r.Body == "json" || x.Endpoint == exchange.EndpointRevoke)
}

func tail(title string) string {
	if title == "" {
		return ""
	}
	return ": " + lowerFirst(title)
}

// afterSuccess is a title without its own word that the tokens came, where the sentence before it has said so.
func afterSuccess(title string) string {
	for _, said := range [...]string{"The tokens came; ", "Tokens came; ", "Tokens came, ", "The login worked; ", "The login worked, ", "Токены выданы; ", "Токены пришли; ", "Токены пришли, ", "Вход прошёл; ", "Вход прошёл, но "} {
		if rest, ok := strings.CutPrefix(title, said); ok {
			return rest
		}
	}
	return title
}

// lowerFirst lowers the first letter of a sentence, unless its first word is a name: GitHub, HTML.
func lowerFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	r := []rune(first)
	if len(r) == 0 || strings.ToLower(string(r[1:])) != string(r[1:]) || providerWord(first) {
		return s
	}
	return strings.ToLower(string(r[0])) + string(r[1:]) + s[len(first):]
}

// providerWord reports whether a word is the name of a provider, or begins one.
func providerWord(word string) bool {
	return slices.ContainsFunc(providers.All(), func(p providers.Profile) bool {
		first, _, _ := strings.Cut(p.Name, " ")
		return first == word
	})
}

// public is a quote up to the first secret in it.
func (b *Builder) public(q Quote) string {
	for _, secret := range b.r.Secrets {
		if secret.Start < q.Span.End && q.Span.Start < secret.End {
			before, _ := q.moved()
			return strings.ToValidUTF8(q.Text[:min(max(secret.Start-q.Span.Start-before, 0), len(q.Text))], "")
		}
	}
	return q.Text
}

// shorten makes a claim fit into a sentence: without the time and the package at its head, and to the end of a word.
func shorten(s string) string {
	const most = 60
	words := strings.Fields(strings.TrimLeft(s, "#>*- `"))
	for len(words) > 1 && isTime(words[0]) || len(words) > 3 && ofLogger(words[0]) || len(words) > 2 && isLevel(words[0]) {
		words = words[1:]
	}
	if len(words) > 3 && strings.Count(words[0], ".") > 1 && (words[1] == ":" || words[1] == "-") {
		words = words[2:] // the class that logs
	}
	if len(words) > 0 {
		// Of a class the name says what its package does not.
		if i := strings.LastIndexByte(words[0], '.'); i > 0 && i+1 < len(words[0]) && words[0][i+1] >= 'A' && words[0][i+1] <= 'Z' && strings.Count(words[0], ".") > 1 {
			words[0] = words[0][i+1:]
		}
	}
	s = strings.Join(words, " ")
	if i := strings.LastIndexByte(s, '['); i > 0 && strings.IndexByte(s[i:], ']') < 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, " :=-")
	if inner := strings.Trim(s, "[]"); len(inner) == len(s)-2 && !strings.ContainsAny(inner, "[]") {
		s = inner
	}
	if len(s) <= most {
		return s
	}
	if i := strings.LastIndexByte(s[:most], ' '); i > most/2 {
		return strings.TrimRight(s[:i], " :=-,.") + "…"
	}
	return clip(s, most)
}

// saysNothing: a claim is a level or a number alone, or begins with a place in a program.
func saysNothing(claim string) bool {
	words := strings.Fields(claim)
	if len(words) == 1 {
		return artifact.Severity(words[0]) != "" || strings.Trim(words[0], "0123456789") == ""
	}
	return slices.ContainsFunc(words[:min(len(words), 4)], func(w string) bool { return strings.Contains(w, ".go:") })
}

// isTime: the word is a date or a time of day; a status is none.
func isTime(word string) bool {
	inner := strings.Trim(word, "[](),")
	return strings.Trim(inner, "0123456789-/:.,+TZ") == "" && (strings.Contains(inner, ":") || strings.Count(inner, "-") == 2)
}

// ofLogger: the word is a time, a number, a thread or a place in the program, as a logger puts them before a message.
func ofLogger(word string) bool {
	inner := strings.Trim(word, "[]()")
	return strings.Trim(inner, "0123456789-/:.,+TZ") == "" || inner != word && strings.HasSuffix(word, "]") || inner != word && (word[0] == '(' || strings.Contains(inner, "-") && strings.HasSuffix(word, ")") && !strings.Contains(inner, "("))
}

// isLevel: the word is a level as loggers write it; Error may begin a sentence.
func isLevel(word string) bool {
	word = strings.Trim(word[strings.LastIndexByte(word, '.')+1:], "[]:") // Monolog: production.ERROR:
	return word == strings.ToUpper(word) && artifact.Severity(word) != ""
}

func (b *Builder) tokenHeadline() string {
	t := b.r.Tokens[0]
	what := b.say("A token", "Токен")
	switch {
	case t.Kind == "jwe":
		what = b.say("An encrypted token (JWE)", "Зашифрованный токен (JWE)")
	case t.Kind == "jws" && t.Issuer != "":
		what = b.say("A token of ", "Токен от ") + clip(t.Issuer, 80)
	}
	switch {
	case len(t.Damage) > 0:
		return what + b.say(", damaged", ", повреждён")
	case t.State == "expired":
		return what + b.say(", expired", ", истёк")
	case t.State == "not_yet_valid":
		return what + b.say(", not yet valid", ", ещё не действителен")
	}
	return what
}

func providerName(id string) string {
	if p, ok := providers.Get(id); ok && p.Name != "" {
		return p.Name
	}
	return ""
}
