package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// failureWords and successWords are what labels say in the languages logs are written in, in lower case. A word that
// ends in * stands for all that begin with it.
var failureWords = []string{
	"error*", "fail*", "unauthor*", "unauthenticated", "not authorized", "not allowed", "denied", "forbidden", "refused", "rejected", "invalid*", "exception*", "cannot", "unable", "fatal", "mismatch*", "missing*", "expired", "incorrect", "wrong", "unsuccess*", "not complete*", "uncaught", "unexpected status*", "unexpected response*", "unexpected answer*",
	"ошибк*", "неуспе*", "неудач*", "не удал*", "отказ*", "неверн*", "сбой", "запрещ*", "недейств*", "не прошл*", "не прошёл", "не пройд*", "не получ*", "не выполн*", "не выдан*", "неавторизован*", "не авторизован*", "отклон*", "исключени*", "некорректн*", "провал*", "нет токена", "упал*", "отсутств*", "пуст*",
	"fehler*", "fehlgeschlagen", "ungültig*", "verweigert", "abgelehnt",
	"fallo", "fallid*", "fallad*", "inválid*", "denegad*", "incorrect*",
	"erreur*", "échec", "échou*", "invalide", "refusé*",
	"erro", "erros", "falha*", "falhou", "negad*",
	"오류", "실패", "에러", "거부", "报错", "错误", "失败", "无效", "拒绝", "无法", "異常", "异常", "失敗", "エラー", "無効", "拒否",
}

var successWords = []string{
	"success*", "succeed*", "ok", "authenticated", "authorized", "granted", "logged in", "signed in", "[pass]", "exchanged code", "exchanged the code", "token saved", "tokens saved", "passed", "✔", "✅",
	"успе*", "удачн*", "готово", "выполнен", "выполнена", "выполнено", "пройден*", "авторизован*", "залогинил*", "осуществлен", "осуществлён", "разрешен", "разрешён", "ок", "хорошо",
	"токен получен", "токены получены", "получен токен", "получили токен", "токен обновлен", "токен обновлён", "вошл*", "зелён*",
	"erfolg*", "angemeldet",
	"éxito", "exitos*", "correcto",
	"succès", "réussi*",
	"sucesso", "bem-sucedid*",
	"성공", "成功", "完了",
}

// negations turn a success word into its opposite when they stand right before it.
var negations = []string{"not ", "not indicate ", "un", "no ", "не", "не ", "nicht ", "not_", "non ", "pas ", "não "}

// wordIn finds the first word of a list in lower-case text.
func wordIn(low string, words []string) (source.Span, bool) {
	best := source.Span{Start: -1}
	for _, w := range words {
		stem, open := strings.CutSuffix(w, "*")
		for from := 0; ; {
			i := strings.Index(low[from:], stem)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(stem)
			from = end
			if !boundaryBefore(low, start) || !open && !boundaryAfter(low, end) {
				continue
			}
			if open {
				for end < len(low) {
					r, n := utf8.DecodeRuneInString(low[end:])
					if !unicode.IsLetter(r) {
						break
					}
					end += n
				}
			}
			if best.Start < 0 || start < best.Start {
				best = source.Span{Start: start, End: end}
			}
			break
		}
	}
	return best, best.Start >= 0
}

func boundaryBefore(s string, at int) bool {
	if at == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	q, _ := utf8.DecodeRuneInString(s[at:])
	if r > 0x2e80 || q > 0x2e80 { // Chinese and Japanese write no spaces
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func boundaryAfter(s string, at int) bool {
	if at >= len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[at:])
	q, _ := utf8.DecodeLastRuneInString(s[:at])
	if r > 0x2e80 || q > 0x2e80 {
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// saysFailure and saysSuccess find a claiming word in a label.
func saysFailure(v artifact.Value) (artifact.Value, bool) {
	if i := strings.Index(v.Text, "Error"); i > 0 && v.Text[i-1] >= 'a' && v.Text[i-1] <= 'z' && boundaryAfter(v.Text, i+len("Error")) {
		return v, true // the name of a class: RequestError
	}
	if _, ok := says(artifact.Value{Text: withoutNothing(v.Text), Span: v.Span}, failureWords); !ok {
		return artifact.Value{}, false
	}
	return v, true
}

func saysSuccess(v artifact.Value) (artifact.Value, bool) {
	low := strings.ToLower(v.Text)
	s, ok := wordIn(low, successWords)
	if !ok {
		return artifact.Value{}, false
	}
	for _, n := range negations {
		if strings.HasSuffix(low[:s.Start], n) {
			return artifact.Value{}, false
		}
	}
	if rest := low[s.End:]; strings.HasPrefix(rest, " returned") || strings.HasPrefix(rest, " extracted") {
		return artifact.Value{}, false // OpenIddict: an answer was handed on, whatever it says
	}
	return says(v, successWords)
}

// says gives the label itself: a claim is shown whole.
func says(v artifact.Value, words []string) (artifact.Value, bool) {
	if !v.OK() {
		return v, false
	}
	_, ok := wordIn(strings.ToLower(v.Text), words)
	return v, ok
}
