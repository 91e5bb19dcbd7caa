package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "google-api-disabled",
	Title:   Text{"The API is not enabled in the client's Google project", "API не включён в проекте Google этого клиента"},
	About:   Text{"Google refuses an API call because the API is switched off in the project the client or key belongs to; the token itself is good.", "Google отклоняет вызов API: API выключен в проекте, которому принадлежит клиент или ключ; сам токен исправен."},
	Rank:    88,
	Outcome: exchange.Rejected,
	Detail:  Text{"The token was issued and accepted; the call failed afterwards, because the API (People, Gmail, Drive, Calendar, Identity Toolkit …) is not enabled in the Cloud project of this client. Consent, client id and secret are in order.", "Токен выдан и принят; вызов отклонён потом, потому что API (People, Gmail, Drive, Calendar, Identity Toolkit …) не включён в проекте Cloud этого клиента. Согласие, client id и секрет в порядке."},
	Causes: []Text{
		{"The API was never enabled in this project, or the client was made in another project than the one where it is enabled", "API в этом проекте не включали, либо клиент создан в другом проекте"},
		{"It was enabled a moment ago: that takes some minutes to take effect", "Его включили только что: действует через несколько минут"},
		{"Passport: passport-google-oauth before 2.0 calls the retired Google+ API", "Passport: passport-google-oauth до 2.0 вызывает закрытый Google+ API"},
	},
	Fixes: []Text{
		{"Enable the API that the message names: Google Cloud console → APIs & Services → Library, in the project whose number stands in the message", "Включите названный API: Google Cloud console → APIs & Services → Library, в проекте с номером из сообщения"},
		{"Passport: upgrade to passport-google-oauth20 2.x, or set userProfileURL to https://www.googleapis.com/oauth2/v3/userinfo", "Passport: обновите passport-google-oauth20 до 2.x или задайте userProfileURL https://www.googleapis.com/oauth2/v3/userinfo"},
	},
	Refs:     []Ref{{"Google Cloud: enable an API", "https://cloud.google.com/apis/docs/getting-started#enabling_apis"}},
	Explains: []string{"provider-error", "api-refused-token", "scope-missing", "profile-fetch-failed"},
})
