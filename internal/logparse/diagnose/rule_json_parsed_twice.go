package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:     "json-parsed-twice",
	Title:  Text{"Something that is no JSON text was parsed as JSON", "Как JSON разбирали то, что не текст JSON"},
	About:  Text{"JSON.parse of an object that was parsed already ([object Object]) or of undefined: a mistake in the client; it says nothing about the server's answer.", "JSON.parse от уже разобранного объекта ([object Object]) или от undefined: ошибка клиента; об ответе сервера она не говорит."},
	Rank:   66,
	Detail: Text{"The parser met “[object Object]” or undefined: the value had been parsed before, or was never set. The server's answer may be good.", "Разбору попалось «[object Object]» или undefined: значение уже было разобрано или не задано. Ответ сервера может быть исправен."},
	Causes: []Text{
		{"The answer is already an object (axios response.data, fetch's json(), a body parser) and JSON.parse is called on it again, or an object was stringified with String() or + instead of JSON.stringify", "Ответ уже объект (response.data в axios, json() у fetch, body parser), а JSON.parse вызван ещё раз; или объект превращён в строку через String() или + вместо JSON.stringify"},
		{"The variable is undefined: a missing cookie or storage entry, a body that was not read", "Переменная undefined: нет cookie или записи в хранилище, тело не прочитано"},
	},
	Fixes: []Text{
		{"Leave out the second JSON.parse; print typeof value before it", "Уберите второй JSON.parse; перед ним напечатайте typeof значения"},
		{"Log errors with JSON.stringify(error.response?.data ?? error.message), so that the server's own answer is seen", "Пишите ошибки через JSON.stringify(error.response?.data ?? error.message), чтобы был виден ответ сервера"},
	},
	Missing: []Text{{"The raw answer of the server: status and body", "Исходный ответ сервера: статус и тело"}},
	Refs:    []Ref{{"MDN: JSON.parse errors", "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Errors/JSON_bad_parse"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, n := range unreadable(f) {
			object := n.first == 'o' && n.inner || len(n.text) > 6 && n.text[:7] == "[object"
			undefined := n.first == 'u' && (n.text == "" || n.text == "undefined")
			if object || undefined {
				out = append(out, Verdict{Evidence: []source.Span{n.at}})
			}
		}
		return out
	},
})
