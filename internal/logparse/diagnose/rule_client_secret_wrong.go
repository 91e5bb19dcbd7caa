package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "client-secret-wrong",
	Title:      Text{"The client secret is wrong", "Неверный секрет клиента"},
	About:      Text{"The server knows the client but not the secret (or other credentials) it was given.", "Сервер знает клиента, но секрет (или другие учётные данные) не подходит."},
	Confidence: Certain,
	Rank:       72,
	Outcome:    exchange.Refused,
	Detail: Text{"The server found the client and refused its credentials: the client secret that was sent is not the one it has on record (invalid client secret, wrong, old, rotated or cut off while copying). The user's login and the authorization code are not at fault.",
		"Сервер нашёл клиента, но отверг его учётные данные: присланный секрет — не тот, что записан у него (неверный, старый, сменённый или обрезанный при копировании). Вход пользователя и код авторизации тут ни при чём."},
	Causes: []Text{
		{"The secret of another client, realm, tenant or environment is configured, or it was regenerated (rotated) on the server and not in the client", "Настроен секрет другого клиента, realm, тенанта или среды, либо его сменили на сервере, но не в клиенте"},
		{"Something was added or lost while copying: quotes, a space, a newline of a mounted file, $ or # eaten by a shell or an .env file, a placeholder left in", "При копировании что-то добавилось или потерялось: кавычки, пробел, перевод строки из файла, $ или #, съеденные оболочкой или .env, оставшийся шаблон"},
		{"Entra ID: the secret ID (a GUID) was configured in place of the secret value", "Entra ID: вместо значения секрета указан его идентификатор (GUID)"},
		{"Characters such as + / % & : were not percent-encoded in the form or the Basic header", "Символы вроде + / % & : не закодированы процентами в форме или заголовке Basic"},
	},
	Fixes: []Text{
		{"Copy the secret again from the console of the same client: Keycloak Clients → Credentials; Entra ID Certificates & secrets, column Value; GitHub OAuth App → Client secrets; then restart the client", "Скопируйте секрет заново из консоли этого же клиента: Keycloak Clients → Credentials; Entra ID Certificates & secrets, столбец Value; GitHub OAuth App → Client secrets; затем перезапустите клиент"},
		{"Compare length and last characters of what the running process has (docker inspect, printenv) with the console", "Сравните длину и последние символы того, что видит процесс (docker inspect, printenv), с консолью"},
		{"Repeat the request with curl --data-urlencode \"client_secret=…\" to rule out encoding", "Повторите запрос через curl --data-urlencode \"client_secret=…\", чтобы исключить кодирование"},
	},
	Missing:  []Text{{"client_id of the request and how it sent the secret (Basic header or body), the secret itself masked", "client_id запроса и то, как передан секрет (заголовок Basic или тело), сам секрет скройте"}},
	Refs:     []Ref{{"RFC 6749 §2.3.1 client password", "https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1"}, {"RFC 6749 §5.2 invalid_client", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
	Explains: []string{"provider-error", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		if at := findAny(f, anyClientFailure); len(at) > 0 {
			bare := bareErrors["invalid_client"]
			out = append(out, Verdict{Evidence: at[:1], Confidence: Likely, Title: Text{"The client was not accepted: id, secret or method", "Клиент не принят: id, секрет или способ"},
				Detail: bare.detail, Causes: bare.causes, Fixes: bare.fixes})
		}
		_, _, browser := browserLibrary(f)
		for _, e := range f.Exchanges {
			switch {
			case e.Event != nil && e.Code.Text == "invalid_client_credentials" && !browser:
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Confidence: Likely,
					Title: Text{"The client's secret is wrong or missing", "Секрет клиента неверен или отсутствует"},
					Detail: Text{"Keycloak's event invalid_client_credentials speaks of the client, not of the user: the client is confidential, and its client secret (or signed JWT) in the token request was wrong or missing. With client_auth_method in the event a secret was sent and is wrong; without it none may have been sent, as by a browser app that should be a public client.",
						"Событие Keycloak invalid_client_credentials говорит о клиенте, а не о пользователе: клиент конфиденциальный, и его секрет (или подписанный JWT) в запросе за токеном неверен или отсутствует. Если в событии есть client_auth_method, секрет был и не подошёл; если нет — его могли и не прислать, как делает браузерное приложение, которому место в публичных клиентах."}})
			case e.Event == nil && e.Error.Text == "unauthorized_client" && holdsAny(e.Description.Text, "Invalid client credentials") && !browser:
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Confidence: Likely,
					Detail: Text{"Keycloak answers unknown clients and wrong secrets with one text; the error code tells them apart. unauthorized_client means: this client is known in the realm, and its client secret is missing or wrong (invalid_client would mean an unknown or disabled client).",
						"На неизвестного клиента и на неверный секрет Keycloak отвечает одним текстом, различает их только код ошибки. unauthorized_client значит: клиент в realm известен, но его секрет отсутствует или неверен (invalid_client означал бы неизвестного или отключённого клиента)."}})
			}
		}
		return out
	},
})

// anyClientFailure is what Doorkeeper, Fosite and authentik say whatever it was that failed in the client's authentication.
const anyClientFailure = "unknown client, no client authentication included, or unsupported authentication method"
