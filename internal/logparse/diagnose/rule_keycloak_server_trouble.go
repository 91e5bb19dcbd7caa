package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "keycloak-server-trouble",
	Title:      Text{"Keycloak itself could not do its part", "Keycloak сам не смог сделать свою часть"},
	About:      Text{"Keycloak's log tells that its start, its directory (LDAP), Kerberos, SAML or its cluster failed. The event of the login beside it, if there is one, is only what came of it.", "Лог Keycloak говорит, что не удался его запуск, каталог (LDAP), Kerberos, SAML или кластер. Событие входа рядом, если оно есть, — лишь следствие."},
	Confidence: Certain,
	Rank:       88,
	Outcome:    exchange.Refused,
	Detail:     Text{"The server failed before or behind the OAuth part of the login: neither the client nor the user's data are at fault.", "Сервер не справился до OAuth-части входа или за ней: ни клиент, ни данные пользователя ни при чём."},
	Causes:     []Text{{"The message quoted above names what failed", "Что не удалось, называет сообщение выше"}},
	Fixes:      []Text{{"Keycloak: repeat it with --log-level=org.keycloak:debug and read the lines before the message", "Keycloak: повторите с --log-level=org.keycloak:debug и прочитайте строки перед сообщением"}},
	Refs:       []Ref{{"Keycloak: server guides", "https://www.keycloak.org/guides#server"}, {"Keycloak: user federation", "https://www.keycloak.org/docs/latest/server_admin/#_user-storage-federation"}},
	Explains: []string{"account-not-linked", "clock-skew", "connection-refused", "connection-timeout", "exception-after-login", "host-unresolved", "keycloak-broker-check-failed", "keycloak-broker-refused",
		"login-failed", "provider-error", "provider-outage", "token-expired", "token-signature", "user-credentials-wrong"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, t := range keycloakTroubles {
			said := saidBy(f, t.says)
			if len(said) == 0 {
				continue
			}
			said = said[:min(len(said), MaxEvidence)]
			for i := range said { // to the end of the message
				const longest = 240
				said[i].End = max(said[i].End, min(lineSpan(f, said[i]).End, said[i].Start+longest))
			}
			v := Verdict{Evidence: said, Title: t.title, Causes: []Text{t.cause}, Fixes: []Text{t.fix}}
			for _, e := range f.Exchanges { // the event that came of it
				if e.Event != nil && e.Outcome.Failed() && e.Span.Start > said[0].Start {
					v.Exchange = e
					break
				}
			}
			return []Verdict{v}
		}
		return nil
	},
})

// keycloakTroubles are what the server names, by the sayings that do: the first that stands there is the cause of the others.
var keycloakTroubles = [...]struct {
	says              string
	title, cause, fix Text
}{
	{"?keycloak-not-started",
		Text{"Keycloak did not start", "Keycloak не запустился"},
		Text{"The line names it: a setting that this version wants or no longer knows (hostname, a feature, an old option), a database that refuses or is locked by an update that broke off (DATABASECHANGELOGLOCK)", "Причину называет сама строка: настройка, которой эта версия требует или больше не знает (hostname, feature, старый параметр), база данных, которая отказывает или заблокирована прерванным обновлением (DATABASECHANGELOGLOCK)"},
		Text{"Set what the line asks for (hostname: KC_HOSTNAME=https://sso.example.com, or KC_HOSTNAME_STRICT=false behind a proxy that sets the host), and start it again with --verbose", "Задайте то, чего требует строка (hostname: KC_HOSTNAME=https://sso.example.com либо KC_HOSTNAME_STRICT=false за прокси, который задаёт хост), и запустите снова с --verbose"}},
	{"?keycloak-database",
		Text{"Keycloak got no connection to its database", "Keycloak не получил соединения с базой данных"},
		Text{"All connections of the pool are in use (slow or locked queries, too small a pool for the load), or the database is down or refuses more of them", "Все соединения пула заняты (медленные или заблокированные запросы, пул мал для нагрузки), либо база недоступна или не принимает новых"},
		Text{"Raise --db-pool-max-size up to what the database allows (max_connections over the number of nodes), and look there for slow and waiting queries", "Увеличьте --db-pool-max-size до того, что допускает база (max_connections, делённое на число узлов), и найдите в ней медленные и ждущие запросы"}},
	{"?keycloak-ldap-bind",
		Text{"Keycloak cannot log in to its LDAP directory", "Keycloak не может войти в свой каталог LDAP"},
		Text{"The bind DN or bind credentials of the federation are wrong, or the password of that account was changed, has expired or is locked (data 52e: password, 525: no such DN, 532 and 773: expired, 533: disabled, 775: locked); so no user of the directory is found", "Bind DN или bind credentials у федерации неверны, либо пароль этой учётной записи сменили, он истёк или она заблокирована (data 52e — пароль, 525 — нет такого DN, 532 и 773 — срок, 533 — отключена, 775 — заблокирована); поэтому не находится ни один пользователь каталога"},
		Text{"User federation → LDAP: set Bind DN and Bind credentials, press Test authentication; the same by ldapwhoami -x -D <DN> -W -H ldaps://host", "User federation → LDAP: задайте Bind DN и Bind credentials, нажмите Test authentication; то же через ldapwhoami -x -D <DN> -W -H ldaps://host"}},
	{"?keycloak-ldap-password",
		Text{"The directory refused to change the password", "Каталог отказался сменить пароль"},
		Text{"Active Directory takes a password over ldaps:// only, from an account with the right to reset it, and one that its policy allows", "Active Directory принимает пароль только по ldaps://, от учётной записи с правом сброса и только по своей политике"},
		Text{"User federation → LDAP: Connection URL ldaps://host:636 with the CA in the truststore, the right Reset Password for the bind account, and the domain's password policy in Keycloak, too", "User federation → LDAP: Connection URL ldaps://host:636 с CA в truststore, право Reset Password у bind-учётной записи и политика паролей домена также в Keycloak"}},
	{"?keycloak-ldap-duplicate",
		Text{"Keycloak cannot import the user from LDAP", "Keycloak не может импортировать пользователя из LDAP"},
		Text{"Another user of the realm has the same e-mail or name already", "У другого пользователя этого realm уже та же почта или имя"},
		Text{"Delete or rename one of the two, correct the mail attribute in the directory, or allow duplicate emails (Realm settings → Login)", "Удалите или переименуйте одного из двух, исправьте атрибут mail в каталоге или разрешите повторы почты (Realm settings → Login)"}},
	{"?keycloak-ldap-slow",
		Text{"The LDAP directory did not answer Keycloak in time", "Каталог LDAP не ответил Keycloak вовремя"},
		Text{"The search is slow (Users DN too wide, an attribute without an index), the directory is overloaded, or a firewall drops idle connections of the pool", "Поиск медленный (слишком широкий Users DN, атрибут без индекса), каталог перегружен, либо firewall рвёт простаивающие соединения пула"},
		Text{"User federation → LDAP: narrow Users DN and the filter, index what is searched for, raise Read timeout; try the search with ldapsearch from Keycloak's host", "User federation → LDAP: сузьте Users DN и фильтр, проиндексируйте искомый атрибут, увеличьте Read timeout; выполните поиск через ldapsearch с хоста Keycloak"}},
	{"?keycloak-kerberos-key",
		Text{"Kerberos: the keytab does not fit the ticket", "Kerberos: keytab не подходит к билету"},
		Text{"The keytab lacks a key of the ticket's encryption type or version (kvno), since it was made before the account's password changed or without AES, or is of another principal (HTTP/host@REALM)", "В keytab нет ключа с типом шифрования или версией (kvno) этого билета: его сделали до смены пароля учётной записи или без AES, либо он от другого principal (HTTP/host@REALM)"},
		Text{"Make it again: ktpass -princ HTTP/host@REALM -crypto All -ptype KRB5_NT_PRINCIPAL, allow AES for the account; compare klist -kte with kvno HTTP/host", "Создайте его заново: ktpass -princ HTTP/host@REALM -crypto All -ptype KRB5_NT_PRINCIPAL, разрешите AES для учётной записи; сравните klist -kte с kvno HTTP/host"}},
	{"?keycloak-kerberos-ntlm",
		Text{"Kerberos: the browser did not send a Kerberos ticket", "Kerberos: браузер прислал не билет Kerberos"},
		Text{"It sent NTLM: the site is not in the intranet zone (AuthServerAllowlist, network.negotiate-auth.trusted-uris), was opened by IP address or alias, its SPN HTTP/host is missing or doubled, or the computer is not in the domain", "Прислан NTLM: сайта нет в зоне интрасети (AuthServerAllowlist, network.negotiate-auth.trusted-uris), он открыт по IP или другому имени, SPN HTTP/host не задан или задан дважды, либо компьютер не в домене"},
		Text{"Check klist get HTTP/host on the workstation and setspn -Q HTTP/host, and trust the site in the browser's policy", "Проверьте klist get HTTP/host на рабочей станции и setspn -Q HTTP/host, разрешите сайт в политике браузера"}},
	{"?keycloak-kerberos-clock",
		Text{"Kerberos: the clocks are too far apart", "Kerberos: часы слишком расходятся"},
		Text{"The clocks of the workstation, the domain controller and Keycloak's host differ by more than five minutes", "Часы рабочей станции, контроллера домена и хоста Keycloak расходятся больше чем на пять минут"},
		Text{"Take the time of all of them from the domain (w32tm /query /status, chronyc tracking)", "Берите время на всех из домена (w32tm /query /status, chronyc tracking)"}},
	{"?keycloak-saml-destination",
		Text{"SAML: Destination is not the address Keycloak sees", "SAML: Destination — не тот адрес, что видит Keycloak"},
		Text{"Behind a proxy Keycloak sees http or an inner host, or the SP sends the request to an old address (/auth, another realm)", "За прокси Keycloak видит http или внутренний хост, либо SP шлёт запрос на старый адрес (/auth, другой realm)"},
		Text{"Set the hostname and proxy-headers of Keycloak, and take its metadata into the SP anew", "Задайте Keycloak hostname и proxy-headers и заново загрузите его metadata в SP"}},
	{"?keycloak-saml-signature",
		Text{"SAML: the signature of a message was not accepted", "SAML: подпись сообщения не принята"},
		Text{"The certificate that Keycloak knows of the other side is old or another's, or the message is not signed as the settings want (SigAlg null: not at all)", "Сертификат другой стороны, известный Keycloak, старый или чужой, либо сообщение не подписано так, как требуют настройки (SigAlg null — не подписано вовсе)"},
		Text{"IdP: Identity providers → alias → Validating X509 certificates, or import its metadata anew; SP: Clients → Keys, or switch Client signature required off if it does not sign", "IdP: Identity providers → alias → Validating X509 certificates или заново импортируйте его metadata; SP: Clients → Keys или выключите Client signature required, если он не подписывает"}},
	{"?keycloak-saml-time",
		Text{"SAML: the assertion is not valid at this time", "SAML: assertion недействителен в это время"},
		Text{"The clocks of the IdP and Keycloak differ, or the answer came too late (an old tab, a slow page)", "Часы IdP и Keycloak расходятся, либо ответ пришёл слишком поздно (старая вкладка, медленная страница)"},
		Text{"Synchronise both (NTP), or set Allowed clock skew of the identity provider", "Синхронизируйте те и другие (NTP) или задайте Allowed clock skew у identity provider"}},
	{"?keycloak-cluster",
		Text{"The nodes of Keycloak do not reach each other", "Узлы Keycloak не достают друг друга"},
		Text{"Port 7800 (and 57800) between the nodes is closed, or a node that was stopped still stands in the discovery table (JDBC_PING)", "Порт 7800 (и 57800) между узлами закрыт, либо остановленный узел остался в таблице discovery (JDBC_PING)"},
		Text{"Open these ports between the nodes (NetworkPolicy), set jgroups.bind.address, and look for one view of all nodes in the log (ISPN000094)", "Откройте эти порты между узлами (NetworkPolicy), задайте jgroups.bind.address и найдите в логе общий view всех узлов (ISPN000094)"}},
	{"?keycloak-theme",
		Text{"The theme's page could not be made", "Страница темы не построилась"},
		Text{"The template uses a variable that this version of Keycloak does not give or no longer names so", "Шаблон обращается к переменной, которой эта версия Keycloak не даёт или называет иначе"},
		Text{"Compare the .ftl with the base theme of this version, and guard what may be absent (??, !)", "Сравните .ftl с базовой темой этой версии и защитите то, чего может не быть (??, !)"}},
}
