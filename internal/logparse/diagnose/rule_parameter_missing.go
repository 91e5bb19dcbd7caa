package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "parameter-missing",
	Title:      Text{"A required parameter did not arrive", "Обязательный параметр не дошёл"},
	About:      Text{"The server names a parameter it did not find in the request.", "Сервер называет параметр, которого не нашёл в запросе."},
	Confidence: Certain,
	Rank:       68,
	Outcome:    exchange.Refused,
	Detail: Text{"The server names a parameter it did not find. Either the client left it out or its value was empty, or the body was not read at all because it is not application/x-www-form-urlencoded.",
		"Сервер назвал параметр, которого не нашёл: клиент его не передал, значение было пустым, или тело не прочитано вовсе, потому что это не application/x-www-form-urlencoded."},
	Causes: []Text{
		{"The body was sent as JSON, or with another Content-Type, or the parameters stand in the query string of a POST", "Тело отправлено как JSON или с другим Content-Type, либо параметры POST стоят в строке запроса"},
		{"client_id stands only in the Basic header, where this server reads the form body (or the reverse)", "client_id передан только в заголовке Basic, а сервер читает тело формы (или наоборот)"},
		{"The value was undefined, null or empty in the client, and the library dropped the parameter", "В клиенте значение было undefined, null или пустым, и библиотека убрала параметр"},
		{"Facebook: “Require app secret” is on, and the server's call carries no appsecret_proof", "Facebook: включено «Require app secret», а в вызове сервера нет appsecret_proof"},
		{"The service wants a User-Agent that names the application and its contact (hh.ru: HH-User-Agent; GitHub, Wikimedia); none came, or a library's default that it blocks", "Сервис требует User-Agent с названием приложения и контактом (hh.ru: HH-User-Agent; GitHub, Wikimedia), а его нет, или это стандартное значение библиотеки, которое он блокирует"},
		{"VK: device_id, which came with the code in the redirect, was not sent with the code", "VK: вместе с кодом не передан device_id, который пришёл с ним в редиректе"},
	},
	Fixes: []Text{
		{"Send a form-encoded body (URLSearchParams, data= in Python requests, curl -d) and check that the named parameter is in it", "Отправляйте тело в виде формы (URLSearchParams, data= в Python requests, curl -d) и проверьте, что названный параметр в нём есть"},
		{"Print the request before it is sent, secrets masked, and look at Content-Type and Content-Length", "Напечатайте запрос перед отправкой (без секретов) и посмотрите Content-Type и Content-Length"},
		{"Facebook: send appsecret_proof, the HMAC-SHA256 of the access token under the app secret in hex, or turn “Require app secret” off (App settings → Advanced)", "Facebook: шлите appsecret_proof — HMAC-SHA256 от токена с ключом-секретом приложения в hex — либо выключите «Require app secret» (App settings → Advanced)"},
		{"VK: send device_id of the redirect, code_verifier and state with the code to id.vk.com/oauth2/auth", "VK: передайте вместе с кодом device_id из редиректа, code_verifier и state на id.vk.com/oauth2/auth"},
	},
	Leads: []Lead{
		{Signs: []string{"appsecret_proof"}, Only: true, Cause: "appsecret_proof", Fix: "appsecret_proof"},
		{Signs: []string{"user-agent header"}, Only: true, Cause: "User-Agent", Title: Text{"The server wants another User-Agent", "Сервер требует другой User-Agent"}},
		{Signs: []string{"device_id is invalid"}, Only: true, Cause: "device_id", Fix: "device_id"},
	},
	Refs:     []Ref{{"RFC 6749 §5.2 invalid_request", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
	Explains: []string{"provider-error", "client-unknown", "user-credentials-wrong", "unsupported-grant-type", "scope-refused"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		seen := map[string]bool{}
		basic := hasAny(f, "auth=client_secret_basic", "basic_auth=", "<do_access_token>") // a client that prints what it does, not its headers
		for _, e := range f.Exchanges {
			// A request that is in the paste shows it by itself, where the server speaks of an unknown client.
			if basic || e.Endpoint != exchange.EndpointToken || e.Error.Text != "invalid_client" && !strings.HasPrefix(e.Description.Text, "Full authentication is required") || e.Request == nil || !e.Params.Has("grant_type") || e.Params.Has("client_id") || e.Params.Has("client_assertion") || e.Request.Header("Authorization") != "" {
				continue
			}
			p, _ := e.Params.Get("grant_type")
			out = append(out, Verdict{Exchange: e, Key: "client_id", Rank: 82, Explains: []string{"token-not-sent"}, Evidence: append(errorPlaces(e), paramSpan(p)),
				Title: Text{"The request does not say which client it is", "В запросе не указан клиент"},
				Detail: Text{"The token request has no client authentication at all: neither client_id in the form, nor an Authorization header, nor a client assertion. So the server cannot know the client, which its answer invalid_client puts in the words of an unknown one.",
					"В запросе токена нет никакой аутентификации клиента: ни client_id в форме, ни заголовка Authorization, ни client assertion. Поэтому сервер не знает клиента и отвечает invalid_client теми же словами, что и на неизвестного."},
				Fixes: []Text{{"Send client_id in the form, with client_secret for a confidential client, or both in an Authorization: Basic header", "Передайте client_id в форме (для confidential-клиента вместе с client_secret) либо оба в заголовке Authorization: Basic"}}})
		}
		for _, m := range missingParameters(f) {
			name := ""
			for i := 2; i+1 < len(m); i += 2 {
				if m[i] >= 0 {
					name = f.Lower[m[i]:m[i+1]]
				}
			}
			if !requestParameters[name] || seen[name] || strings.HasSuffix(f.Lower[:m[0]], "response ") {
				continue
			}
			// Other programs have parameters of these names too.
			if from, to := linesAround(f.Lower, m[0], 4, 4); !strings.Contains(name, "_") && !anyOf(f.Lower[from:to], loginWords) && !strings.Contains(f.Lower[from:to], "invalid_request") && !strings.Contains(f.Lower[from:to], "aadsts") {
				continue
			}
			if from, to := linesAround(f.Lower, m[0], 0, 0); (name == "state" || name == "code") && holdsAny(f.Lower[from:to], "callback", "in response") {
				continue // a client misses it in the redirect
			}
			seen[name] = true
			v := Verdict{Evidence: []source.Span{f.View.Origin(source.Span{Start: m[0], End: m[1]})}, Key: name,
				Title: Text{"The server saw no " + name, "Сервер не увидел " + name}}
			if name == "grant_type" {
				v = withoutGrantType(v)
			}
			if name == "refresh_token" {
				v.Causes = []Text{{"The client has no refresh token (undefined): none was issued (scope offline_access or access_type=offline missing) or none was stored, and it asks for a refresh anyway", "У клиента нет refresh-токена (undefined): его не выдали (нет scope offline_access или access_type=offline) или не сохранили, а обновление всё равно запрошено"}, {"The body is not form-encoded", "Тело отправлено не в виде формы"}}
			}
			out = append(out, v)
		}
		for _, at := range saidBy(f, "?parameter-missing") {
			out = append(out, withoutGrantType(Verdict{Evidence: []source.Span{at}, Key: "grant_type"}))
		}
		return out
	},
})

// withoutGrantType: every library sends a grant_type, so a server that saw none has read nothing.
func withoutGrantType(v Verdict) Verdict {
	v.Title = Text{"The server saw no grant_type", "Сервер не увидел grant_type"}
	v.Rank = 74
	v.Detail = Text{"The server found no grant_type in the request. As every library sends one, the body as a whole was most likely not read: it is JSON, empty, or has no Content-Type application/x-www-form-urlencoded, or the parameters stand in the query string.",
		"Сервер не нашёл в запросе grant_type. Его шлёт любая библиотека, поэтому, скорее всего, не прочитано тело целиком: это JSON, оно пустое, нет Content-Type application/x-www-form-urlencoded или параметры стоят в строке запроса."}
	return v
}

var missingParameter = pattern.Must(`missing (?:form |required |request )?parameters?:? ['"\\]*([a-z_]+)|must contain the following parameter: '([a-z_]+)'|['"\\]*required parameter is missing: ([a-z_]+)|required parameter ['"\\]*([a-z_]+)['"\\]* is missing|['"\\]*([a-z_]+)['"\\]* parameter is (?:missing|required)|missing ([a-z_]+) parameter|(?:the )?['"\\]*([a-z_]+)['"\\]* is a required parameter|parameter ['"\\]*([a-z_]+)['"\\]* (?:is )?(?:missing|required)\b|missing or invalid parameter: ([a-z_]+)|must include an? ['"\\]*([a-z_]+)['"\\]* input parameter`)

// requestParameters are the names that are meant when a server speaks of a missing parameter.
var requestParameters = map[string]bool{"grant_type": true, "client_id": true, "code": true, "redirect_uri": true, "refresh_token": true, "scope": true, "username": true, "password": true, "response_type": true, "state": true, "assertion": true, "device_code": true, "audience": true, "resource": true, "subject_token": true, "token": true, "response_mode": true, "nonce": true}

// missingParameters are the matches of missingParameter, looked for around the word parameter only: a search of the
// whole text by it would be slow.
func missingParameters(f *exchange.Flow) [][]int {
	if !f.May("parameter") {
		return nil
	}
	low := f.Lower
	var out [][]int
	for at := 0; at < len(low) && len(out) < 8; {
		i := strings.Index(low[at:], "parameter")
		if i < 0 {
			break
		}
		i += at
		at = i + len("parameter")
		lineFrom, lineTo := window(low, i, at, 1)
		from, to := max(lineFrom, i-60), min(lineTo, at+80)
		if piece := low[from:to]; !strings.Contains(piece, "missing") && !strings.Contains(piece, "required") && !strings.Contains(piece, "must contain") && !strings.Contains(piece, "must include") {
			continue
		}
		m := missingParameter.Find(low[from:to])
		if m == nil {
			continue
		}
		for k := range m {
			if m[k] >= 0 {
				m[k] += from
			}
		}
		out = append(out, m)
		at = max(at, m[1])
	}
	return out
}
