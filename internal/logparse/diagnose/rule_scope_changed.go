package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "scope-changed",
	Title:    Text{"Tokens were issued with another set of scopes", "Токены выданы с другим набором scope"},
	About:    Text{"oauthlib compares the requested scopes with those in the token response and raises “Scope has changed” as an exception, although the tokens are there. Which scopes came and which are missing decides the rest.", "oauthlib сравнивает запрошенные scope с полученными и бросает «Scope has changed» как исключение, хотя токены есть. Что добавилось и чего не хватает, решает остальное."},
	Rank:     84,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure"},
	Detail: Text{"The message compares the requested scopes with those of a token response, so tokens were issued. It is a warning of the client library (oauthlib) raised as an exception: the strict comparison failed, not the login.",
		"Сообщение сравнивает запрошенные scope со scope из ответа, значит, токены выданы. Это предупреждение библиотеки (oauthlib), поднятое как исключение: не прошло строгое сравнение, а не вход."},
	Causes: []Text{
		{"The provider returns the scopes under other names, in another order, or with some added that were granted before", "Провайдер возвращает scope под другими именами, в другом порядке или с ранее выданными"},
		{"The user did not grant everything that was asked for", "Пользователь предоставил не всё, что запрошено"},
	},
	Fixes: []Text{
		{"Set OAUTHLIB_RELAX_TOKEN_SCOPE=1 in the environment before the flow, and then check yourself that the scopes you need are among the granted ones", "Задайте в окружении OAUTHLIB_RELAX_TOKEN_SCOPE=1 до начала и сами проверяйте, что нужные scope есть среди выданных"},
		{"Ask for exactly the scopes the provider returns", "Запрашивайте ровно те scope, которые возвращает провайдер"},
	},
	Refs: []Ref{
		{"RFC 6749 §3.3: the issued scope may differ", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"},
		{"oauthlib: OAUTHLIB_RELAX_TOKEN_SCOPE", "https://oauthlib.readthedocs.io/en/latest/oauth2/security.html"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		seen := map[string]bool{}
		for _, at := range f.Find("scope has changed") {
			message := messageAt(f, at)
			v := scopeVerdict(at, message)
			if !seen[v.Key] {
				seen[v.Key] = true
				out = append(out, v)
			}
		}
		if len(out) == 0 {
			out = scopeCutOff(f)
		}
		return out
	},
})

// otherTokenErrors are the exceptions oauthlib raises from the same function for another reason.
var otherTokenErrors = []string{"missingtokenerror", "missing_token", "clienterror", "granterror", "requesterror", "invalidscope", "mismatchingstate", "jsondecodeerror", "tokenexpirederror", "insecuretransport", "accessdenied", "(invalid_", "expecting value"}

// scopeCutOff: the traceback breaks off inside oauthlib's reading of a token response, and offline_access was asked for.
func scopeCutOff(f *exchange.Flow) []Verdict {
	at := f.Find("parse_request_body_response")
	asked := f.Find("offline_access")
	if len(at) == 0 || len(asked) == 0 || hasAny(f, otherTokenErrors...) {
		return nil
	}
	v := Verdict{Evidence: []source.Span{at[len(at)-1], asked[0]}, Confidence: Possible}
	v.Title = Text{"Probably tokens issued: scope without offline_access", "Вероятно, токены выданы: scope без offline_access"}
	v.Detail = Text{"The traceback ends in oauthlib's parse_request_body_response: the token response had arrived and was being read. offline_access was requested, and Microsoft Entra never returns it in scope although it grants it; oauthlib then raises “Scope has changed”.", "Трассировка кончается в parse_request_body_response из oauthlib: ответ с токенами пришёл и разбирался. Запрошен offline_access, а Microsoft Entra никогда не возвращает его в scope, хотя выполняет; тогда oauthlib бросает «Scope has changed»."}
	v.Causes = []Text{{"The strict scope comparison of oauthlib: the provider omits offline_access from the granted scopes", "Строгое сравнение scope в oauthlib: провайдер не включает offline_access в выданные scope"}}
	v.Missing = []Text{{"The last line of the traceback: the exception itself", "Последняя строка трассировки: само исключение"}}
	return []Verdict{v}
}

func scopeVerdict(at source.Span, message string) Verdict {
	v := Verdict{Evidence: []source.Span{at}}
	from, to, ok := changedScopes(message)
	if !ok {
		return v
	}
	v.Evidence[0].End = min(at.Start+len(message), at.Start+300)
	v.Key = strings.Join(from, " ") + "\x00" + strings.Join(to, " ")
	missing, extra := lessScopes(from, to), lessScopes(to, from)
	list := func(s []string) string {
		if len(s) > 8 {
			s = append(slices.Clone(s[:8]), "…")
		}
		return strings.Join(s, ", ")
	}
	relax := Text{"Set OAUTHLIB_RELAX_TOKEN_SCOPE=1 before the flow: the strict check is then off, and the token is returned", "Задайте OAUTHLIB_RELAX_TOKEN_SCOPE=1 до начала: строгая проверка отключится и токен вернётся"}
	silent := onlyOf(missing, "offline_access", "openid", "profile", "email", "offline", "offline.access")
	switch {
	case len(missing) == 0 && len(extra) == 0:
		v.Detail = Text{"Both sets hold the same scopes, in another order or in another spelling: tokens were issued and nothing is missing.", "Оба набора содержат одни и те же scope в другом порядке или написании: токены выданы, всё на месте."}
		v.Causes = []Text{{"The provider returns the scopes in an order or spelling of its own (Google: email → userinfo.email)", "Провайдер возвращает scope в своём порядке или написании (Google: email → userinfo.email)"}}
		v.Fixes = []Text{relax}
	case len(missing) == 0:
		v.Title = Text{"Tokens were issued, with more scopes than asked for", "Токены выданы, scope больше, чем запрошено"}
		v.Detail = Text{"Tokens were issued; the granted set is larger than the requested one (added: {extra}). That is harmless: only the library's strict comparison failed.", "Токены выданы; выданный набор больше запрошенного (добавлены: {extra}). Это безвредно: не прошло лишь строгое сравнение библиотеки."}.With("extra", list(extra))
		v.Causes = []Text{
			{"The provider adds scopes that were granted before or come by default: Google with include_granted_scopes=true, Entra with all consented scopes of the resource, openid and profile", "Провайдер добавляет ранее выданные или стандартные scope: Google с include_granted_scopes=true, Entra со всеми согласованными scope ресурса, openid и profile"},
		}
		v.Fixes = []Text{relax, {"Google: leave out include_granted_scopes, and write the scopes as Google returns them (openid https://www.googleapis.com/auth/userinfo.email)", "Google: уберите include_granted_scopes и пишите scope так, как их возвращает Google (openid https://www.googleapis.com/auth/userinfo.email)"}}
	case silent:
		v.Title = Text{"Tokens were issued; {name} is never echoed", "Токены выданы; {name} в ответе не повторяется"}.With("name", missing[0])
		v.Detail = Text{"Tokens were issued. Missing from the returned scope: {missing}. Microsoft Entra acts on offline_access (the refresh token is there) but never returns it in scope; openid, profile and email are left out of an access token's scope too. oauthlib sees a mismatch and raises.", "Токены выданы. В возвращённом scope нет: {missing}. Microsoft Entra выполняет offline_access (refresh-токен есть), но никогда не возвращает его в scope; openid, profile и email тоже не входят в scope access-токена. oauthlib видит несовпадение и бросает исключение."}.With("missing", list(missing))
		v.Causes = []Text{{"The provider omits scopes that are requests to the server itself (offline_access, openid) from the granted list", "Провайдер не включает в список выданных scope, обращённые к самому серверу (offline_access, openid)"}}
		v.Fixes = []Text{relax, {"Or compare without offline_access and openid; whether a refresh token came tells that offline_access was granted", "Или сравнивайте без offline_access и openid; о предоставлении offline_access говорит наличие refresh-токена"}}
	default:
		v.Title = Text{"Tokens were issued; not every scope was granted", "Токены выданы; предоставлены не все scope"}
		v.Detail = Text{"Tokens were issued, but the granted set is smaller than the requested one. Not granted: {missing}. The user did not tick this permission on the consent screen (Google: granular consent), or the application is not allowed to have it. A token without it will get 403 at the API.", "Токены выданы, но выданный набор меньше запрошенного. Не предоставлены: {missing}. Пользователь не отметил это разрешение на экране согласия (у Google — granular consent), или приложению оно не разрешено. Без него API ответит 403."}.With("missing", list(missing))
		v.Causes = []Text{
			{"The user unticked, or did not tick, a permission on the consent screen", "Пользователь снял или не поставил флажок разрешения на экране согласия"},
			{"The scope is not enabled for the application: not added to the consent screen, not an admin-consented permission, product not approved", "Scope не включён для приложения: не добавлен на экран согласия, нет согласия администратора, продукт не одобрен"},
			{"The provider returns it under another name", "Провайдер возвращает его под другим именем"},
		}
		v.Fixes = []Text{
			{"Compare the granted scopes with the needed ones after login; if one is missing, say which and ask again (prompt=consent, include_granted_scopes=true)", "После входа сравните выданные scope с нужными; если какого-то нет, скажите об этом пользователю и запросите снова (prompt=consent, include_granted_scopes=true)"},
			{"Set OAUTHLIB_RELAX_TOKEN_SCOPE=1 so that the smaller grant does not raise, and work without the missing part", "Задайте OAUTHLIB_RELAX_TOKEN_SCOPE=1, чтобы меньший набор не вызывал исключения, и работайте без недостающего"},
			{"Check that the scope is registered: Google Cloud console → OAuth consent screen → Data access; Entra → API permissions", "Проверьте, что scope зарегистрирован: Google Cloud console → OAuth consent screen → Data access; Entra → API permissions"},
		}
		v.Refs = []Ref{{"Google: granular permissions", "https://developers.google.com/identity/protocols/oauth2/resources/granular-permissions"}, {"RFC 6749 §3.3", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"}}
	}
	return v
}

// changedScopes reads the two sets of: Scope has changed from "…" to "…".
func changedScopes(message string) (from, to []string, ok bool) {
	a := quotedAfter(message, "from")
	_, rest, found := strings.Cut(message, a)
	if a == "" || !found {
		return nil, nil, false
	}
	b := quotedAfter(rest, "to")
	if b == "" && !strings.Contains(rest, `to ""`) {
		return nil, nil, false
	}
	return strings.Fields(strings.ReplaceAll(a, ",", " ")), strings.Fields(strings.ReplaceAll(b, ",", " ")), true
}

// lessScopes are the scopes of a that b has not, where short and long names of one scope are the same.
func lessScopes(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.ContainsFunc(b, func(o string) bool { return plainScope(o) == plainScope(s) }) {
			out = append(out, s)
		}
	}
	return out
}

// plainScope brings the spellings of one scope together: Google writes email as …/auth/userinfo.email, Entra puts the
// address of Graph before its scopes.
func plainScope(s string) string {
	s = strings.ToLower(s)
	s = strings.TrimPrefix(s, "https://graph.microsoft.com/")
	if rest, ok := strings.CutPrefix(s, "https://www.googleapis.com/auth/userinfo."); ok {
		return rest
	}
	return s
}

func onlyOf(list []string, names ...string) bool {
	for _, s := range list {
		if !slices.Contains(names, strings.ToLower(s)) {
			return false
		}
	}
	return len(list) > 0
}
