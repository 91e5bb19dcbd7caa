package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "callback-in-fragment",
	Title:   Text{"The callback parameters stand in the URL fragment", "Параметры callback стоят во фрагменте URL"},
	About:   Text{"code and state come after a # (hash routing, response_mode=fragment), where the library or the server does not look.", "code и state идут после # (hash-маршрутизация, response_mode=fragment), куда библиотека или сервер не смотрят."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail: Text{"The provider did answer: code and state are in the callback URL, but behind the #, in the fragment (hash route). With response_mode=query the library reads location.search, which is empty here; and a fragment never reaches a server at all.",
		"Провайдер ответил: code и state есть в URL callback, но после #, во фрагменте (hash-маршрут). При response_mode=query библиотека читает location.search, а он здесь пуст; на сервер фрагмент вообще не попадает."},
	Causes: []Text{
		{"The redirect_uri contains a # (hash routing, …/#/callback), so everything behind it is fragment, whatever response_mode says", "redirect_uri содержит # (hash-маршрутизация, …/#/callback), поэтому всё после него — фрагмент, что бы ни было в response_mode"},
		{"response_mode=fragment was used (the default of the implicit and hybrid flows, of keycloak-js and MSAL), while the code expects the query", "Использован response_mode=fragment (по умолчанию в implicit и hybrid, в keycloak-js и MSAL), а код ждёт query"},
		{"The router rewrote the URL before the library read it", "Маршрутизатор переписал URL до того, как его прочла библиотека"},
	},
	Fixes: []Text{
		{"Use a redirect URI without # (history mode routing, or a static /callback.html that handles the answer): RFC 6749 §3.1.2 forbids a fragment in it", "Используйте redirect URI без # (history mode или статическая /callback.html, обрабатывающая ответ): RFC 6749 §3.1.2 запрещает в нём фрагмент"},
		{"Or make both sides agree: response_mode: 'fragment' in the client settings (oidc-client-ts), responseMode in keycloak-js init, and pass the URL to signinRedirectCallback(url)", "Либо согласуйте стороны: response_mode: 'fragment' в настройках клиента (oidc-client-ts), responseMode в init keycloak-js, и передавайте URL в signinRedirectCallback(url)"},
		{"Let the library handle the callback before the router starts", "Дайте библиотеке обработать callback до запуска маршрутизатора"},
	},
	Refs:     []Ref{{"RFC 6749 §3.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2"}, {"OAuth 2.0 Multiple Response Types §2.1", "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes"}},
	Explains: []string{"state-missing-in-callback", "callback-without-code", "success-called-failure"},
	Check: func(f *exchange.Flow) []Verdict {
		failed := findAny(f, "no state in response", "no matching state found in storage", "state missing", "no code in", "code not found", "missing code", "code is missing", "missing required parameter: code", "no authorization code", "hash_empty_error", "code missing from response", "no code or state", "state is missing", "missing state", "code: undefined", "code=undefined", "code: null")
		if len(failed) == 0 {
			return sentBackInFragment(f)
		}
		for _, a := range f.Artifacts {
			if a.Kind != artifact.Redirect || !a.Params.Has("code") && !a.Params.Has("error") {
				continue
			}
			hash := strings.IndexByte(a.URL.Text, '#')
			name, _ := a.Params.Get("code")
			if !a.Params.Has("code") {
				name, _ = a.Params.Get("error")
			}
			at := strings.Index(a.URL.Text, name.Name+"=")
			if hash < 0 || at < hash || strings.HasPrefix(a.URL.Text[hash:], "#_=_") {
				continue
			}
			return []Verdict{{Exchange: exchangeAt(f, a.Span), Evidence: append([]source.Span{a.Span}, firstOf(failed, 1)...)}}
		}
		// The URL is not printed, the redirect_uri is.
		for _, s := range append(f.Settings("redirecturi"), f.Settings("callbackurl")...) {
			if strings.Contains(s.Text.Text, "/#/") || strings.Contains(s.Text.Text, "#/") {
				return []Verdict{{Evidence: append([]source.Span{s.Text.Span}, firstOf(failed, 1)...)}}
			}
		}
		for _, g := range paramValues(f, "redirect_uri") {
			if strings.Contains(g.text, "#") {
				return []Verdict{{Evidence: append([]source.Span{g.span}, firstOf(failed, 1)...)}}
			}
		}
		return nil
	},
})
