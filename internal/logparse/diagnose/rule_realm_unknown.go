package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "realm-unknown",
	Title:      Text{"There is no such realm or tenant", "Такого realm или тенанта нет"},
	About:      Text{"The realm, tenant, pool or directory in the URL does not exist on this server.", "Realm, тенант, пул или каталог из URL на этом сервере не существует."},
	Confidence: Certain,
	Rank:       85,
	Outcome:    exchange.Refused,
	Detail: Text{"The server was reached, and the realm (Keycloak), tenant (Entra ID) or pool named in the path of the URL does not exist there or is switched off. Names are compared exactly, upper and lower case included.",
		"До сервера дошли, но realm (Keycloak), тенант (Entra ID) или пул из пути URL там не существует или выключен. Имена сравниваются точно, с учётом регистра."},
	Causes: []Text{
		{"The realm name is misspelt, differs in case, or is the display name instead of the realm's name", "Имя realm с опечаткой, в другом регистре, или вместо имени указано отображаемое название"},
		{"The URL points at another server or environment, where this realm or tenant was never created or imported", "URL ведёт на другой сервер или среду, где этот realm или тенант не создан или не импортирован"},
		{"ZITADEL: the host of the request is no domain of an instance: ExternalDomain, or a proxy that does not pass Host", "ZITADEL: хост запроса не домен инстанса: ExternalDomain или прокси, не передающий Host"},
	},
	Fixes: []Text{
		{"Compare with the Keycloak admin console (Realm settings → General → Realm name) or Entra admin center (Overview → Tenant ID), and correct the issuer or authority URL", "Сверьте с консолью Keycloak (Realm settings → General → Realm name) или Entra admin center (Overview → Tenant ID) и исправьте issuer или authority"},
		{"Open https://host/realms/<realm>/.well-known/openid-configuration in a browser", "Откройте https://host/realms/<realm>/.well-known/openid-configuration в браузере"},
		{"ZITADEL: reach it under ExternalDomain and ExternalPort, add the domain to the instance, or let the proxy pass the Host header", "ZITADEL: обращайтесь по ExternalDomain и ExternalPort, добавьте домен инстансу или пусть прокси передаёт заголовок Host"},
	},
	Leads:    []Lead{{Signs: []string{"unable to set instance"}, Only: true, Cause: "ZITADEL: ", Fix: "ZITADEL: "}},
	Refs:     []Ref{{"Keycloak: realms", "https://www.keycloak.org/docs/latest/server_admin/#configuring-realms"}, {"Microsoft Entra error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}},
	Explains: []string{"provider-error", "discovery-failed"},
})
