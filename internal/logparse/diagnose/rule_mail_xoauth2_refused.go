package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "mail-xoauth2-refused",
	Title:   Text{"The mail server refused the login (XOAUTH2)", "Почтовый сервер отказал во входе (XOAUTH2)"},
	About:   Text{"IMAP, POP or SMTP with SASL XOAUTH2: the access token was presented and refused.", "IMAP, POP или SMTP с SASL XOAUTH2: access-токен предъявлен и отвергнут."},
	Rank:    84,
	Outcome: exchange.Rejected,
	Detail:  Text{"A token was obtained and handed to the mail server by SASL XOAUTH2, which refused it: the token is for another audience or lacks the mail scope, has expired, belongs to another user than the one named, or the mailbox does not admit the protocol. The OAuth exchange before it may well have been good.", "Токен получен и передан почтовому серверу через SASL XOAUTH2, но отвергнут: он для другой аудитории или без почтового scope, истёк, принадлежит не тому пользователю или протокол для ящика выключен. Сам обмен OAuth мог быть успешным."},
	Causes: []Text{
		{"The scope is wrong: Microsoft wants https://outlook.office.com/IMAP.AccessAsUser.All or SMTP.Send (not Graph), Google https://mail.google.com/", "Неверный scope: Microsoft требует https://outlook.office.com/IMAP.AccessAsUser.All или SMTP.Send (не Graph), Google — https://mail.google.com/"},
		{"The user in the XOAUTH2 string is not the token's user (shared mailbox, alias), or a service principal has no FullAccess to the mailbox", "Пользователь в строке XOAUTH2 — не владелец токена (общий ящик, псевдоним), либо у service principal нет FullAccess"},
		{"SMTP AUTH, IMAP or POP is disabled for the tenant or the mailbox; the token has expired", "SMTP AUTH, IMAP или POP выключен для tenant или ящика; токен истёк"},
	},
	Fixes: []Text{
		{"Microsoft: decode the token: aud outlook.office.com, scp or roles with IMAP or SMTP, exp in the future", "Microsoft: декодируйте токен: aud outlook.office.com, scp или roles с IMAP или SMTP, exp в будущем"},
		{"Microsoft, Exchange Online: Set-CASMailbox -SmtpClientAuthenticationDisabled $false; for app-only access New-ServicePrincipal and Add-MailboxPermission", "Microsoft, Exchange Online: Set-CASMailbox -SmtpClientAuthenticationDisabled $false; для доступа приложения New-ServicePrincipal и Add-MailboxPermission"},
		{"Google: switch IMAP or POP on in Gmail's settings and the Workspace console; the token needs the scope https://mail.google.com/, for a service account by domain-wide delegation", "Google: включите IMAP или POP в настройках Gmail и в консоли Workspace; токену нужен scope https://mail.google.com/, сервисной учётной записи — через domain-wide delegation"},
		{"Send user=<mailbox>^Aauth=Bearer <token>^A^A in base64, with a token fetched anew", "Отправляйте user=<ящик>^Aauth=Bearer <токен>^A^A в base64 со свежим токеном"},
	},
	Leads: []Lead{
		{Signs: []string{"does your account allow"}, Cause: "SMTP AUTH, IMAP or POP is disabled"},
		{Signs: []string{"authenticated but not connected"}, Cause: "in the XOAUTH2 string", Fix: "Exchange Online"},
		{Signs: []string{"gsmtp", "gimap", "support.google.com"}, Cause: "in the XOAUTH2 string"},
		{Signs: []string{"smtpclientauthentication is disabled"}, Cause: "SMTP AUTH, IMAP or POP is disabled", Fix: "Exchange Online"},
	},
	Refs:     []Ref{{"Microsoft: IMAP, POP and SMTP with OAuth", "https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"}, {"Google: XOAUTH2", "https://developers.google.com/workspace/gmail/imap/xoauth2-protocol"}},
	Explains: []string{"api-refused-token"},
	Check: func(f *exchange.Flow) []Verdict {
		said := saidBy(f, "?mail-xoauth2-refused")
		if len(said) == 0 || f.Has("oauth2 failed:") { // Dovecot's line of why
			return nil
		}
		return []Verdict{{Evidence: said[:1]}}
	},
})
