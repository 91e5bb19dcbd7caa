package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// came is a thing and the words near it by which a line, or a person, says that it came; beside the words of notReceived
// that is not so.
type came struct {
	things, words []string
	after         bool // the words follow the thing: ID token verified
	last          bool // and end the clause, but for an adverb: the login works fine
}

var (
	endpointWords = came{things: []string{"token endpoint", "/token", "token exchange", "code exchange"}, words: []string{" returns 200", " returned 200", " responds with 200", " responded with 200", " answers 200", " returns http 200", " returned http 200", " succeed", " is successful", " was successful", " completed successfully"}, after: true}
	cameThings    = []came{
		{things: []string{"token", "токен", "jeton", "令牌", "トークン"}, words: slices.Concat(
			[]string{"issued", "received", "obtained", "acquired", "gotten", "got ", "can get", "able to get", "i get ", "we get ", "get back", "receive ", "receives ", "comes back", "came back", "come back", "returned", "returning ", "retrieved", "fetched", "successful", "succesful", "refreshed", "is valid", "was valid", "can see", "i see ", "in localstorage", "in local storage", "have a valid", "has a valid", "i am retrieving", "i'm retrieving", "returns 200", "can decode", "jwt.io", "token ok", "token length", "token expires in"},
			[]string{"получен", "получаю", "получил", "выдан", "приходит", "пришёл", "пришел", "вижу", "возвраща", "erhalte", "bekomme", "sehe", "zurückgegeben", "renvoyé", "reçu", "reçois", "obtenu", "recibo", "devuelve", "obtengo", "recibido", "recebo", "retornado", "recebido", "obtenho", "拿到", "获取到", "获取成功", "得到", "返回了", "正常返回", "正常获取", "已获取", "成功获取", "收到", "取得でき", "取得しました", "取得成功", "返って", "返され", "発行され", "受け取"})},
		endpointWords,
		{things: []string{"sign in", "sign-in", "signin", "login", "authentication"}, words: []string{" is successful", " is working", " works"}, after: true, last: true},
		{things: []string{"id_token", "id token", "idtoken", "id_token signature", "jwt signature", "claims", "userinfo", "user info", "user profile"}, words: []string{" verified", " validated", " accepted", " fetched", " loaded", " signature verified", " is valid", " ok\n"}, after: true},
		{things: []string{"oidc login", "oauth login", "login flow", "auth flow", "oidc flow", "oauth flow"}, words: []string{" complete", " is complete", " succeed", " success"}, after: true},
		{things: []string{"successful openid auth", "successful oidc auth", "successful oauth login", "successful oidc login", "successful openid login", "successful sso login"}, words: []string{" for", " of", " user", " from", " as"}, after: true},
		{things: []string{"credentials", "tokens"}, words: []string{" saved", " stored in "}, after: true},
		{things: []string{"oauth authorization", "oauth2 authorization", "oauth authentication", "oauth2 authentication"}, words: []string{" complete", " succeed", " successful", " works success"}, after: true},
	}
	notReceived = []string{"not ", "not_found", "returned this correlationid", "returned the status", "getting the response", "n't", "fail", "unable", "never", "could", "cannot", "before", " may ", "unless", "until", "without", " if ", "no token", "no access", "expired", "expiration", "invalid", "?", "when ", "error", "should", "must", "expected", "try", "tried", "will ", "missing", "wrong", "an issue", "issue with", "problem", "trouble", "null", "empty", "undef", ": nil", ": none", "mismatch", "postman", "curl", "directly", "insomnia", " no ", "inactive", "malformed", "issued on", "issued at", "issued by", "successfully processed", "issued in the future", "token request", "request token", "authorization token", "не ", "нет ", "получени", " local ", "localhost", "last week", "yesterday", " ago", " worked", "used to ", "last time", "unsuccess", "can be obtained", "lasted ", "token response.", "got token endpoint", "✗", "log.info(", "logger.info(", "console.log(", "print(", "_refreshed'", "_refreshed\"", "on_token",
		"nicht ", "kein", "fehl", " pas ", "échou", "falló", "não ", "falha", "失败", "没有", "无法", "不到", "未", "できな", "できませ", "失敗", "しませ", "れませ"}
)

var _ = register(Rule{
	ID:         "token-received-line",
	Title:      Text{"A line says that the token arrived", "Строка говорит, что токен получен"},
	About:      Text{"A log line by which the program or the library says that it holds a token. It proves the issue where no answer is printed.", "Строка лога, где программа или библиотека говорит, что токен у неё. Она доказывает выдачу, если ответ не напечатан."},
	Severity:   Info,
	Rank:       7,
	Outcome:    exchange.Issued,
	Confidence: Likely,
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Outcome == exchange.Issued && e.Body != nil {
				return nil // the answer itself is there
			}
		}
		return receipt(f)
	},
	Detail: Text{"The token exchange ended well by this line; what failed in the same text came before, after or beside it.", "По этой строке обмен закончился успешно; то, что в том же тексте не удалось, было до, после или рядом."},
	Causes: []Text{{"The token request succeeded; another step of the same login did not", "Запрос токена удался; не удался другой шаг того же входа"}},
	Fixes:  []Text{{"Look for the cause in the step that failed, not at the token endpoint", "Ищите причину в неудавшемся шаге, а не в token endpoint"}},
	Refs:   []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
})

// receipt is the first line that says that the token came, if what came may have been one.
func receipt(f *exchange.Flow) []Verdict {
	if hasAny(f, "keyerror: 'access_token'", "keyerror('access_token'", "failed: 'access_token'") {
		return nil
	}
	for _, c := range cameThings {
		for _, thing := range c.things {
			if at, ok := c.told(f, thing); ok && !answeredOtherwise(f, at) && !labelsAnswer(f, at, failedAnswer) && !(grantRefused(f) && len(f.Of(artifact.Record)) == 0) {
				return []Verdict{{Evidence: []source.Span{at}}}
			}
		}
	}
	return nil
}

// answeredOtherwise: above the line, or behind its words, stands the answer itself, and it brought none.
func answeredOtherwise(f *exchange.Flow, line source.Span) bool {
	last := exchange.Unknown
	for _, e := range f.Exchanges {
		if e.Body != nil && e.Outcome.Failed() && e.Body.Span.Overlaps(line) {
			return true
		}
		if e.Endpoint == exchange.EndpointToken && e.Body != nil && e.Response != nil && e.Span.End <= line.Start {
			last = e.Outcome
		}
	}
	return last.Failed()
}

// unhidden leaves out that an answer was hidden where the text says that the token endpoint did its part.
func unhidden(f *exchange.Flow, verdicts []Finding) []Finding {
	vague := func(x Finding) bool { return x.Rule.ID == "answer-hidden" }
	if !slices.ContainsFunc(verdicts, vague) {
		return verdicts
	}
	for _, thing := range endpointWords.things {
		if _, ok := endpointWords.told(f, thing); ok {
			return slices.DeleteFunc(verdicts, vague)
		}
	}
	return verdicts
}

// told is the first clause that says it of a thing.
func (c came) told(f *exchange.Flow, thing string) (source.Span, bool) {
	const near, reach, most = 36, 70, 100
	if !f.May(thing) {
		return source.Span{}, false
	}
	n := 0
	for i := range places(f.Lower, thing) {
		if n++; n > most {
			break
		}
		at := i + len(thing)
		if i > 0 && strings.IndexByte(`/\`, f.Lower[i-1]) >= 0 || strings.HasSuffix(f.Lower[:i], "/ ") || strings.HasPrefix(f.Lower[at:], " endpoint") && !c.after {
			continue // a file, or where tokens come from
		}
		if !anyOf(f.Lower[max(0, i-near):min(len(f.Lower), at+near)], c.words) {
			continue
		}
		from, to := window(f.Lower, i, at, 1)
		clause := source.Span{Start: max(from, i-reach), End: min(to, at+reach)}
		if clause.Start > from { // the first whole word, and the last
			clause.Start += strings.IndexByte(f.Lower[clause.Start:i], ' ') + 1
		}
		if clause.End < to {
			clause.End = at + max(strings.LastIndexByte(f.Lower[at:clause.End], ' '), 0)
		}
		for _, mark := range clauseMarks {
			if j := strings.LastIndex(f.Lower[clause.Start:i], mark); j >= 0 {
				clause.Start += j + len(mark)
			}
			if j := strings.Index(f.Lower[at:clause.End], mark); j >= 0 {
				clause.End = at + j
			}
		}
		beside := f.Lower[max(clause.Start, i-near):min(clause.End, at+near)]
		if c.after {
			beside = f.Lower[at:min(clause.End, at+near)]
		}
		if c.last && (!c.ends(beside) || anyOf(" "+f.Lower[sentenceStart(f.Lower, from, i):i], otherCase)) {
			continue
		}
		if !anyOf(strings.ReplaceAll(beside, "_obtained_", ""), c.words) || anyOf(f.Lower[clause.Start:clause.End], notReceived) || !aboutLogin(f.Lower[max(0, i-1200):min(len(f.Lower), at+1200)]) {
			continue
		}
		if strings.HasSuffix(strings.TrimSpace(f.Lower[at:]), ":") && strings.TrimSpace(f.Lower[to:]) == "" {
			continue // nothing stands behind its label
		}
		if wished(f.Lower, from) || fillsField(f.Lower, from, to) || labels(f, to) {
			continue
		}
		for clause.Start < i && f.Lower[clause.Start] <= ' ' {
			clause.Start++
		}
		for clause.End > at && f.Lower[clause.End-1] <= ' ' {
			clause.End--
		}
		if span := f.View.Origin(clause); !inEvent(f, span, false) && !described(f, span) {
			return span, true
		}
	}
	return source.Span{}, false
}

// ends reports whether one of the words is all that is said, but for an adverb.
func (c came) ends(clause string) bool {
	return slices.ContainsFunc(c.words, func(w string) bool {
		_, behind, ok := strings.Cut(clause, w)
		switch strings.Trim(behind, " \r\n`*") {
		case "", "fine", "well", "ok", "good", "great", "correctly", "properly", "perfectly", "just fine", "and":
			return ok
		}
		return false
	})
}

// otherCase are words that tell of another case before a person says that the login works: If I use Chrome, the login works.
var otherCase = []string{" if ", " when ", " with ", " without ", " on ", " in ", " using ", " via ", " for ", " after ", " before ", " once ", " while ", " where ", " other ", " until ", " only ", "local"}

// sentenceStart is where the sentence of a line begins in which a place lies.
func sentenceStart(text string, line, at int) int {
	return max(line, strings.LastIndex(text[:at], ". ")+1)
}

// described reports whether a place lies in what an answer says of its error.
func described(f *exchange.Flow, at source.Span) bool {
	return slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return e.Description.OK() && e.Description.Span.Overlaps(at) })
}

// aboutLogin reports whether a text is about a login: beside a token that came any word for one will do.
func aboutLogin(text string) bool {
	return speaksOfLogin(text) || holdsAny(text, "login", "log in", "sign in", "signin", "auth: ", "[auth]", "refresh-token", "zugriffstoken", "jeton", "token de ac", "アクセストークン", "访问令牌")
}

// clauseMarks end a clause.
var clauseMarks = [...]string{",", ";", ".", "，", "。", "；", "、", " but ", " aber ", " но ", " pero ", " mais ", " mas "}

// wished reports whether a line stands below a heading of what was expected.
func wished(text string, line int) bool {
	const heading = 60
	above := "\n" + text[max(0, line-heading):line]
	return holdsAny(above, "\nexpected", "# expected", "*expected", "expected behav", "expected result") && !strings.Contains(above, "unexpected")
}

// fillsField reports whether a few words are all that stands between two headings: somebody filled in a field of a template.
func fillsField(text string, line, end int) bool {
	const few = 30
	above := strings.TrimRight(text[:line], " \r\n")
	above = above[strings.LastIndexByte(above, '\n')+1:]
	return end-line <= few && strings.HasPrefix(above, "#") && strings.HasPrefix(strings.TrimLeft(text[end:], " \r\n"), "#")
}

// labels reports whether a line is the label of an answer below it that failed or whose token is none: what came belies it.
func labels(f *exchange.Flow, lineEnd int) bool {
	at := f.View.Origin(source.Span{Start: lineEnd, End: lineEnd}).Start
	return slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool {
		return e.Body != nil && (e.Outcome.Failed() || e.Body.Members.Has("access_token") && e.Outcome != exchange.Issued) && e.Body.Span.Start >= at && e.Body.Span.Start < at+4
	})
}
