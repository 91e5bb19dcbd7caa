package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "client-unknown",
	Title:      Text{"The server does not know this client_id", "Сервер не знает такой client_id"},
	About:      Text{"No client of this id exists (or is enabled) in the realm, tenant or project that was asked.", "В realm, тенанте или проекте, к которому обратились, нет (или отключён) клиент с таким id."},
	Confidence: Certain,
	Rank:       78,
	Outcome:    exchange.Refused,
	Detail: Text{"The server looked up the client_id of the request and found no enabled client (application) of that id where it looked: in this realm, tenant, directory, project or workspace. The secret and the user were not even examined.",
		"Сервер искал клиента (приложение) по client_id запроса и не нашёл включённого — в этом realm, тенанте, каталоге, проекте или рабочем пространстве. До секрета и пользователя дело не дошло."},
	Causes: []Text{
		{"The request went to another realm, tenant or environment than the one where the client is registered (wrong authority or issuer URL)", "Запрос ушёл не в тот realm, тенант или среду, где зарегистрирован клиент (неверный authority или issuer URL)"},
		{"client_id is misspelt, is a display name, an object id or the ID of another app (Facebook's app ID where Instagram wants its own) instead of the client id, or a placeholder left in", "client_id с опечаткой, вместо него указано имя, object id или ID другого приложения (Facebook app ID там, где Instagram ждёт свой), либо остался шаблон"},
		{"CAS: no JSON of the service registry has a serviceId that matches this address, or it was not loaded; an OAuth client needs its own (OAuthRegisteredService)", "CAS: ни один JSON реестра служб не подходит по serviceId к этому адресу или не загружен; OAuth-клиенту нужен свой (OAuthRegisteredService)"},
		{"The client was deleted or disabled", "Клиент удалён или отключён"},
		{"A client of dynamic registration that the server has forgotten (storage wiped, new deployment), while its client_id is still kept here", "Клиент динамической регистрации, который сервер забыл (хранилище очищено, новое развёртывание), а его client_id здесь ещё хранится"},
	},
	Fixes: []Text{
		{"Compare client_id character by character with the console: Keycloak Clients → Client ID; Entra ID App registrations → Application (client) ID; Google Cloud → Credentials", "Сравните client_id посимвольно с консолью: Keycloak Clients → Client ID; Entra ID App registrations → Application (client) ID; Google Cloud → Credentials"},
		{"Check the realm or tenant in the URL of the request, and that the client is enabled there (Entra ID: for another tenant the app must be multitenant and consented there)", "Проверьте realm или тенант в URL запроса и что клиент там включён (Entra ID: для чужого тенанта приложение должно быть multitenant и получить там согласие)"},
		{"Delete the kept registration and log in anew: ~/.mcp-auth of mcp-remote; elsewhere remove the server and add it again", "Удалите сохранённую регистрацию и войдите заново: ~/.mcp-auth у mcp-remote; в других программах удалите сервер и добавьте снова"},
	},
	Leads: []Lead{
		{Signs: []string{"mcp"}, Only: true, Cause: "A client of dynamic registration t", Fix: "Delete the kept registration and l"},
		{Signs: []string{"service registry", "apereo"}, Only: true, Cause: "CAS: "},
	},
	Missing:  []Text{{"The URL of the request (host, realm or tenant) and its client_id, beside the registration", "URL запроса (хост, realm или tenant) и его client_id рядом с регистрацией"}},
	Refs:     []Ref{{"RFC 6749 §5.2 invalid_client", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}, {"Microsoft Entra error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}},
	Explains: []string{"provider-error", "answer-is-html", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			switch {
			case e.Event != nil && (e.Code.Text == "client_not_found" || e.Code.Text == "client_disabled"):
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e)})
			case e.Event == nil && e.Error.Text == "invalid_client" && holdsAny(e.Description.Text, "Invalid client or Invalid client credentials"):
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Confidence: Likely,
					Detail: Text{"Keycloak answers unknown clients and wrong secrets with one text; the error code tells them apart. invalid_client means: there is no enabled client of this client_id in this realm (unauthorized_client would mean a known client with a wrong or missing secret).",
						"На неизвестного клиента и на неверный секрет Keycloak отвечает одним текстом, различает их только код ошибки. invalid_client значит: в этом realm нет включённого клиента с таким client_id (unauthorized_client означал бы известного клиента с неверным или отсутствующим секретом)."}})
			}
		}
		if at := findAny(f, "oauth client was deleted", "deleted_client"); len(at) > 0 {
			out = append(out, Verdict{Evidence: at,
				Title:  Text{"The client was deleted at the provider", "Клиент удалён у провайдера"},
				Detail: Text{"The provider knows this client_id and says that the client behind it was deleted.", "Провайдер узнал этот client_id и сообщает, что клиент удалён."},
				Causes: []Text{
					{"The client, or the project it belonged to, was deleted in the provider's console", "Клиент или его проект удалён в консоли провайдера"},
				},
				Fixes: []Text{{"Restore it there (Google: within 30 days), or register a new one and put its client_id and secret into the application", "Восстановите его там (Google: в течение 30 дней) или зарегистрируйте новый и впишите его client_id и секрет в приложение"}}})
		}
		return out
	},
})
