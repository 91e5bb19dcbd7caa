package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "token-born-expired",
	Title:      Text{"The new token already counts as expired at the client", "Новый токен у клиента уже считается истёкшим"},
	About:      Text{"golang.org/x/oauth2 refuses to use a token received moments ago: its expiry (expires_in or expiry) lies in the past.", "golang.org/x/oauth2 отказывается использовать только что полученный токен: его срок (expires_in или expiry) уже в прошлом."},
	Rank:       88,
	Confidence: Likely,
	Outcome:    exchange.Issued,
	Detail: Text{"The token was received, and right after it the client calls it expired and looks for a refresh token. So the lifetime it read lies in the past: expires_in is 0, negative or an absolute date instead of seconds, or the clock of the client is ahead of the server's.",
		"Токен получен, и сразу после этого клиент считает его истёкшим и ищет refresh token. Значит, прочитанный срок жизни уже в прошлом: expires_in равен 0, отрицателен или содержит дату вместо секунд, либо часы клиента спешат."},
	Causes: []Text{
		{"expires_in of the token answer is 0 or no number of seconds (an absolute time, a string the client misreads)", "expires_in в ответе равен 0 или не число секунд (абсолютное время, строка, которую клиент читает неверно)"},
		{"The clocks of client and server differ by more than the token lives", "Часы клиента и сервера расходятся больше, чем живёт токен"},
	},
	Fixes: []Text{
		{"Let the token endpoint answer expires_in in seconds of remaining lifetime, for example 3600, or leave the member out", "Пусть token endpoint отвечает expires_in в секундах оставшегося времени, например 3600, или вовсе не присылает этот член"},
		{"Synchronise both clocks (NTP)", "Синхронизируйте часы обеих сторон (NTP)"},
	},
	Missing: []Text{{"The token answer's expires_in and the Date header of that answer", "expires_in в ответе с токеном и заголовок Date этого ответа"}},
	Refs:    []Ref{{"RFC 6749 §5.1 expires_in", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
	// Not “token-expired”: nothing waited; not “refresh-token-not-issued”: a fresh token needs none.
	Explains: []string{"refresh-token-not-issued", "token-expired", "success-called-failure", "profile-fetch-failed"},
	Check: func(f *exchange.Flow) []Verdict {
		expired := placesOf(f, "oauth2: token expired and refresh token is not set")
		if len(expired) == 0 {
			return bornExpired(f)
		}
		const moments = 2000 // bytes of log between the two lines
		for _, got := range [...]string{"got token", "received token", "token received", "received access token", "received id_token", "exchanged code"} {
			for _, s := range f.Find(got) {
				if d := expired[0].Start - s.End; d >= 0 && d < moments {
					return []Verdict{{Evidence: []source.Span{expired[0], s}}}
				}
			}
		}
		return nil
	},
})
