package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "code-parameter-clash",
	Title:   Text{"The app's own parameter is taken for an OAuth code", "Параметр приложения принят за код OAuth"},
	About:   Text{"An endpoint of the application uses a query parameter named code, state or error, and the OIDC filter mistakes the request for a callback from the provider.", "Endpoint приложения использует параметр code, state или error, и фильтр OIDC принимает запрос за callback провайдера."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail: Text{"The request to the application's own path carries a query parameter named code, and the OIDC library treats any request with code as a callback from the provider. There is no state cookie for it, so the request ends as a failed login although nobody was redirected.",
		"Запрос к собственному пути приложения несёт параметр code, а библиотека OIDC принимает любой запрос с code за callback провайдера. Cookie state для него нет, и запрос заканчивается неудачным входом, хотя редиректа не было."},
	Causes: []Text{
		{"A query parameter of the application has the reserved name code (or state, error) and the library has no dedicated callback path: the names clash", "Параметр приложения назван зарезервированным словом code (или state, error), а отдельного пути callback у библиотеки нет: имена конфликтуют"},
	},
	Fixes: []Text{
		{"Rename the parameter of the application's endpoint", "Переименуйте параметр endpoint приложения"},
		{"Give the callback a path of its own: quarkus.oidc.authentication.redirect-path=/oidc/callback (with restore-path-after-redirect), so that only that path is looked at", "Выделите callback отдельный путь: quarkus.oidc.authentication.redirect-path=/oidc/callback (с restore-path-after-redirect), чтобы проверялся только он"},
	},
	Refs: []Ref{{"Quarkus: OIDC code flow", "https://quarkus.io/guides/security-oidc-code-flow-authentication"}, {"RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}},
	// The generic rule knows only that the cookie is not there.
	Explains: []string{"state-lost"},
	Check: func(f *exchange.Flow) []Verdict {
		said := findAny(f, "state cookie is missing after", "state parameter can not be empty or multi-valued", "authorization_request_not_found", "did not find expected authorization request details")
		if len(said) == 0 {
			return nil
		}
		plain := strings.NewReplacer("*", "", "`", "", "_", "").Replace(f.Lower)
		if i := strings.Index(plain, "?code="); i >= 0 {
			// A short value that no authorization server gives, on a path that is no callback, and no state beside it.
			end := i + len("?code=")
			stop := end
			for stop < len(plain) && !strings.ContainsRune(" \t\r\n\"'<>)", rune(plain[stop])) {
				stop++
			}
			value, rest, _ := strings.Cut(plain[end:stop], "&")
			from := i
			for from > 0 && !strings.ContainsRune(" \t\r\n\"'<>(", rune(plain[from-1])) {
				from--
			}
			if !strings.Contains(rest, "state=") && !callbackPath(plain[from:i]) && len(strings.TrimRight(value, ".,;")) <= 12 {
				at := findAny(f, "?code=", "?**code**=", "?`code`=", "code=")
				return []Verdict{{Evidence: append([]source.Span{said[0]}, firstOf(at, 1)...)}}
			}
		}
		for _, a := range f.Artifacts {
			if a.Kind == artifact.Redirect && a.Params.Has("code") && !a.Params.Has("state") && !callbackPath(a.URL.Text) && len(a.Params.Text("code")) <= 12 {
				return []Verdict{{Evidence: []source.Span{said[0], a.Span}}}
			}
		}
		return nil
	},
})
