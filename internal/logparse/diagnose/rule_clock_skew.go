package diagnose

import (
	"time"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

var _ = register(Rule{
	ID:       "clock-skew",
	Title:    Text{"The clocks differ: the token is not valid yet here", "Часы расходятся: здесь токен ещё не действует"},
	About:    Text{"iat or nbf of a token lies in the future of the machine that checks it: the clocks of issuer and receiver differ. Reported by a validator, or computed against the log's own time.", "iat или nbf токена в будущем для проверяющей машины: часы издателя и получателя расходятся. Сообщает проверяющий или вычислено по времени лога."},
	Rank:     80,
	Explains: []string{"success-called-failure", "appauth-id-token-rejected", "api-refused-token", "token-endpoint-401", "provider-error"},
	Detail: Text{"The token was issued a moment ago by a server whose clock is ahead of the clock here, so iat or nbf (not before) lies in the future and the check fails (clock skew). Token and credentials are in order.",
		"Токен выдан только что сервером, чьи часы идут впереди здешних, поэтому iat или nbf (not before) в будущем и проверка не проходит (clock skew). Токен и учётные данные в порядке."},
	Causes: []Text{
		{"The clock of this machine is behind: a virtual machine or WSL after sleep, Docker Desktop, a phone set by hand, a host without time synchronisation (NTP)", "Часы этой машины отстают: виртуальная машина или WSL после сна, Docker Desktop, телефон с ручным временем, хост без синхронизации времени (NTP)"},
		{"exp lies further ahead than the server admits: 10 minutes for a GitHub App, 60 minutes at Google and in FAPI; or the clock of whoever signed is ahead", "exp дальше, чем допускает сервер: 10 минут для GitHub App, 60 минут у Google и в FAPI; или часы подписавшего спешат"},
		{"The validator allows no leeway, and a difference of one second is enough (golang-jwt, jose, PyJWT check iat or nbf exactly)", "Проверяющий не допускает расхождения, и хватает одной секунды (golang-jwt, jose, PyJWT сверяют iat и nbf точно)"},
		{"Local time was taken for UTC when the token (assertion, client_secret JWT) was made: off by whole hours; or milliseconds for seconds", "При создании токена (assertion, JWT как client_secret) местное время принято за UTC: разница в целых часах; или миллисекунды вместо секунд"},
	},
	Fixes: []Text{
		{"Compare date -u here with the Date header of the provider (curl -sI), then switch on NTP: timedatectl set-ntp true, chronyd, w32tm /resync; for WSL wsl --shutdown, for Docker Desktop restart it", "Сравните date -u здесь с заголовком Date провайдера (curl -sI) и включите NTP: timedatectl set-ntp true, chronyd, w32tm /resync; для WSL — wsl --shutdown, Docker Desktop перезапустите"},
		{"Allow some seconds of leeway: jwt.WithLeeway (golang-jwt), clockTolerance (jose, jsonwebtoken, openid-client CLOCK_TOLERANCE), leeway= (PyJWT), clock_skew_in_seconds (google-auth), ClockSkew (ASP.NET), JwtTimestampValidator (Spring)", "Разрешите несколько секунд допуска: jwt.WithLeeway (golang-jwt), clockTolerance (jose, jsonwebtoken, openid-client CLOCK_TOLERANCE), leeway= (PyJWT), clock_skew_in_seconds (google-auth), ClockSkew (ASP.NET), JwtTimestampValidator (Spring)"},
		{"For assertions you sign yourself, take iat and exp in seconds of UTC and put iat half a minute back", "В assertion, которые подписываете сами, берите iat и exp в секундах UTC и сдвигайте iat на полминуты назад"},
	},
	Leads: []Lead{
		{Signs: []string{"too far in the future", "reasonable timeframe"}, Only: true, Cause: "further ahead", Fix: "assertions you sign", Title: Text{"The times in the signed token are refused", "Времена в подписанном токене отвергнуты"}},
		{Signs: []string{"differs from server time"}, Title: Text{"The clock here differs from the server's", "Часы здесь расходятся с часами сервера"}},
	},
	Missing: []Text{{"iat and nbf of the token and the time of both machines in UTC at the same moment", "iat и nbf токена и время обеих машин в UTC в один момент"}},
	Refs: []Ref{
		{"RFC 7519 §4.1.5 nbf, §4.1.6 iat", "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5"},
		{"RFC 8725 JWT best current practices", "https://www.rfc-editor.org/rfc/rfc8725"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		out := tokenChecked(f, "?clock-skew", exchange.Rejected, nil)
		return append(out, fromTheFuture(f, len(out) > 0)...)
	},
})

// fromTheFuture finds issued tokens whose iat or nbf lies after the time of the log. Only a clock difference explains
// that; a second is rounding.
func fromTheFuture(f *exchange.Flow, told bool) []Verdict {
	if f.At.IsZero() || f.AtSource == exchange.AtNow {
		return nil
	}
	var out []Verdict
	for _, t := range f.Tokens {
		if t.Kind != token.KindJWS {
			continue
		}
		lines := refusedByLines(f, t)
		if t.Exchange == nil && !told && len(lines) == 0 {
			continue
		}
		for _, claim := range [...]string{"nbf", "iat"} {
			when, ok := t.ClaimTime(claim)
			ahead := when.Sub(f.At)
			if !ok || ahead < 3*time.Second || ahead > 26*time.Hour && (f.AtSource != exchange.AtLogLine || t.Exchange == nil) {
				continue
			}
			at := beginning(t.Value.Span, 40)
			v := Verdict{Exchange: t.Exchange, Evidence: []source.Span{at}, Severity: Warning, Rank: 40}
			v.Detail = Text{"{what} has {claim} {when}, which is {ahead} after the log's own time {at}. The clock of the machine that wrote the log is behind the issuer's, or the log writes local time without an offset.", "{what}: {claim} {when} — на {ahead} позже времени лога {at}. Часы машины, писавшей лог, отстают от часов издателя, либо лог пишет местное время без смещения."}.
				fill("what", useText(t)).With("claim", claim, "when", utc(when), "at", utc(f.At)).fill("ahead", length(ahead))
			switch {
			case len(lines) > 0 && claim == "nbf":
				v.Evidence, v.Exchange, v.Outcome = append(v.Evidence, lines[0]), nil, exchange.Refused // by the API of the 401
				v.Severity, v.Confidence, v.Rank, v.Missing = Error, Likely, 0, []Text{}
			case told && ahead <= 26*time.Hour:
				v.Severity, v.Confidence, v.Rank, v.Missing = Error, Likely, 0, []Text{}
			case ahead > 50*time.Minute && (ahead+5*time.Minute)%time.Hour < 10*time.Minute || f.AtSource == exchange.AtLogLine && ahead > 20*time.Minute:
				v.Severity, v.Confidence, v.Rank = Info, Possible, 9 // an unmarked time zone looks like this
			}
			out = append(out, v)
			break
		}
	}
	return out
}
