package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "email-claim-missing",
	Title:    Text{"The login worked; the user's e-mail claim is not usable", "Вход прошёл; у пользователя нет пригодного email"},
	About:    Text{"After a correct OAuth flow the application's own rule wants an e-mail address, and the claims hold none, or an unverified one.", "После исправного OAuth собственное правило приложения требует email, а в утверждениях его нет или он не подтверждён."},
	Rank:     80,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "exception-after-login", "answer-hidden"},
	Detail: Text{"The OAuth flow itself succeeded: claims of the user were read. The refusal is a local rule of the application, which needs an email claim (and often email_verified: true), and the claims carry none: the account has no e-mail address, the scope email was not asked for, or the address is not verified.",
		"Сам OAuth прошёл: утверждения о пользователе прочитаны. Отказ — локальное правило приложения, которому нужен email (часто и email_verified: true), а его нет: у учётной записи нет адреса, не запрошен scope email или адрес не подтверждён."},
	Causes: []Text{
		{"The user has no e-mail address at the provider, so the email claim is missing", "У пользователя у провайдера нет адреса, поэтому email отсутствует"},
		{"The scope email is not requested, or the client has no mapper that puts email into the ID token or userinfo", "Не запрошен scope email, или у клиента нет mapper, который кладёт email в ID-токен или userinfo"},
		{"email_verified is false or absent (Keycloak user not marked verified; Entra never sends it)", "email_verified — false или отсутствует (в Keycloak пользователь не отмечен подтверждённым; Entra его не присылает)"},
		{"Cognito: the user pool requires email, and the identity provider's answer maps none to it", "Cognito: user pool требует email, а в ответе провайдера ему ничего не сопоставлено"},
		{"The address is there, and its domain is not among those the application allows", "Адрес есть, но его домена нет среди разрешённых приложением"},
	},
	Fixes: []Text{
		{"Give the user an e-mail address and mark it verified (Keycloak: Users → the user → Email, Email verified), and request the scope email", "Задайте пользователю email и отметьте его подтверждённым (Keycloak: Users → пользователь → Email, Email verified) и запросите scope email"},
		{"oauth2-proxy: --scope=\"openid email profile\", --oidc-email-claim=preferred_username or sub where there are no addresses, --insecure-oidc-allow-unverified-email, and --email-domain=*", "oauth2-proxy: --scope=\"openid email profile\", --oidc-email-claim=preferred_username или sub, если адресов нет, --insecure-oidc-allow-unverified-email и --email-domain=*"},
		{"Grafana: email_attribute_path; dex: insecureSkipEmailVerified, userNameKey", "Grafana: email_attribute_path; dex: insecureSkipEmailVerified, userNameKey"},
		{"Cognito: user pool → the identity provider → Attribute mapping: email; and ask the provider for the scope email", "Cognito: user pool → провайдер → Attribute mapping: email; и запросите у провайдера scope email"},
		{"Vaultwarden: SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION=true; Coder: CODER_OIDC_IGNORE_EMAIL_VERIFIED=true", "Vaultwarden: SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION=true; Coder: CODER_OIDC_IGNORE_EMAIL_VERIFIED=true"},
	},
	Leads: []Lead{
		{Signs: []string{"attributes required: [", "attributes+required"}, Only: true, Cause: "Cognito: ", Fix: "Attribute mapping"},
		{Signs: []string{"isn't verified", "not verified", "not been verified", "unverified", "email_verified"}, Cause: "email_verified is false"},
		{Signs: []string{"vaultwarden", "coder"}, Only: true, Fix: "Vaultwarden: SSO_ALLOW_UNKNOWN_EMA"},
	},
	Missing: []Text{{"The claims of the ID token or the userinfo answer (names are enough)", "Утверждения ID-токена или ответ userinfo (достаточно имён)"}},
	Refs: []Ref{
		{"OpenID Connect Core §5.1 standard claims", "https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims"},
		{"oauth2-proxy: configuration", "https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview"},
	},
	Check: emailNotInUserinfo,
})

// emailNotInUserinfo: a userinfo answer without email stands beside a proxy's “unauthorized”.
func emailNotInUserinfo(f *exchange.Flow) []Verdict {
	refused := saidBy(f, "?email-claim-missing")
	if len(refused) == 0 {
		return nil
	}
	var out []Verdict
	for _, e := range f.Exchanges {
		if e.Body == nil || !e.Body.Members.Has("sub") || e.Body.Members.Has("error") || e.Body.Members.Has("access_token") {
			continue
		}
		v := Verdict{Exchange: e, Evidence: []source.Span{refused[0]}}
		if email, ok := e.Member("email"); ok && email.Value.Text != "" {
			if ev, ok := e.Member("email_verified"); !ok || ev.Value.Text != "false" {
				continue
			}
			v.Evidence = append(v.Evidence, email.NameSpan)
		} else if p, ok := e.Member("email_verified"); ok {
			v.Evidence = append(v.Evidence, paramSpan(p))
			v.Detail = Text{"The userinfo answer is good and holds email_verified, but no email claim: the user has no e-mail address. “unauthorized” is the proxy's own rule, which has no address to compare with the allowed domains; the OAuth flow succeeded.", "Ответ userinfo исправен и содержит email_verified, но email в нём нет: у пользователя нет адреса. «unauthorized» — собственное правило прокси, которому нечего сверить с разрешёнными доменами; OAuth прошёл."}
		} else {
			p, _ := e.Member("sub")
			v.Evidence = append(v.Evidence, p.NameSpan)
		}
		v.Rank = 84
		out = append(out, v)
	}
	if line := wholeLine(f, refused[0]); len(out) == 0 && strings.Contains(line, "via oauth2: unauthorized") && !strings.Contains(line, "@") { // else it had the address
		out = append(out, Verdict{Evidence: refused[:1], Confidence: Likely, Rank: 70})
	}
	return out
}
