package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "placeholder-left-in",
	Title:      Text{"A placeholder was sent in place of a value", "Вместо значения отправлен шаблон из примера"},
	About:      Text{"The request that was sent still holds braces, angle brackets, or stray characters of an example: %7B…%7D in the tenant path, a variable that was not substituted, a secret that ends in punctuation.", "В отправленном запросе остались фигурные или угловые скобки, или лишние символы примера: %7B…%7D в пути тенанта, неподставленная переменная, секрет со знаками препинания на конце."},
	Confidence: Certain,
	Rank:       88,
	Detail: Text{"The value that went over the wire is not a real one: it holds the braces, brackets or words of a sample or template, or characters left over from it. The server compared exactly these bytes, so it finds no such tenant, client or secret.",
		"По сети ушло не настоящее значение: в нём скобки или слова примера (шаблона) либо оставшиеся от него символы. Сервер сравнивал именно эти байты и не нашёл такого тенанта, клиента или секрета."},
	Causes: []Text{
		{"A sample from documentation was copied and its placeholder kept, or filled in with its braces { } or < > around it", "Пример скопирован из документации, а шаблон остался или заполнен вместе со скобками { } или < >"},
		{"A variable was not substituted: ${VAR} or {{ var }} reached the program as text", "Переменная не подставилась: ${VAR} или {{ var }} дошли до программы текстом"},
	},
	Fixes: []Text{
		{"Replace the whole placeholder, brackets (braces, curly brackets) included, by the value from the provider's console", "Замените шаблон целиком, вместе со скобками, на значение из консоли провайдера"},
		{"Print the effective configuration of the process (env, docker compose config) and look for { } < > and trailing characters", "Выведите действующую конфигурацию процесса (env, docker compose config) и поищите { } < > и лишние символы в конце"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.3 token request", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}},
	Explains: []string{"provider-error", "client-secret-wrong", "client-secret-id-for-value", "client-unknown", "placeholder-suspected"},
	Check: func(f *exchange.Flow) []Verdict {
		if !failedAnywhere(f) {
			return nil
		}
		var out []Verdict
		add := func(e *exchange.Exchange, s source.Span, detail Text, sure string) {
			v := Verdict{Exchange: e, Evidence: []source.Span{s}, Detail: detail, Confidence: sure}
			if e != nil && e.Outcome.Failed() {
				v.Evidence = append(v.Evidence, errorPlaces(e)...)
			}
			out = append(out, v)
		}
		// Braces in an address that was called: percent-encoded, they were sent for sure.
		var braces [][]int
		if f.Has("%7b") {
			braces = sentBraces.FindAll(f.Lower, 6)
		}
		for _, m := range braces {
			s := f.View.Origin(source.Span{Start: m[0], End: m[1]})
			add(exchangeAt(f, s), s, Text{"The path of the address that was called holds %7B and %7D, which are percent-encoded curly brackets: the braces { } of a placeholder were sent as part of the tenant, realm or id. The same braces most likely stand around the other values too (client id, client secret), which then are refused as wrong.",
				"В пути вызванного адреса стоят %7B и %7D — закодированные фигурные скобки: скобки { } шаблона ушли как часть тенанта, realm или id. Скорее всего, такие же скобки стоят и вокруг других значений (client id, client secret), и сервер отвергает их как неверные."}, Certain)
			break
		}
		for _, e := range f.Exchanges {
			if e.Request == nil || !e.Outcome.Failed() {
				continue
			}
			for _, name := range [...]string{"client_id", "client_secret", "code", "refresh_token", "redirect_uri", "tenant", "audience", "scope"} {
				p, ok := e.Params.Get(name)
				if !ok {
					continue
				}
				switch {
				case strings.Contains(p.Value.Text, "${") || strings.HasPrefix(p.Value.Text, "{{") && strings.HasSuffix(p.Value.Text, "}}") || strings.HasPrefix(p.Value.Text, "{") && strings.HasSuffix(p.Value.Text, "}") && !strings.Contains(p.Value.Text, ":") || strings.HasPrefix(p.Value.Text, "<") && strings.HasSuffix(p.Value.Text, ">"):
					// Who pastes a request writes {CODE} where the value was.
					if masked := name == "code" || name == "refresh_token"; !masked && name != "redirect_uri" && name != "scope" || strings.Contains(p.Value.Text, "${") {
						add(e, paramSpan(p), Text{}, Likely)
					}
				case (name == "client_secret" || name == "client_id") && refusedClient(e) && strings.TrimSpace(p.Value.Text) != p.Value.Text:
					add(e, paramSpan(p), Text{"The value of " + name + " was sent with a blank or a line break at its end or beginning. The server compares every character, so it is another value than the registered one.",
						"Значение " + name + " отправлено с пробелом или переводом строки на конце или в начале. Сервер сравнивает все символы, и это уже не то значение, что зарегистрировано."}, Likely)
					v := &out[len(out)-1]
					v.Title = Text{"A blank or line break was sent with " + name, "Вместе с " + name + " ушёл пробел или перевод строки"}
					v.Causes = []Text{
						{"It was read from a file with the line break at its end (echo without -n, a mounted secret, base64 of both)", "Значение прочитано из файла вместе с переводом строки (echo без -n, смонтированный секрет, base64 от того и другого)"},
						{"A blank was copied along with it", "Пробел скопирован вместе со значением"},
					}
					v.Fixes = []Text{{"Write the file with printf %s, or trim the value when it is read", "Записывайте файл через printf %s или обрезайте пробелы при чтении"}}
				case (name == "client_secret" || name == "client_id") && refusedClient(e) && !strings.Contains(p.Value.Text, "REDACTED") && strayEnd.Match(p.Value.Text):
					add(e, paramSpan(p), Text{"The value of " + name + " ends in stray characters (punctuation such as .[ or a quote at the end) that look left over from a sample command or from copying: a suffix of the example, not part of the real value. The server compares the whole value, extra characters included, and answers invalid client secret or unknown client.",
						"Значение " + name + " заканчивается лишними символами (пунктуация вроде .[ или кавычка на конце), похожими на остаток примера или копирования: это суффикс примера, а не часть настоящего значения. Сервер сравнивает значение целиком, вместе с лишними символами, и отвечает, что секрет неверен или клиент неизвестен."}, Likely)
				}
			}
		}
		return out
	},
})

var (
	sentBraces = pattern.Must(`https?://[^\s"'<>?#]*%7b[^\s"'<>?#/]*%7d`)
	strayEnd   = pattern.Must("[A-Za-z0-9][.,;]?[\\[\\](){}<>\"'`;,\\\\]$|^[\"'`<{]")
)

// failedAnywhere reports whether any exchange failed or the text claims a failure: without one, a placeholder is a sample.
func failedAnywhere(f *exchange.Flow) bool {
	return failedExchange(f) != nil || f.Claimed == exchange.Failure
}

// refusedClient: the answer refuses the client or its credentials.
func refusedClient(e *exchange.Exchange) bool {
	return holdsAny(e.Error.Text, "invalid_client", "unauthorized_client", "incorrect_client_credentials", "bad_client", "invalid_request") || e.Status() == 401
}
