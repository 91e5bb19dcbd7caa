package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "email-link-expired",
	Title:   Text{"The e-mail link or one-time code is used or expired", "Ссылка из письма или одноразовый код уже не действует"},
	About:   Text{"A magic link, confirmation link or one-time password was refused: opened before (also by a mail scanner), too old, or of another request.", "Магическая ссылка, ссылка подтверждения или одноразовый пароль отвергнуты: уже открывались (в том числе сканером почты), устарели или от другого запроса."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail:  Text{"The link or code works once and for a limited time. Mail scanners and previews (Outlook Safe Links, antivirus) open links before the user does, and a second request makes the first link invalid. No provider or client setting was refused.", "Ссылка или код действуют один раз и ограниченное время. Сканеры и предпросмотр почты (Outlook Safe Links, антивирус) открывают ссылку раньше пользователя, а повторный запрос отменяет прежнюю. Провайдер и клиент не отвергнуты."},
	Causes: []Text{
		{"A mail scanner or a preview opened the link first", "Ссылку первым открыл сканер почты или предпросмотр"},
		{"The link is older than its lifetime, or a newer one was sent", "Ссылка старше своего срока, либо отправлена более новая"},
		{"The link is opened twice (double click, reload)", "Ссылка открыта дважды (двойной щелчок, перезагрузка)"},
	},
	Fixes: []Text{
		{"Send a one-time code for the user to type, or a page with a button, in place of a link that logs in by itself", "Вместо ссылки, которая входит сама, отправляйте код для ввода или страницу с кнопкой"},
		{"Request a new mail and use only the newest one; raise the lifetime in the auth settings", "Запросите новое письмо и используйте только последнее; увеличьте срок в настройках"},
	},
	Refs:     []Ref{{"Supabase: e-mail prefetching", "https://supabase.com/docs/guides/auth/auth-email-templates"}, {"Auth.js: e-mail providers", "https://authjs.dev/getting-started/authentication/email"}},
	Explains: []string{"access-denied", "provider-error", "authjs-error-page"},
})
