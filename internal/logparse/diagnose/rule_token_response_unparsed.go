package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "token-response-unparsed",
	Title:    Text{"The client could not parse a good token response", "Клиент не разобрал исправный ответ с токеном"},
	About:    Text{"A library says that it cannot extract a token, and quotes a body that holds one: its parser expects another format (form against JSON) or an older answer of the provider.", "Библиотека пишет, что не может извлечь токен, и цитирует тело, где он есть: её разбор ждёт другой формат (форма вместо JSON) или прежний ответ провайдера."},
	Rank:     84,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "token-answer-as-form", "token-answer-unreadable"},
	Detail: Text{"The quoted body contains a complete token: access_token is there, so the provider issued it. The client's parser could not extract it, because it expects another format than the one that came: form-encoded against JSON, a string against a number.",
		"В процитированном теле есть полный токен: access_token на месте, провайдер его выдал. Разбор клиента не смог его извлечь, потому что ждёт другой формат: форму вместо JSON, строку вместо числа."},
	Causes: []Text{
		{"The client or plugin is outdated: the provider changed its token response (Facebook, from form-encoded to JSON with Graph v2.3), and the extractor still reads the old format", "Клиент или плагин устарел: провайдер изменил ответ (Facebook с Graph v2.3 перешёл с формы на JSON), а extractor читает старый формат"},
		{"A member is of another type than the library takes: scope as an array or list where RFC 6749 has a string (Twitch), null, a number in quotes", "Член ответа другого типа, чем ждёт библиотека: scope массивом вместо строки по RFC 6749 (Twitch), null, число в кавычках"},
		{"The wrong extractor is configured for this provider (scribejava: OAuth2AccessTokenExtractor for forms, OAuth2AccessTokenJsonExtractor for JSON)", "Для провайдера настроен не тот extractor (scribejava: OAuth2AccessTokenExtractor для форм, OAuth2AccessTokenJsonExtractor для JSON)"},
		{"Jackson: the class does not know a member of the answer (Keycloak: not-before-policy) and refuses it", "Jackson: класс не знает одного из полей ответа (Keycloak: not-before-policy) и отвергает его"},
	},
	Fixes: []Text{
		{"Jackson: @JsonIgnoreProperties(ignoreUnknown = true) on the class of the answer", "Jackson: @JsonIgnoreProperties(ignoreUnknown = true) на классе ответа"},
		{"Update the client library or plugin; in scribejava override getAccessTokenExtractor() with OAuth2AccessTokenJsonExtractor.instance()", "Обновите библиотеку или плагин; в scribejava переопределите getAccessTokenExtractor(): OAuth2AccessTokenJsonExtractor.instance()"},
		{"Do not print the body in the exception: it holds a valid token; revoke the one that was logged", "Не печатайте тело в исключении: в нём действующий токен; отзовите тот, что попал в лог"},
	},
	Leads: []Lead{{Signs: []string{"unrecognizedproperty", "marked as ignorable"}, Only: true, Cause: "Jackson: ", Fix: "Jackson: "}},
	Refs:  []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"scribejava", "https://github.com/scribejava/scribejava"}},
	Check: func(f *exchange.Flow) []Verdict {
		out := memberOfOtherType(f)
		for _, lead := range [...]string{"can't extract", "cannot extract", "response body is incorrect", "could not extract", "unable to parse token response", "failed to parse token response", "unable to parse access token", "failed to parse access token", "cannot parse token response", "error parsing token response", "error parsing access token", "failed to decode token response"} {
			for _, at := range f.Find(lead) {
				if len(out) >= 4 {
					return out
				}
				message := strings.ToLower(messageAt(f, at))
				i := strings.LastIndex(message, "access_token")
				if i < 0 || i+14 >= len(message) || strings.Contains(message, "error_description") || strings.Contains(message, "missing access_token") {
					continue
				}
				// A value has to follow the name: access_token":"…, access_token=…
				rest := strings.TrimLeft(message[i+len("access_token"):], "\\\"'`: =")
				between := message[i+len("access_token") : len(message)-len(rest)]
				if !strings.ContainsAny(between, ":=") || strings.HasPrefix(rest, "null") || rest == "" || rest[0] == ',' || rest[0] == '}' || rest[0] == '&' {
					continue
				}
				span := source.Span{Start: at.Start, End: min(at.Start+i+len("access_token"), at.Start+200)}
				if !coveredBy(out, span) {
					out = append(out, Verdict{Evidence: []source.Span{span}})
				}
			}
		}
		return out
	},
})

// memberOfOtherType finds the complaints of serde that a member of a token response has another type than the client takes.
func memberOfOtherType(f *exchange.Flow) []Verdict {
	for _, at := range f.Find("invalid type: ") {
		line := strings.ToLower(messageAt(f, source.Span{Start: max(0, at.Start-160), End: at.End}))
		before, after, _ := strings.Cut(line, "invalid type: ")
		if !strings.Contains(after, ", expected ") {
			continue
		}
		for _, member := range [...]string{"scope", "token_type", "access_token", "refresh_token", "id_token"} {
			if strings.HasSuffix(before, member+": ") || strings.Contains(before, `key: "`+member+`"`) {
				return []Verdict{{Evidence: []source.Span{at}}}
			}
		}
	}
	return nil
}
