package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "header-value-illegal",
	Title:   Text{"The token or secret cannot stand in a header", "Токен или секрет нельзя поместить в заголовок"},
	About:   Text{"The HTTP client refused to send the Authorization header: the value has a line break or another character that headers forbid.", "HTTP-клиент отказался отправлять заголовок Authorization: в значении перевод строки или другой запрещённый символ."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"Nothing was sent: the header's value has a character that is not allowed there (a newline, a control or non-ASCII character). The token or secret was read with something beside it, or its stored copy is corrupted.",
		"Ничего не отправлено: в значении заголовка недопустимый символ (перевод строки, управляющий или не-ASCII). Токен или секрет прочитан с чем-то лишним, либо его сохранённая копия испорчена."},
	Causes: []Text{
		{"A trailing newline of a secret's file, environment variable or command", "Перевод строки в конце секрета из файла, переменной окружения или команды"},
		{"Name or password hold letters outside Latin-1 (Cyrillic), and the library encodes Basic credentials as Latin-1", "В имени или пароле есть буквы вне Latin-1 (кириллица), а библиотека кодирует данные Basic в Latin-1"},
		{"Typographic quotes, a non-breaking space or “…” copied from a page or a chat", "Типографские кавычки, неразрывный пробел или «…», скопированные со страницы или из чата"},
	},
	Fixes: []Text{
		{"Trim the value where it is read; write secrets with printf or echo -n", "Обрезайте значение при чтении; записывайте секреты через printf или echo -n"},
		{"Python requests: auth=(name.encode(), password.encode()); or send client_id and client_secret in the form", "Python requests: auth=(name.encode(), password.encode()); или передайте client_id и client_secret в форме"},
		{"Sign out, delete the stored credentials and sign in again", "Выйдите, удалите сохранённые учётные данные и войдите снова"},
	},
	Leads:    []Lead{{Signs: []string{"'latin-1' codec"}, Only: true, Cause: "outside Latin-1", Fix: "Python requests"}},
	Refs:     []Ref{{"RFC 9110 §5.5 field values", "https://www.rfc-editor.org/rfc/rfc9110#section-5.5"}},
	Explains: []string{"login-failed", "token-not-sent", "token-damaged", "code-not-valid"},
})
