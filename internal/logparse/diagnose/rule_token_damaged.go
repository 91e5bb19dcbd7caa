package diagnose

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/token"
)

var _ = register(Rule{
	ID:         "token-damaged",
	Title:      Text{"A token in this text is damaged", "Токен в этом тексте повреждён"},
	About:      Text{"A string that has the form of a JWT but does not decode to its end: characters lost, doubled or changed. It is decoded as far as it goes.", "Строка вида JWT, которая не декодируется до конца: символы потеряны, удвоены или изменены. Декодируется столько, сколько возможно."},
	Severity:   Warning,
	Confidence: Certain,
	Rank:       45,
	Detail:     Text{"The token does not decode to its end.", "Токен не декодируется до конца."},
	Causes: []Text{
		{"The text went through a document, a screenshot or character recognition (OCR), which confuses 0 and O, 1, l and I, 4 and @, and drops _ and -", "Текст прошёл через документ, снимок экрана или распознавание (OCR), где путаются 0 и O, 1, l и I, 4 и @ и пропадают _ и -"},
		{"Something was changed or replaced by hand, for example to hide it", "Что-то изменено или заменено вручную, например чтобы скрыть данные"},
		{"A log cut or re-encoded the line", "Лог обрезал или перекодировал строку"},
	},
	Fixes: []Text{
		{"Take the token from where it was received: the response body, the network tab, the variable in the debugger", "Возьмите токен там, где он получен: тело ответа, вкладка Network, переменная в отладчике"},
		{"Do not judge a signature or an audience by this copy: no verifier can accept it", "Не судите по этой копии о подписи или аудитории: ни одна проверка её не примет"},
	},
	Refs: []Ref{{"RFC 7515 §3.1 compact serialisation", "https://www.rfc-editor.org/rfc/rfc7515#section-3.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, t := range f.Tokens {
			if len(t.Damage) > 0 && t.Kind != token.KindOpaque && !strings.HasPrefix(f.Text.Slice(t.Value.Span), "eyJzdGF0dXMi") { // {"status": is what SASL XOAUTH2 answers
				out = append(out, damageVerdict(f, t))
			}
		}
		return out
	},
})

func damageVerdict(f *exchange.Flow, t *exchange.Token) Verdict {
	d := t.Damage[0]
	at := tokenPlace(t, d.Offset, len(d.Bytes))
	v := Verdict{Exchange: t.Exchange, Key: strconv.Itoa(t.Index)}
	v.Evidence = append(v.Evidence, at)
	for _, more := range t.Damage[1:] {
		if len(v.Evidence) < 4 {
			v.Evidence = append(v.Evidence, tokenPlace(t, more.Offset, len(more.Bytes)))
		}
	}
	what := useText(t)
	if masked(t.Value.Text) {
		v.Title = Text{"A token is partly masked", "Токен частично замаскирован"}
		v.Detail = Text{"{what} in line {line} holds characters or words that stand for something left out; it is decoded as far as it goes.", "{what} в строке {line} содержит символы или слова вместо пропущенного; декодирован, насколько возможно."}.
			fill("what", what).With("line", lineOf(f, at.Start))
		v.Severity, v.Rank = Info, 8
		v.Causes = []Text{{"Somebody hid a part of the token before pasting, which is right to do", "Часть токена скрыли перед вставкой, и это правильно"}}
		v.Fixes = []Text{{"Nothing to mend; for a full check, paste the token into the Token view, where it stays in the browser", "Чинить нечего; для полной проверки вставьте токен на вкладке Token, он не покинет браузер"}}
		return v
	}
	line, column := f.Text.Position(at.Start)
	v.Title = Text{"{what} is damaged", "{what} повреждён"}.fill("what", what)
	v.Detail = Text{"{what} is a JWT that does not decode to its end. First place: line {line}, column {column}, in the {part}, at “{bytes}”: {why}. Places found: {n}.",
		"{what} — JWT, который не декодируется до конца. Первое место: строка {line}, столбец {column}, часть {part}, «{bytes}»: {why}. Найдено мест: {n}."}.
		fill("what", what).With("line", strconv.Itoa(line), "column", strconv.Itoa(column), "part", d.Part, "bytes", d.Bytes, "n", strconv.Itoa(len(t.Damage))).fill("why", Text{d.Text("en"), d.Text("ru")})
	if n := len(t.Claims); n > 0 {
		v.Detail = joinTexts(" ", v.Detail, Text{"Claims read before it: {n}.", "До него прочитано утверждений: {n}."}.With("n", strconv.Itoa(n)))
	}
	return v
}

// masked tells a token that somebody made unreadable on purpose from one that was damaged on its way.
func masked(s string) bool {
	low := strings.ToLower(s)
	for _, w := range [...]string{"xxxx", "****", "redacted", "removed", "example", "censored", "snip", "masked", "truncated", "hidden", "<", "[", "…"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// useText names a token by what it is used as, to begin a sentence with.
func useText(t *exchange.Token) Text {
	switch t.Use {
	case "access_token":
		return Text{"The access token", "Access-токен"}
	case "id_token":
		return Text{"The ID token", "ID-токен"}
	case "refresh_token":
		return Text{"The refresh token", "Токен обновления"}
	}
	return Text{"A token", "Токен"}
}
