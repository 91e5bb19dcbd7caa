package diagnose

import (
	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "token-type-missing",
	Title:    Text{"The answer has a token but no usable token_type", "В ответе есть токен, но нет годного token_type"},
	About:    Text{"RFC 6749 requires token_type in a token response. Some providers leave it out or write it in an unexpected way, and strict client libraries then refuse an otherwise good answer.", "RFC 6749 требует token_type в ответе с токенами. Некоторые провайдеры его опускают или пишут непривычно, и строгие библиотеки отвергают в остальном исправный ответ."},
	Rank:     82,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "token-answer-unreadable"},
	Detail: Text{"The provider issued an access token; its response omits token_type, which RFC 6749 §5.1 requires, or names a type the client does not know (Bearer is expected), so it is a non-standard but successful answer. The client library is strict about this member and turns the success into an error.",
		"Провайдер выдал access-токен; в ответе нет token_type, обязательного по RFC 6749 §5.1, или назван тип, которого клиент не знает (ждут Bearer), то есть ответ нестандартный, но успешный. Библиотека клиента строга к этому полю и превращает успех в ошибку."},
	Causes: []Text{
		{"The provider does not conform: it leaves token_type out (VK, Instagram, WeChat, Twitch in former times, own servers), or sends a value the library does not know", "Провайдер не соблюдает стандарт: не присылает token_type (VK, Instagram, WeChat, раньше Twitch, свои серверы) или присылает значение, неизвестное библиотеке"},
		{"The library compares with “Bearer” by case; RFC 6749 §5.1 makes it case-insensitive", "Библиотека сравнивает с «Bearer» с учётом регистра, а по RFC 6749 §5.1 регистр не важен"},
	},
	Fixes: []Text{
		{"Relax the client: default to Bearer when token_type is missing. oauth4webapi / Auth.js: a conform hook that adds token_type: \"bearer\" to the response; Swift OAuth2: a subclass that overrides assureAccessTokenParamsAreValid; Rust oauth2: an own TokenResponse type; Spring: an own Converter of OAuth2AccessTokenResponseHttpMessageConverter", "Смягчите клиента: без token_type считайте его Bearer. oauth4webapi / Auth.js: хук conform, добавляющий token_type: \"bearer\"; Swift OAuth2: подкласс с assureAccessTokenParamsAreValid; Rust oauth2: свой тип TokenResponse; Spring: свой Converter у OAuth2AccessTokenResponseHttpMessageConverter"},
		{"Or use the library's own provider definition for this provider, or ask the provider to conform", "Или возьмите готовое описание этого провайдера в библиотеке либо попросите провайдера соблюдать стандарт"},
	},
	Missing: []Text{{"The names of the members in the token response (values masked)", "Имена полей ответа с токенами (значения скрыты)"}},
	Refs:    []Ref{{"RFC 6749 §5.1: token_type is required", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"RFC 6749 §7.1 token types", "https://www.rfc-editor.org/rfc/rfc6749#section-7.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range tokenAnswers(f) {
			p, ok := answerToken(e, "access_token")
			if !ok || e.Body.Kind != artifact.BodyJSON || e.Body.Cut || e.Body.Members.Has("token_type") || e.Body.Members.Has("tokenType") || e.Body.Members.Has("token") || p.Type == 'w' || len(e.Body.Members) < 2 || e.Request != nil && e.Request.Body == e.Body {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{p.NameSpan}, Confidence: Certain}
			switch said := len(saidBy(f, "token-type-missing")) > 0; {
			case !said && e.Claimed != exchange.Failure:
				v.Severity, v.Rank = Info, 20
			case !said:
				v.Severity = Warning
			}
			out = append(out, v)
		}
		return out
	},
})
