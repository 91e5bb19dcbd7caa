package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "header-value-illegal",
	Title:   Text{"The token or secret cannot stand in a header", "Токен или секрет нельзя поместить в заголовок"},
	About:   Text{"The HTTP client refused to send the Authorization header: the value has a line break or another character that headers forbid.", "HTTP-клиент отказался отправлять заголовок Authorization: в значении перевод строки или другой запрещённый символ."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"Nothing was sent: the HTTP client found a character in the header's value that is not allowed there (a newline, a carriage return, a control or non-ASCII character). The token, client secret or API key was stored or read with something beside it, or its stored copy is corrupted.",
		"Ничего не отправлено: HTTP-клиент нашёл в значении заголовка недопустимый символ (перевод строки, возврат каретки, управляющий или не-ASCII). Токен, секрет клиента или API-ключ сохранён или прочитан с чем-то лишним, либо его сохранённая копия испорчена."},
	Causes: []Text{
		{"A trailing newline: a secret from a file (docker secret, kubectl create secret with echo), an environment variable, a command's output", "Перевод строки в конце: секрет из файла (docker secret, kubectl create secret через echo), переменной окружения или вывода команды"},
		{"Typographic quotes, a non-breaking space or “…” copied from a page or a chat", "Типографские кавычки, неразрывный пробел или «…», скопированные со страницы или из чата"},
		{"The stored credentials are corrupted or encrypted, and are used as they are", "Сохранённые учётные данные испорчены или зашифрованы и взяты как есть"},
	},
	Fixes: []Text{
		{"Trim the value where it is read; write secrets with printf or echo -n", "Обрезайте значение при чтении; записывайте секреты через printf или echo -n"},
		{"Sign out, delete the stored credentials and sign in again", "Выйдите, удалите сохранённые учётные данные и войдите снова"},
	},
	Refs:     []Ref{{"RFC 9110 §5.5 field values", "https://www.rfc-editor.org/rfc/rfc9110#section-5.5"}},
	Explains: []string{"login-failed", "token-not-sent", "token-damaged", "code-not-valid"},
})
