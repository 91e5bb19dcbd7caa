package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// What a person wrote around a paste claims something, too, where the paste itself claims nothing.

// complaints are how people say that something failed, before or after what the program said of it.
var complaints = []string{
	"error", "exception", "fails", "failed", "failing", "doesn't work", "does not work", "didn't work", "not working", "can't log", "cannot log", "unable to", "not able to", "no longer able", "n't been able to", "crash", "rejected", "not authorized", "not allowed",
	"ошибк", "не работает", "не удаётся", "не удается", "не могу войти", "не получается", "fehler", "funktioniert nicht", "nicht anmelden", "erreur", "ne fonctionne pas", "impossible de", "no funciona", "no puedo", "não funciona", "não consigo", "falha", "报错", "错误", "失败", "无法", "エラー", "できない", "できません", "失敗", "오류", "에러", "실패", "안 됩니다", "안됩니다", "되지 않", "안 돼",
	"seem to work", "doesnt work", "dont work", "login failure", "failure url", "no success", "but i get", "but i'm getting", "but, i'm getting", "but i am getting", "but it returns", "but it gives",
	"401", "403", "500", // may be those of another step
}

// statuses is where in complaints they begin.
var statuses = slices.Index(complaints, "401")

// looks are how people tell what they saw when it failed: no program says such a thing of a login.
var looks = []string{
	"404", "502", "503", "504", "not found", "bad gateway", "gateway timeout", "blank page", "white page", "white screen", "empty page", "blank screen", "stuck", "hangs", "spinner", "went wrong", "redirect loop", "infinite loop", "loops", "this loop", "in a loop", "never end", "endless", "nothing happens", "redirected back to", "back to the login", "back at the login", "keeps redirecting",
	"пустая страница", "белый экран", "зависает", "бесконечн", "ничего не происходит", "hängt", "leere seite", "endlosschleife", "page blanche", "boucle", "página en blanco", "bucle", "página em branco", "空白", "死循环", "无限", "卡住", "真っ白",
}

// told are those that no program says.
var told = []string{
	"stays on the login", "stay on the login", "stays at the login", "stays on the sign", "remains on the login", "sent back to the login", "back to the sign-in", "not redirecting", "doesn't redirect", "does not redirect", "never redirects", "not redirected", "never gives a response", "never responds", "never returns a response", "no response at all", "without being logged in", "end up on the login", "not logged in after", "still not logged in", "login page again", "asked to log in again", "asks me to log in again",
	"остаюсь на странице", "остаётся на странице", "остается на странице", "снова страница входа", "снова просит войти", "снова открывается", "не перенаправля", "не переадресу", "ответа так и нет", "ответа нет", "не отвечает", "вход не работает", "возвращает на страницу входа",
	"bleibt auf der", "auf der anmeldeseite", "bleibe auf der", "leitet nicht", "nicht weitergeleitet", "antwortet nicht", "wieder auf der anmelde", "reste sur la page", "ne redirige pas", "ne répond pas", "de retour sur la page", "se queda en la", "no redirige", "no responde", "vuelve a la página de inicio", "fica na página", "não redireciona", "não responde", "volta para a página de login",
	"停留在登录", "还是登录页", "不跳转", "没有跳转", "没有响应", "又回到登录", "跳回登录", "ページのまま", "リダイレクトされない", "リダイレクトされません", "応答がない", "応答がありません", "ログイン画面に戻",
}

// noneOf stand before a complaint that is none: no error in the console.
var noneOf = [...]string{"no ", "any ", "without ", "zero ", "no more ", "нет ", "без ", "keine ", "kein ", "aucune ", "sin ", "nessun ", "nenhum ", "geen ", "brak "}

// personSays is a sentence in which a person says that it failed, or what it looked like: of a text in which nothing else
// claims anything. What only a person says (alone) needs no other sign of one.
func (f *Flow) personSays(complaints []string, alone bool) (artifact.Value, bool) {
	words := f.possible(complaints)
	if len(words) == 0 {
		return artifact.Value{}, false
	}
	for v := range f.lines {
		low := strings.ToLower(v.Text)
		for _, w := range words {
			if i := strings.Index(low, w); i >= 0 && (alone || prose(v.Text)) && boundaryBefore(low, i) && !slices.ContainsFunc(noneOf[:], func(n string) bool { return strings.HasSuffix(low[:i], n) }) {
				return v, true
			}
		}
	}
	return artifact.Value{}, false
}

// personQuotes is a sentence into which a person put the error answer: I got {"error": …} instead of a token.
func (f *Flow) personQuotes() (artifact.Value, bool) {
	for _, e := range f.Exchanges {
		if e.Body == nil || !e.Error.OK() {
			continue
		}
		from := strings.LastIndexByte(f.Text.Data[:e.Body.Span.Start], '\n') + 1
		line := strings.TrimSpace(f.Text.Data[from:e.Body.Span.Start])
		for up := 0; up < 3 && from > 0 && strings.Trim(line, "`") == "" && e.Status() == 0; up++ { // above it, what came: I get back
			to := from - 1
			from = strings.LastIndexByte(f.Text.Data[:to], '\n') + 1
			if line = strings.TrimSpace(f.Text.Data[from:to]); strings.Trim(line, "`") != "" && !gets(line) {
				line = ""
				break
			}
		}
		if line != "" && prose(line) {
			return artifact.Value{Text: line, Span: source.Span{Start: from, End: from + len(line)}}, true
		}
	}
	return artifact.Value{}, false
}

// gotten are how a person says what came.
var gotten = []string{" i get", " i got", " i receive", " i'm getting", " i am getting", " we get", " we got", " it returns", " it returned", " returns me", " i keep getting"}

// gets reports whether a person says what came.
func gets(line string) bool {
	return containsAny(" "+strings.ToLower(line), gotten)
}

// proseWords are what people write and programs do not.
var proseWords = []string{" i ", " i'm ", " i've ", " we ", " my ", " our ", " you ", " am ", " does anyone", " has anyone", " would ", " should ", " please", "thanks", "hello", " hi ", " however", " because ", " я ", " мы ", " у меня", " reporter", " seems "}

// prose tells a sentence that a person wrote about the log from a line of it.
func prose(line string) bool {
	low := " " + strings.ToLower(strings.TrimLeft(line, "#*-• ")) + " "
	if name, _, _ := strings.Cut(line, ") "); strings.HasPrefix(line, "(") && strings.IndexByte(name, ' ') >= 0 || // (oidc) is OmniAuth's head of a line
		strings.HasPrefix(line, "//") || strings.HasPrefix(line, "#") {
		return true
	}
	return containsAny(low, proseWords)
}
