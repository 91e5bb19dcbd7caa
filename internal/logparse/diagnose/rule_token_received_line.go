package diagnose

import "grantlens/internal/logparse/exchange"

var notReceived = []string{"not ", "n't", "fail", "unable", "never", "could not", "cannot", "before", "unless", "until", "without", " if ", "no token", "no access", "expired", "invalid", "?"}

var _ = register(Rule{
	ID:         "token-received-line",
	Title:      Text{"A line says that the token arrived", "Строка говорит, что токен получен"},
	About:      Text{"A log line by which the program or the library says that it holds a token. It proves the issue where no answer is printed.", "Строка лога, где программа или библиотека говорит, что токен у неё. Она доказывает выдачу, если ответ не напечатан."},
	Severity:   Info,
	Rank:       7,
	Outcome:    exchange.Issued,
	Confidence: Likely,
	Says: []Saying{
		{All: []string{"received access token"}, Not: notReceived},
		{All: []string{"access token issued for"}, Not: notReceived},
		{All: []string{"refresh token issued for"}, Not: notReceived},
		{All: []string{"access token received"}, Not: notReceived},
		{All: []string{"got access token"}, Not: notReceived},
		{All: []string{"obtained access token"}, Not: notReceived},
		{All: []string{"access token obtained"}, Not: notReceived},
		{All: []string{"access token acquired"}, Not: notReceived},
		{All: []string{"acquired access token"}, Not: notReceived},
		{All: []string{"retrieved access token"}, Not: notReceived},
		{All: []string{"access token was issued"}, Not: notReceived},
		{All: []string{"token exchange successful"}, Not: notReceived},
		{All: []string{"token exchange succeeded"}, Not: notReceived},
		{All: []string{"successfully exchanged", "code"}, Any: []string{"token"}, Not: notReceived},
		{All: []string{"successfully refreshed", "token"}, Not: notReceived},
		{All: []string{"token refreshed successfully"}, Not: notReceived},
		{All: []string{"called with the access token"}},
		{All: []string{"токен получен"}},
		{All: []string{"получен токен доступа"}},
	},
	Detail: Text{"The token exchange ended well by this line; what failed in the same text came before, after or beside it.", "По этой строке обмен закончился успешно; то, что в том же тексте не удалось, было до, после или рядом."},
	Causes: []Text{{"The token request succeeded; another step of the same login did not", "Запрос токена удался; не удался другой шаг того же входа"}},
	Fixes:  []Text{{"Look for the cause in the step that failed, not at the token endpoint", "Ищите причину в неудавшемся шаге, а не в token endpoint"}},
	Refs:   []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
})
