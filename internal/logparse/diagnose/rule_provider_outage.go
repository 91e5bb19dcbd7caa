package diagnose

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "provider-outage",
	Title:   Text{"The provider itself failed: a fault on its side", "Сбой на стороне провайдера"},
	About:   Text{"502, 503, 504, server_error or temporarily_unavailable from the provider or the gateway in front of it.", "502, 503, 504, server_error или temporarily_unavailable от провайдера или шлюза перед ним."},
	Rank:    74,
	Outcome: exchange.Refused,
	Detail: Text{"The answer is a server error: the provider or the gateway in front of it failed, is overloaded, in maintenance, or could not reach its own back end. The request was not judged, so client, code and user are not refused; the fault is temporary or on the provider's side.",
		"Ответ — ошибка сервера: провайдер или шлюз перед ним отказал, перегружен, на обслуживании или не достучался до своего бэкенда. Запрос не рассматривали, поэтому клиент, код и пользователь не отвергнуты; неполадка временная или на стороне провайдера."},
	Causes: []Text{
		{"An outage or a restart of the provider, or its database or upstream identity provider is down", "Сбой или перезапуск провайдера, либо недоступна его база или вышестоящий провайдер"},
		{"A reverse proxy gives 502/503/504 because it cannot reach the server (wrong upstream, too large response headers, timeouts)", "Обратный прокси отвечает 502/503/504, потому что не может достучаться до сервера (неверный upstream, слишком большие заголовки ответа, тайм-ауты)"},
		{"The server itself threw an exception for this request: its own log of the same second names it", "Сам сервер выбросил исключение на этом запросе: его назовёт собственный лог сервера за ту же секунду"},
	},
	Fixes: []Text{
		{"Look at the provider's status page; retry with back-off", "Посмотрите страницу статуса провайдера; повторите с увеличением паузы"},
		{"Your own server: read its log at this second (Keycloak: uncaught server error) and the proxy's error log (nginx: upstream sent too big header → proxy_buffer_size 128k)", "Свой сервер: прочитайте его лог за эту секунду (Keycloak: uncaught server error) и error log прокси (nginx: upstream sent too big header → proxy_buffer_size 128k)"},
	},
	Leads:    []Lead{{Signs: []string{"consult the server log"}, Cause: "The server itself threw", Fix: "Your own server"}},
	Missing:  []Text{{"The server's own log of the same second", "Собственный лог сервера за ту же секунду"}},
	Refs:     []Ref{{"RFC 6749 §4.1.2.1 server_error, temporarily_unavailable", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"}, {"RFC 9110 §15.6 5xx", "https://www.rfc-editor.org/rfc/rfc9110#section-15.6"}},
	Explains: []string{"answer-hidden", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			switch {
			case serverFailed(f, e):
				v := Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Title: Text{"The provider itself failed (" + strconv.Itoa(e.Status()) + ")", "Сбой на стороне провайдера (" + strconv.Itoa(e.Status()) + ")"}}
				if pagePrinted(e) && e.Body != nil {
					v.Evidence = append(v.Evidence, beginning(e.Body.Span, 60))
				}
				out = append(out, v)
			case serverFaults[e.Error.Text] && e.Outcome.Failed() && e.Status()/100 != 4 && e.Description.Text != "access_denied" && !strings.HasPrefix(e.Description.Text, "Database error"): // Supabase: of the project's own tables
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e)})
			}
		}
		return out
	},
})

// serverFailed reports whether the provider, or what stands in front of it, answered with a server error.
func serverFailed(f *exchange.Flow, e *exchange.Exchange) bool {
	return e.Status() >= 500 && e.Endpoint != exchange.EndpointAPI && e.Endpoint != exchange.EndpointCallback && e.Endpoint != "" && e.Event == nil && !clientsOwn500(f, e)
}

// serverFaults are error codes by which servers speak of a fault of their own.
var serverFaults = map[string]bool{"server_error": true, "internal_failure": true, "internal_error": true, "unknown_error": true, "backend_error": true, "backendError": true, "service_unavailable": true, "internal_server_error": true}

// clientsOwn500: passport puts a statusCode of its own into its error objects.
func clientsOwn500(f *exchange.Flow, e *exchange.Exchange) bool {
	return e.Status() == 500 && (f.Has("internaloautherror") || f.Has("tokenerror") || f.Has("authorizationerror") || f.Has("passport")) && e.Body == nil
}
