package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "scopes-as-string",
	Title:      Text{"The scopes were passed as a string, not as a list", "Scope переданы строкой, а не списком"},
	About:      Text{"The server names single characters as unknown scopes: a library joined the characters of one string instead of the items of a list.", "Сервер называет отдельные символы неизвестными scope: библиотека соединила символы строки вместо элементов списка."},
	Rank:       90,
	Confidence: Certain,
	Outcome:    exchange.Refused,
	Detail: Text{"The refused scopes are single letters. The client library takes a list (array) of scopes; it was given one string, walked over its characters and asked for each of them as a scope.",
		"Отвергнутые scope — отдельные буквы. Библиотека клиента ждёт список (массив) scope; ей дали строку, она прошла по её символам и запросила каждый как scope."},
	Causes:   []Text{{"SCOPES is a string where the library takes a list: google-auth Credentials, InstalledAppFlow, with_scopes; it shows at the first refresh, because the authorization URL accepts a string", "SCOPES — строка там, где библиотека ждёт список: google-auth Credentials, InstalledAppFlow, with_scopes; заметно при первом обновлении, потому что URL авторизации принимает и строку"}},
	Fixes:    []Text{{"Pass a list, SCOPES = [\"https://www.googleapis.com/auth/drive.readonly\"], and delete the stored token so that it is made anew", "Передайте список, SCOPES = [\"https://www.googleapis.com/auth/drive.readonly\"], и удалите сохранённый токен, чтобы он был создан заново"}},
	Refs:     []Ref{{"RFC 6749 §3.3 scope", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"}, {"google-auth: OAuth 2.0 credentials", "https://googleapis.dev/python/google-auth/latest/reference/google.oauth2.credentials.html"}},
	Explains: []string{"scope-refused", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		const longest = 400
		for _, s := range f.Find("invalid=[") {
			list, _, ok := strings.Cut(f.Text.Data[s.End:min(len(f.Text.Data), s.End+longest)], "]")
			if ok && singleCharacters(list) {
				return []Verdict{{Evidence: []source.Span{{Start: s.Start, End: s.End + len(list) + 1}}}}
			}
		}
		return nil
	},
})

// singleCharacters reports whether a list separated by commas names single characters only.
func singleCharacters(list string) bool {
	items := strings.Split(list, ",")
	for _, item := range items {
		if len([]rune(strings.TrimSpace(item))) > 1 {
			return false
		}
	}
	return len(items) > 3
}
