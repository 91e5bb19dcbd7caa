package diagnose

import (
	"slices"
	"strings"
	"unicode"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// unexplained says of an excerpt that reports a failure in words no rule knows that a login failed: nobody asks about such a
// text but for that.
func unexplained(f *exchange.Flow, have []Finding) []Finding {
	if !isExcerpt(f) || anyOf(f.Lower, notLogin) {
		return nil
	}
	if f.Claimed == exchange.Success || f.Looks || f.Issued() || wentWell(f) || slices.ContainsFunc(have, func(x Finding) bool { return x.Outcome == exchange.Issued }) {
		return nil
	}
	at, ok := f.ClaimedBy.Span, false
	if f.Claimed == exchange.Failure {
		line := wholeLine(f, at)
		ok = excerptOfLogin(f) && !strings.HasPrefix(line, "class ") && !(inRecord(f, at, "info") && !anyOf(line, failing))
	} else if _, well := f.LoginSucceeded(); !well {
		at, ok = complaint(f)
	}
	if !ok {
		return nil
	}
	step := stepIn(withoutSettings(f.Lower))
	if step.rule == "refresh-token-dead" {
		step = failedSteps[len(failedSteps)-1] // an excerpt may name its refresh tokens
	}
	if clientRefused(f, at) {
		step = failedStep{rule: "token-endpoint-401"}
	}
	r := ruleOf(step.rule)
	v := Verdict{Evidence: []source.Span{at}, Title: step.title, Detail: step.detail, Causes: step.causes, Fixes: step.fixes, Confidence: Possible, Rank: ruleOf("login-failed").Rank}.filled(r)
	if codeCame(f) && !uncaught(f) && !anyOf(wholeLine(f, at), failing) {
		v.Outcome = exchange.Unknown // what came of the code is not shown
	}
	return []Finding{{Rule: r, Verdict: v.ofKind(f.Lower), plain: true}}
}

// complaint is the first line that says, in the words of a program, that something of a login was wrong.
func complaint(f *exchange.Flow) (source.Span, bool) {
	const most = 200
	at := 0
	for line := range strings.Lines(f.Lower) {
		s := f.View.Origin(source.Span{Start: at, End: at + min(len(strings.TrimRight(line, "\r\n")), most)})
		said := noData.Replace(withoutAddresses(exchange.Unconditional(line)))
		wrong := anyOf(said, wrongs) && !(strings.Contains(said, "success") && !anyOf(said, failing))
		ofLogin := len(f.Providers) > 0 || anyOf(said, touchesLogin)
		printed := !exchange.Harmless(line) && !exchange.IsCommand(strings.TrimLeft(line, " \t")) && !exchange.Configures(strings.TrimSpace(line)) && !strings.HasSuffix(strings.TrimSpace(line), ") {") && !strings.Contains(said, " = ") && !personProse(line)
		if wrong && ofLogin && printed && !(inRecord(f, s, "info") && !anyOf(said, failing)) {
			return s, true
		}
		at += len(line)
	}
	return source.Span{}, false
}

// noData leaves out what an event or a result of a call prints when it carries nothing.
var noData = strings.NewReplacer("data: undefined", "", "data: null", "", `"data":null`, "")

// wrongs are all the words by which a line says that something is wrong with a thing.
var wrongs = slices.Concat(absent, differs, refused, failing, expired)

// saysWhy gives a finding in words no rule knows a title by which the reader looks at the line, where that line names a reason.
func (x *Finding) saysWhy(f *exchange.Flow) {
	const longest, shown = 600, 240
	title := x.Title
	title.EN, _, _ = strings.Cut(title.EN, "; the reason ")
	title.RU, _, _ = strings.Cut(title.RU, "; причина ")
	if title == x.Title || len(x.Evidence) == 0 {
		return
	}
	seen := f.View.Seen(x.Evidence[0]).Start
	from := strings.LastIndexByte(f.View.Text[:seen], '\n') + 1
	line, _, _ := strings.Cut(f.View.Text[from:], "\n")
	if line = strings.TrimRight(line, " \t\r"); len(line) > longest || !namesReason(line) {
		return
	}
	from += len(line) - len(strings.TrimLeft(line, " \t"))
	if line = strings.TrimLeft(line, " \t"); len(line) > shown {
		line = strings.ToValidUTF8(line[:shown], "")
	}
	x.Evidence[0] = f.View.Origin(source.Span{Start: from, End: from + len(line)})
	x.Title = Text{title.EN + "; the quoted line says why", title.RU + "; причина в приведённой строке"}
	if x.Detail == x.Rule.Detail {
		x.Detail = Text{"The program gives its reason in the quoted line, in words no rule here knows: take them literally first. Below stands what such a failure mostly comes from.",
			"Программа называет причину в приведённой строке словами, которых здесь не знает ни одно правило: сначала прочитайте их буквально. Ниже — отчего такой сбой бывает чаще всего."}
	}
}

// namesReason: the line holds more words of its own than that something of a login failed.
func namesReason(line string) bool {
	const enough = 3
	own := 0
	for word := range strings.FieldsSeq(line) {
		word = strings.Trim(word, `.,:;!?"'()[]{}«»`)
		if strings.ContainsAny(word, "./\\_=:<>@0123456789") || len([]rune(word)) < 3 || strings.IndexFunc(word[1:], unicode.IsUpper) >= 0 {
			continue // a class, a place, a field, a level
		}
		if low := strings.ToLower(word); !slices.ContainsFunc(ofAnyFailure, func(stem string) bool { return strings.HasPrefix(low, stem) }) {
			own++
		}
	}
	return own >= enough
}

// ofAnyFailure are the beginnings of the words by which any failure of a login is told.
var ofAnyFailure = strings.Fields(`the for with from and not was has while during when this that there your
	err fail unable cannot could couldn unsuccess exception unexpected unknown problem wrong occur went happen caus try tried retr
	log sign auth oauth openid oidc sso token access refresh session user account client provider server identity request response answer call handle process perform complete get fetch obtain acquire exchange use code grant callback redirect return
	status warn info debug trace error main http https post html json null undefined true false stack
	ошибк не при для что это вход войти авториз аутентиф токен доступ пользовател клиент сервер запрос ответ получ обмен код удал сбой отказ неуда попыт исключен статус`)
