package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "google-refresh-token-revoked",
	Title:   Text{"Google revoked the refresh token (testing app: 7 days)", "Google отозвал refresh-токен (Testing: 7 дней)"},
	About:   Text{"Google's text for a dead refresh token; for an app in publishing status Testing that is every seven days.", "Текст Google о недействующем refresh-токене; у приложения в статусе Testing это каждые семь дней."},
	Rank:    80,
	Outcome: exchange.Refused,
	Detail: Text{"Google refused the refresh token: it has expired or was revoked, and no retry will bring it back; a new login (consent) is needed. The most frequent reason in development: the OAuth consent screen of the project is in publishing status Testing with external users, and Google ends such refresh tokens after 7 days.",
		"Google отверг refresh-токен: он истёк или отозван, повторы не помогут, нужен новый вход (согласие). Самая частая причина при разработке: OAuth consent screen проекта в статусе Testing с внешними пользователями — такие refresh-токены Google прекращает через 7 дней."},
	Causes: []Text{
		{"The app's publishing status is Testing: refresh tokens live seven days", "Статус публикации приложения — Testing: refresh-токены живут семь дней"},
		{"The user removed the app's access, changed the password (Gmail scopes), or did not use the token for six months", "Пользователь отозвал доступ, сменил пароль (scope Gmail) или не использовал токен шесть месяцев"},
		{"More than 100 refresh tokens for this user and client: the oldest is dropped; or the token is of another client id", "Более 100 refresh-токенов на пользователя и клиента: старейший удаляется; либо токен от другого client id"},
	},
	Fixes: []Text{
		{"Authorize again to get a new refresh token and store it (delete token.json or the saved credential)", "Авторизуйтесь заново, получите новый refresh-токен и сохраните его (удалите token.json или сохранённые данные)"},
		{"Google Cloud console → Google Auth Platform → Audience (OAuth consent screen): Publish app, status In production; sensitive scopes need verification; inside a Workspace use type Internal", "Google Cloud console → Google Auth Platform → Audience (OAuth consent screen): Publish app, статус In production; чувствительным scope нужна проверка; внутри Workspace выберите тип Internal"},
		{"For machines use a service account instead of a user's refresh token", "Для машин используйте сервисный аккаунт вместо refresh-токена пользователя"},
	},
	Refs:     []Ref{{"Google: refresh token expiration", "https://developers.google.com/identity/protocols/oauth2#expiration"}},
	Explains: []string{"provider-error", "refresh-token-dead"},
})
