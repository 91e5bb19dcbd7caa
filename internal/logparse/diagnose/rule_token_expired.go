package diagnose

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

var _ = register(Rule{
	ID:       "token-expired",
	Title:    Text{"A token was presented after it had expired", "Токен предъявлен после истечения срока"},
	About:    Text{"The exp of a token lies before the time at which it was checked: reported by a validator, or computed against the log's own time where the token itself stands in the text.", "exp токена раньше момента проверки: сообщает проверяющий или вычислено по времени самого лога, если токен есть в тексте."},
	Rank:     74,
	Detail:   Text{"The token's exp is past. Either it is old, and nobody refreshed it, or the clock of the machine that checks it runs ahead.", "exp токена в прошлом. Либо токен старый и его не обновили, либо часы проверяющей машины спешат."},
	Explains: []string{"success-called-failure", "refresh-token-dead", "api-refused-token", "appauth-id-token-rejected"},
	Causes: []Text{
		{"An old token is still in use: a cached, stored or pasted one, a session longer than the token, a refresh that does not run", "Используется старый токен: из кэша, хранилища или вставленный, сессия длиннее токена, обновление не срабатывает"},
		{"The clocks differ: a virtual machine, container host or phone whose time is off (clock skew, no NTP); a fresh token that is “expired” at once shows it", "Часы расходятся: виртуальная машина, хост контейнеров или телефон с неверным временем (clock skew, нет NTP); на это указывает свежий токен, который сразу «истёк»"},
		{"The lifetime is shorter than the work it is used for (Keycloak Access Token Lifespan 5 minutes)", "Срок жизни короче работы, для которой токен нужен (в Keycloak Access Token Lifespan — 5 минут)"},
		{"Dropbox: access tokens live four hours, and no refresh token was asked for (or the console's Generated access token is in use)", "Dropbox: access-токены живут четыре часа, а refresh-токен не запрошен (или используется Generated access token из консоли)"},
	},
	Fixes: []Text{
		{"Refresh before exp (half a minute early), and get a new token on 401 once", "Обновляйте до exp (на полминуты раньше), а при 401 один раз получайте новый токен"},
		{"Compare date -u on the machine with the Date header of the provider; switch on NTP (timedatectl, chrony; wsl --shutdown or hwclock -s after sleep)", "Сравните date -u на машине с заголовком Date провайдера; включите NTP (timedatectl, chrony; после сна — wsl --shutdown или hwclock -s)"},
		{"Allow a small leeway in the validator: ClockSkew (ASP.NET, 5 minutes by default), clockTolerance (jose), leeway (PyJWT), JwtTimestampValidator (Spring)", "Разрешите небольшой допуск: ClockSkew (ASP.NET, по умолчанию 5 минут), clockTolerance (jose), leeway (PyJWT), JwtTimestampValidator (Spring)"},
		{"Dropbox: authorize with token_access_type=offline and refresh", "Dropbox: запрашивайте вход с token_access_type=offline и обновляйте токен"},
	},
	Leads: []Lead{
		{Signs: []string{"expired_access_token"}, Only: true, Cause: "Dropbox: ", Fix: "Dropbox: "},
	},
	Missing: []Text{{"iat and exp of the token, and the exact time of the check in UTC", "iat и exp токена и точное время проверки в UTC"}},
	Refs:    []Ref{{"RFC 7519 §4.1.4 exp", "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4"}, {"RFC 6750 §3.1 invalid_token", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		out := tokenChecked(f, "?token-expired", exchange.Rejected, func(v *Verdict, message string) { expiryTold(f, v, message) })
		return append(append(out, presentedExpired(f)...), outlived(f)...)
	},
})

// expiryTold compares the expiry a message gives (go-oidc, java-jwt, jsonwebtoken) with the log's own time.
func expiryTold(f *exchange.Flow, v *Verdict, message string) {
	exp, ok := timeIn(message)
	if !ok || f.At.IsZero() || f.AtSource == exchange.AtNow {
		return
	}
	late := f.At.Sub(exp)
	if late < 0 || late > 400*24*time.Hour {
		return
	}
	v.Detail = Text{"The message gives the expiry as {exp}; the log's own time is {at}: the token was {late} too old. ", "В сообщении срок истечения {exp}; время лога {at}: токен старше на {late}. "}.
		With("exp", utc(exp), "at", utc(f.At)).fill("late", length(late))
	if late > 2*time.Hour {
		v.Detail = joinTexts("", v.Detail, Text{"Over so long a time it is a stale token, or a clock off by hours or a day; both are told apart by the token's iat.", "При такой разнице это залежавшийся токен или часы, сбитые на часы либо сутки; различить поможет iat токена."})
	} else {
		v.Detail = joinTexts("", v.Detail, Text{"A difference of this size is typical of a session that outlived its token, or of clock skew.", "Такая разница типична для сессии, пережившей свой токен, или для расхождения часов."})
	}
}

// presentedExpired finds tokens that a printed request presents, or an API rejected, after their exp.
func presentedExpired(f *exchange.Flow) []Verdict {
	if f.At.IsZero() || f.AtSource == exchange.AtNow {
		return nil
	}
	var out []Verdict
	for _, t := range f.Tokens {
		if t.Kind != token.KindJWS || t.Use == "id_token" || f.State(t) != "expired" {
			continue
		}
		e := t.Exchange
		lines := refusedByLines(f, t)
		if len(lines) > 0 {
			e = nil
		} else if e == nil || e.Outcome == exchange.Issued || !e.Outcome.Failed() || e.Body != nil && e.Body.Span.Overlaps(t.Value.Span) {
			continue
		}
		exp, _ := t.ClaimTime("exp")
		at := beginning(t.Value.Span, 40)
		late := f.At.Sub(exp)
		v := Verdict{Exchange: e, Evidence: []source.Span{at}, Confidence: Certain}
		if len(lines) > 0 {
			v.Evidence, v.Confidence, v.Outcome = append(v.Evidence, lines[0]), Likely, exchange.Rejected
		}
		v.Detail = Text{"{what} sent here expired at {exp}; the log's own time is {at}, {late} later.", "{what} из этого запроса истёк {exp}; время лога {at}, на {late} позже."}.
			fill("what", useText(t)).With("exp", utc(exp), "at", utc(f.At)).fill("late", length(late))
		out = append(out, v)
	}
	return out
}

// outlived finds calls refused later than the expires_in of the answer that brought their token (RFC 6749 §5.1).
func outlived(f *exchange.Flow) []Verdict {
	var out []Verdict
	var issued *exchange.Exchange
	var lifetime artifact.Param
	for _, e := range f.Exchanges {
		if in, ok := e.Member("expires_in"); ok && e.Outcome == exchange.Issued && !e.At.IsZero() {
			issued, lifetime = e, in
			continue
		}
		if issued == nil || e.Outcome != exchange.Rejected || e.Status() != 401 || e.At.IsZero() {
			continue
		}
		if e.Request != nil {
			sent, named := e.Request.Headers.Get("Authorization")
			if token, ok := issued.Member("access_token"); named && ok && !strings.HasSuffix(sent.Value.Text, token.Value.Text) {
				continue // another token
			}
		}
		seconds, err := strconv.Atoi(lifetime.Value.Text)
		if err != nil || seconds <= 0 || seconds > 1<<20 {
			continue
		}
		end := issued.At.Add(time.Duration(seconds) * time.Second)
		if !e.At.After(end) || len(e.Proof) == 0 {
			continue
		}
		out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Proof[0], lifetime.Value.Span}, Confidence: Likely,
			Detail: Text{"The access token came at {then} with expires_in {lifetime}, so it was good until {end}. The call that was refused came at {at}, {late} after that.", "Access-токен пришёл {then} с expires_in {lifetime}, то есть действовал до {end}. Отклонённый вызов был {at}, на {late} позже."}.
				With("then", utc(issued.At), "lifetime", lifetime.Value.Text, "end", utc(end), "at", utc(e.At)).fill("late", length(e.At.Sub(end)))})
	}
	return out
}

// refusedByLines gives the 401 of log lines beside a token, where none of them holds an answer that brought one.
func refusedByLines(f *exchange.Flow, t *exchange.Token) []source.Span {
	if f.Claimed == exchange.Success || t.Exchange != nil && (t.Exchange.Request != nil || t.Exchange.Response != nil || t.Exchange.Body != nil) ||
		slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return e.Outcome == exchange.Issued }) {
		return nil
	}
	return placesOf(f, "401 unauthorized", " 401 ", " 401\n", " 401:", "status=401", "status: 401", "http 401")
}

// utc writes a time to the second, in UTC.
func utc(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

// length is a duration in its two largest units.
func length(d time.Duration) Text {
	var parts []Text
	for _, unit := range [...]struct {
		size time.Duration
		name Text
	}{{24 * time.Hour, Text{" d", " д"}}, {time.Hour, Text{" h", " ч"}}, {time.Minute, Text{" min", " мин"}}, {time.Second, Text{" s", " с"}}} {
		n := d / unit.size
		d -= n * unit.size
		if n > 0 && len(parts) < 2 {
			number := strconv.Itoa(int(n))
			parts = append(parts, Text{number + unit.name.EN, number + unit.name.RU})
		} else if len(parts) > 0 {
			break
		}
	}
	if len(parts) == 0 {
		return Text{"less than a second", "менее секунды"}
	}
	return joinTexts(" ", parts...)
}

// timeIn reads the first time a message gives, in the forms validators print it.
func timeIn(message string) (time.Time, bool) {
	for i := 0; i+19 <= len(message); i++ {
		if message[i] < '1' || message[i] > '2' || i > 0 && message[i-1] >= '0' && message[i-1] <= '9' || message[i+4] != '-' {
			continue
		}
		piece := message[i:]
		for _, layout := range [...]string{"2006-01-02 15:04:05 -0700 MST", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05.999Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
			n := min(len(piece), len(layout)+4)
			for ; n >= 19; n-- {
				if t, err := time.Parse(layout, strings.TrimRight(piece[:n], ") .,'\"")); err == nil {
					return t.UTC(), true
				}
			}
		}
	}
	return time.Time{}, false
}
