package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "login-cookie-samesite",
	Title:   Text{"SameSite keeps the login cookie from the callback", "SameSite не пускает cookie входа на callback"},
	About:   Text{"The cookie that keeps state, nonce or correlation is Lax or Strict, and the answer comes as a cross-site POST (form_post): browsers send no such cookie with it.", "Cookie со state, nonce или correlation — Lax или Strict, а ответ приходит межсайтовым POST (form_post): браузер её не отправит."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail: Text{"The login cookie is SameSite=Lax or Strict, and the provider answers with a form POST from its own site: a browser does not send the cookie with it, so the login state cannot be checked.",
		"Cookie входа — SameSite=Lax или Strict, а провайдер отвечает POST-формой со своего сайта: браузер её не отправит, и состояние входа не проверить."},
	Causes: []Text{
		{"The cookie policy sets or raises SameSite to Lax (MinimumSameSitePolicy, a framework default) although response_mode=form_post needs None", "Политика cookie задаёт SameSite=Lax (MinimumSameSitePolicy, умолчание фреймворка), хотя response_mode=form_post требует None"},
		{"An old framework version writes no SameSite at all, and browsers then treat the cookie as Lax", "Старая версия фреймворка не пишет SameSite вовсе, и браузер считает cookie Lax"},
		{"SameSite=Strict: even the redirect back by GET comes from another site and carries no Strict cookie", "SameSite=Strict: даже обратный редирект по GET идёт с другого сайта и не несёт cookie Strict"},
	},
	Fixes: []Text{
		{"Set the nonce and correlation (state) cookies to SameSite=None; Secure. ASP.NET Core: options.NonceCookie.SameSite and options.CorrelationCookie.SameSite = SameSiteMode.None, and no MinimumSameSitePolicy above None", "Задайте cookie nonce и correlation (state) как SameSite=None; Secure. ASP.NET Core: options.NonceCookie.SameSite и options.CorrelationCookie.SameSite = SameSiteMode.None, без MinimumSameSitePolicy выше None"},
		{"Serve the application by https: None without Secure is rejected", "Отдавайте приложение по https: None без Secure отвергается"},
		{"Or use the code flow with response_mode=query, where Lax cookies are sent with the redirect (ASP.NET Core: ResponseType = code, ResponseMode = query)", "Либо используйте code flow с response_mode=query: с GET-редиректом cookie Lax отправляются (ASP.NET Core: ResponseType = code, ResponseMode = query)"},
	},
	Refs: []Ref{
		{"Microsoft: SameSite cookies in ASP.NET Core", "https://learn.microsoft.com/en-us/aspnet/core/security/samesite"},
		{"MDN: SameSite", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#samesitesamesite-value"},
		{"OAuth 2.0 Form Post Response Mode", "https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html"},
	},
	Explains: []string{"state-lost", "state-mismatch", "nonce-mismatch", "nonce-cookie-missing"},
	Check: func(f *exchange.Flow) []Verdict {
		cookies := loginCookies(f)
		if len(cookies) == 0 {
			return nil
		}
		lost := lostLogin(f)
		outcome := exchange.NotAsked
		if len(lost) == 0 { // the nonce is looked at when the ID token is there
			lost, outcome = findAny(f, "idx21323"), exchange.Issued
		}
		said, post := lost, postedCallback(f)
		for _, c := range cookies {
			if len(said) == 0 {
				lost, outcome = callbackRefused(f, c), exchange.NotAsked
			}
			if len(lost) == 0 {
				continue
			}
			strict := strings.HasPrefix(c.sameSite, "strict")
			if !strict && !(strings.HasPrefix(c.sameSite, "lax") && len(post) > 0) {
				continue
			}
			v := Verdict{Outcome: outcome, Evidence: append(append([]source.Span{c.span}, firstOf(post, 1)...), firstOf(lost, 1)...)}
			value := "Lax"
			if strict {
				value = "Strict"
			}
			v.Detail = samesiteDetail.With("value", value)
			return []Verdict{v}
		}
		return nil
	},
})

// postedCallback gives the places that show the authorization response coming as a POST.
func postedCallback(f *exchange.Flow) []source.Span {
	out := findAny(f, "response_mode=form_post", "responsemode: form_post", "response_mode: 'form_post'", "\"response_mode\":\"form_post\"", "response_mode: form_post", "responsemode = openidconnectresponsemode.formpost")
	for _, e := range f.Exchanges {
		if e.Request != nil && e.Request.Method.Text == "POST" && e.Endpoint != exchange.EndpointToken && callbackPath(e.URL()) {
			out = append(out, source.Span{Start: e.Request.Method.Span.Start, End: e.Request.URL.Span.End})
		}
	}
	spans, lines := linesWith(f, "post ")
	for i, line := range lines {
		if callbackPath(line) && !overlapsAny(out, spans[i]) {
			out = append(out, spans[i])
		}
	}
	return out
}

// samesiteDetail is the detail with what the paste shows filled in.
var samesiteDetail = Text{"The login cookie was set with SameSite={value}, and the provider answers with a form POST from its own site. A browser sends Lax and Strict cookies on no cross-site POST, so nonce and correlation cookie are missing at the callback and the login state cannot be checked.",
	"Cookie входа задана с SameSite={value}, а провайдер отвечает POST-формой со своего сайта. Cookie Lax и Strict браузер с межсайтовым POST не отправляет, поэтому на callback нет cookie nonce и correlation и состояние входа не проверить."}
