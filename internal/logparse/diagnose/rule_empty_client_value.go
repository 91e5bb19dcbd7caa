package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "empty-client-value",
	Title:      Text{"The client sent an empty or undefined value", "Клиент отправил пустое значение или undefined"},
	About:      Text{"A parameter of the request is undefined, null, NaN, [object Object], or empty: the value was missing in the client before anything was sent.", "Параметр запроса — undefined, null, NaN, [object Object] или пустой: значения не было в самом клиенте до отправки."},
	Confidence: Certain,
	Rank:       82,
	Detail: Text{"A value that the client had to fill in was empty on its own side and went out as the word undefined or null, as [object Object], or as nothing. So the server's error is only the consequence: the value got lost in the client before the request.",
		"Значение, которое должен был подставить клиент, у него самого пустое и ушло словом undefined или null, строкой [object Object] либо ничем. Ошибка сервера — лишь следствие: значение потерялось в клиенте до запроса."},
	Causes: []Text{
		{"A setting or environment variable is not set in this process, or is read under another name", "Настройка или переменная окружения не задана в этом процессе или читается под другим именем"},
		{"The value was not stored or was read too early: session, local storage or database lost it, or the variable is used before it is filled", "Значение не сохранили или прочитали слишком рано: потеряно в сессии, local storage или базе либо использовано до заполнения"},
		{"An object was joined into a string ([object Object])", "В строку подставлен объект ([object Object])"},
	},
	Fixes: []Text{
		{"Print the value right before the request and stop with a clear error when it is empty", "Печатайте значение прямо перед запросом и останавливайтесь с понятной ошибкой, если оно пустое"},
		{"Check the names of environment variables and that they reach the container or the build (docker exec … printenv; NEXT_PUBLIC_/VITE_ for front ends)", "Проверьте имена переменных окружения и что они доходят до контейнера или сборки (docker exec … printenv; NEXT_PUBLIC_/VITE_ для фронтенда)"},
	},
	Refs:     []Ref{{"RFC 6749 §3.2: parameters without a value are as good as omitted", "https://www.rfc-editor.org/rfc/rfc6749#section-3.2"}},
	Explains: []string{"provider-error", "parameter-missing", "refresh-token-dead", "token-not-sent", "client-unknown", "client-secret-wrong"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		add := func(e *exchange.Exchange, name, value string, at source.Span) {
			shown := value
			if shown == "" {
				shown = "\"\""
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{at}, Key: name,
				Title: Text{name + " is empty in the client (" + shown + ")", name + ": пусто в самом клиенте (" + shown + ")"}}
			if e != nil && e.Outcome.Failed() {
				v.Evidence = append(v.Evidence, errorPlaces(e)...)
			}
			if name == "refresh_token" {
				v.Causes = []Text{
					{"The server issued no refresh token (scope offline_access, or access_type=offline at Google, was not asked for; a repeated consent gives none), and the client asks for a refresh anyway", "Сервер не выдал refresh-токен (не запрошен scope offline_access или access_type=offline у Google; при повторном согласии его не дают), а клиент всё равно обновляет токен"},
					{"The refresh token was not stored, or overwritten with undefined by the answer of a refresh that holds none", "Refresh-токен не сохранили или перезаписали значением undefined из ответа на обновление, где его нет"},
				}
				v.Fixes = []Text{
					{"Keep the old refresh token when an answer holds no new one, and do not ask for a refresh without one: log in again", "Если в ответе нет нового refresh-токена, оставляйте старый; без него не обновляйте, а входите заново"},
					{"Ask for offline_access (Entra ID, Auth0, Keycloak, Okta) or access_type=offline&prompt=consent (Google)", "Запрашивайте offline_access (Entra ID, Auth0, Keycloak, Okta) или access_type=offline&prompt=consent (Google)"},
				}
			}
			if name == "code" {
				v.Rank = 64
				v.Causes = []Text{{"The authorization step gave no code: the redirect came back with error=… or the code is read from the wrong place (query, fragment, form_post body)", "Шаг авторизации не дал кода: вернулся редирект с error=… или код читают не там (query, fragment, тело form_post)"}, {"The value was not stored or was read too early", "Значение не сохранили или прочитали слишком рано"}}
			}
			out = append(out, v)
		}
		for _, e := range f.Exchanges {
			if e.Outcome == exchange.Issued || e.Event != nil {
				continue
			}
			for _, p := range e.Params {
				if !clientValues[strings.ToLower(p.Name)] {
					continue
				}
				value := strings.Trim(p.Value.Text, "\"' ")
				if nothing[value] && (value != "" || !maskedBehind(f, p) && e.Outcome.Failed() && p.Type == 0 && p.Name != "state" && p.Name != "scope" && p.Name != "client_secret" && p.Name != "password") {
					add(e, p.Name, value, paramSpan(p))
				}
			}
			if e.Request != nil {
				if p, ok := e.Request.Headers.Get("Authorization"); ok {
					if scheme, value, found := strings.Cut(p.Value.Text, " "); found && nothing[strings.TrimSpace(value)] && strings.EqualFold(scheme, "bearer") {
						add(e, "Bearer token", value, paramSpan(p))
					}
				}
			}
		}
		// Basic credentials of two empty values, of null:null and undefined:undefined.
		if at := findAny(f, "basic og==", "basic bnvsbdpudwxs", "basic dw5kzwzpbmvkonvuzgvmaw5lza=="); len(at) > 0 && failedAnywhere(f) {
			add(failedExchange(f), "client_id", "", at[0])
		}
		if !f.Has("undefined") && !f.Has("[object object]") && !f.Has("_token: null") && !f.Has("_token=null") && !f.Has("token\":null") && !f.Has("token\": null") && !f.Has("client_id: null") && !f.Has("client_id\":null") && !f.Has("client_id=none") {
			return out
		}
		for _, m := range spokenNothing.FindAll(f.Lower, 6) {
			at := f.View.Origin(source.Span{Start: m[0], End: m[1]})
			name := f.Lower[m[2]:m[3]]
			if e := exchangeAt(f, at); e != nil && e.Body != nil && e.Body.Span.Contains(at) && e.Error.OK() && name != "refresh_token" {
				continue // a member of an answer that is an error
			}
			if failedAnywhere(f) && !coveredBy(out, at) && !hasKey(out, name) {
				add(nil, name, f.Lower[m[4]:m[5]], at)
			}
		}
		return out
	},
})

// maskedBehind: what the form stops at is the mask of the value, code=<REDACTED>.
func maskedBehind(f *exchange.Flow, p artifact.Param) bool {
	return p.NameSpan.End < len(f.Text.Data) && strings.HasPrefix(f.Text.Data[p.NameSpan.End:], "=<")
}

func coveredBy(vs []Verdict, s source.Span) bool {
	return slices.ContainsFunc(vs, func(v Verdict) bool { return overlapsAny(v.Evidence, s) })
}

func hasKey(vs []Verdict, key string) bool {
	return slices.ContainsFunc(vs, func(v Verdict) bool { return v.Key == key })
}

// nothing are the spellings of a value that is not there.
var nothing = map[string]bool{"": true, "undefined": true, "null": true, "None": true, "nil": true, "NaN": true, "[object Object]": true, "<nil>": true}

// clientValues are the parameters that a client fills in from its settings or its memory.
var clientValues = map[string]bool{"code": true, "code_verifier": true, "client_id": true, "client_secret": true, "redirect_uri": true, "refresh_token": true, "assertion": true, "client_assertion": true, "username": true, "password": true, "token": true, "subject_token": true, "device_code": true, "state": true, "nonce": true, "scope": true, "audience": true, "grant_type": true, "response_type": true}

var spokenNothing = pattern.Must(`\b(refresh_token|client_id|client_secret|code_verifier|redirect_uri|access_token|id_token)['"]?(?:: ?|=)['"]?(undefined|null|none|\[object object\]|nan)\b`)
