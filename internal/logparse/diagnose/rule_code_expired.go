package diagnose

import (
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "code-expired",
	Title:   Text{"The authorization code had expired", "Срок кода авторизации истёк"},
	About:   Text{"The server says that the code was too old when it was redeemed.", "Сервер сообщает, что код слишком стар к моменту обмена."},
	Rank:    78,
	Outcome: exchange.Refused,
	Detail: Text{"The code reached the token endpoint after its lifetime, which is short: a minute in Keycloak, ten minutes at most by RFC 6749. Somebody or something waited between the callback and the token request, or the server that was asked does not know the code any more.",
		"Код попал на token endpoint после истечения короткого срока: минута в Keycloak, не более десяти минут по RFC 6749. Между callback и запросом токена кто-то ждал, либо спрошенный сервер уже не знает этот код."},
	Causes: []Text{
		{"The code was kept: copied by hand, put in a queue, or redeemed on a second visit of the callback", "Код придержали: скопировали вручную, положили в очередь или обменяли при повторном заходе на callback"},
		{"The clocks of the server's nodes, or of its database, differ", "Расходятся часы узлов сервера или его базы"},
		{"In a cluster the node that was asked does not have the code: sessions and caches (Infinispan) are not shared or the node was restarted", "В кластере спрошенный узел не знает код: сессии и кэши (Infinispan) не общие, или узел перезапущен"},
	},
	Fixes: []Text{
		{"Redeem the code at once in the callback; on this error start a new login", "Обменивайте код сразу в callback; при этой ошибке начинайте новый вход"},
		{"Keycloak: Realm settings → Tokens → Client login timeout (accessCodeLifespan) sets the lifetime; check NTP on all nodes", "Keycloak: Realm settings → Tokens → Client login timeout (accessCodeLifespan) задаёт срок; проверьте NTP на всех узлах"},
	},
	Missing:  []Text{{"Times of the callback and of the token request", "Время callback и время запроса токена"}},
	Refs:     []Ref{{"RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}},
	Explains: []string{"provider-error", "code-not-valid", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, at := range saidBy(f, "?device-code-expired") {
			out = append(out, Verdict{Evidence: []source.Span{at}, Key: "device",
				Title: Text{"The device code expired before anybody confirmed it", "Срок device code истёк раньше, чем вход подтвердили"},
				Detail: Text{"Device flow: the user_code was not confirmed in a browser within expires_in of the device answer, by most servers 5 to 30 minutes; polling on brings nothing but this.",
					"Device flow: user_code не подтвердили в браузере за expires_in из ответа устройства, обычно 5–30 минут; дальнейшие опросы ничего другого не дадут."},
				Causes: []Text{{"Nobody entered the code in time, or the login in the browser was left unfinished", "Код не успели ввести, или вход в браузере не довели до конца"}, {"The program polls with a device_code it kept of an earlier run", "Программа опрашивает с device_code от прошлого запуска"}},
				Fixes:  []Text{{"Start a new device authorization, show its user_code, and stop polling after expires_in", "Начните новую авторизацию устройства, покажите её user_code и прекращайте опрос через expires_in"}},
				Refs:   []Ref{{"RFC 8628 §3.5", "https://www.rfc-editor.org/rfc/rfc8628#section-3.5"}}, Missing: []Text{}})
		}
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Code.Text == "expired_code" && e.Endpoint == exchange.EndpointToken {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{"expired_code"}})
			}
		}
		return append(out, redeemedLate(f)...)
	},
})

// redeemedLate finds codes that were refused without a reason more than a minute after the redirect that brought them, by the
// times of the log.
func redeemedLate(f *exchange.Flow) []Verdict {
	const short, longest = time.Minute, 10 * time.Minute // the lifetimes Detail speaks of
	var out []Verdict
	var brought *exchange.Exchange
	var code artifact.Value
	for _, e := range f.Exchanges {
		sent, ok := e.Params.Get("code")
		if came, has := e.RedirectParams().Get("code"); has {
			sent, ok = came, true
		}
		switch {
		case ok && e.Outcome == exchange.CodeIssued && !e.At.IsZero():
			brought, code = e, sent.Value
		case brought == nil || e.Endpoint != exchange.EndpointToken || e.Error.Text != "invalid_grant" || e.At.IsZero() || len(e.Proof) == 0:
		case ok && sent.Value.Text != code.Text || e.Grant != "" && e.Grant != "authorization_code":
		case e.At.Sub(brought.At) > short:
			v := Verdict{Exchange: e, Evidence: []source.Span{e.Proof[0], code.Span}, Confidence: Possible,
				Detail: Text{"The code came at {then} and was sent to the token endpoint at {at}, {late} later. A code lives a minute in Keycloak, ten minutes at most by RFC 6749.", "Код пришёл {then}, а на token endpoint отправлен {at}, через {late}. Код живёт минуту в Keycloak, не более десяти минут по RFC 6749."}.
					With("then", utc(brought.At), "at", utc(e.At)).fill("late", length(e.At.Sub(brought.At)))}
			if e.At.Sub(brought.At) > longest {
				v.Confidence = Likely
			}
			out = append(out, v)
		}
	}
	return out
}
