package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "login-cookie-rejected",
	Title:   Text{"The browser rejects the login cookie", "Браузер отвергает cookie входа"},
	About:   Text{"The cookie that keeps the login state is Secure while the callback is plain http, or SameSite=None without Secure: browsers throw it away.", "Cookie с состоянием входа — Secure, а callback по http, либо SameSite=None без Secure: браузер её выбрасывает."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail: Text{"The login state is kept in a cookie with attributes the browser does not accept here, so the cookie is never stored and never sent back to the callback.",
		"Состояние входа хранится в cookie с атрибутами, которые браузер здесь не принимает, поэтому она не сохраняется и на callback не возвращается."},
	Causes: []Text{
		{"The cookie is Secure (or named __Secure- or __Host-), and the application is opened over plain http: the cookie is dropped", "Cookie с атрибутом Secure (или именем __Secure-, __Host-), а приложение открыто по http: cookie отбрасывается"},
		{"SameSite=None without Secure: current browsers reject such a cookie", "SameSite=None без Secure: современные браузеры отвергают такую cookie"},
		{"TLS ends at a reverse proxy and the application believes it runs on http, so it writes the wrong attributes or scheme", "TLS заканчивается на обратном прокси, приложение считает, что работает по http, и пишет не те атрибуты или схему"},
	},
	Fixes: []Text{
		{"Serve login and callback by https and set Secure", "Отдавайте вход и callback по https и ставьте Secure"},
		{"For http in development switch the flag off: cookie.secure=false, --cookie-secure=false, SESSION_COOKIE_SECURE=False, useSecureCookies: false", "Для http в разработке отключите флаг: cookie.secure=false, --cookie-secure=false, SESSION_COOKIE_SECURE=False, useSecureCookies: false"},
		{"Behind a TLS proxy pass X-Forwarded-Proto and let the application trust it (app.set('trust proxy', 1), UseForwardedHeaders, server.forward-headers-strategy=framework, ProxyFix)", "За TLS-прокси передавайте X-Forwarded-Proto и разрешите приложению ему доверять (trust proxy, UseForwardedHeaders, server.forward-headers-strategy=framework, ProxyFix)"},
		{"With SameSite=None always write Secure", "С SameSite=None всегда указывайте Secure"},
	},
	Refs:     []Ref{{"MDN: Set-Cookie, Secure and SameSite", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#secure"}},
	Explains: []string{"state-lost", "state-mismatch", "pkce-verifier-lost"},
	Check: func(f *exchange.Flow) []Verdict {
		http, cookies := plainHTTP(f), loginCookies(f)
		if len(http) == 0 && len(cookies) == 0 {
			return nil
		}
		said := lostLogin(f)
		lost := said
		for _, c := range cookies {
			if len(said) == 0 {
				lost = callbackRefused(f, c)
			}
			if len(lost) == 0 {
				continue
			}
			if c.sameSite == "none" && c.secureSet && !c.secure || c.secure && len(http) > 0 {
				return []Verdict{{Evidence: append(append([]source.Span{c.span}, firstOf(http, 1)...), firstOf(lost, 1)...)}}
			}
		}
		// A setting says Secure, and the callback is http.
		if lost = said; len(http) > 0 && len(lost) > 0 {
			for _, a := range f.Of(artifact.Setting) {
				name := strings.ToLower(a.Name.Text)
				value := strings.ToLower(a.Text.Text)
				if strings.Contains(name, "secure") && strings.Contains(name, "cookie") && (value == "true" || value == "1" || value == "yes" || value == "on" || value == "always") {
					return []Verdict{{Evidence: append([]source.Span{a.Span, http[0]}, firstOf(lost, 1)...)}}
				}
			}
		}
		return nil
	},
})

// plainHTTP gives the redirect URIs that are http on a host other than this machine.
func plainHTTP(f *exchange.Flow) []source.Span {
	var out []source.Span
	for _, g := range paramValues(f, "redirect_uri") {
		if scheme, host := hostOf(g.text); scheme == "http" && !loopback(host) && host != "" {
			out = append(out, g.span)
		}
	}
	return out
}
