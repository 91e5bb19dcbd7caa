package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "authority-not-trusted",
	Title:   Text{"MSAL does not know this authority", "MSAL не знает этого authority"},
	About:   Text{"MSAL accepts Microsoft's own clouds; every other authority (B2C, ADFS, CIAM, own domain) must be named in knownAuthorities.", "MSAL принимает облака Microsoft; любой другой authority (B2C, ADFS, CIAM, свой домен) нужно назвать в knownAuthorities."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The library refused its own configuration before any request: the host of the authority URL is neither one of Microsoft's clouds nor listed in knownAuthorities.", "Библиотека отвергла собственную настройку до запроса: хост в authority не относится к облакам Microsoft и не указан в knownAuthorities."},
	Causes: []Text{
		{"A B2C, ADFS, External ID or custom-domain authority without knownAuthorities", "authority B2C, ADFS, External ID или собственного домена без knownAuthorities"},
		{"The authority URL is misspelt: tenant, policy, host", "Ошибка в URL authority: tenant, policy, хост"},
	},
	Fixes: []Text{
		{"auth: { authority: \"https://tenant.b2clogin.com/tenant.onmicrosoft.com/policy\", knownAuthorities: [\"tenant.b2clogin.com\"] }; MSAL.NET: WithB2CAuthority, or validateAuthority: false for ADFS", "auth: { authority: \"https://tenant.b2clogin.com/tenant.onmicrosoft.com/policy\", knownAuthorities: [\"tenant.b2clogin.com\"] }; MSAL.NET: WithB2CAuthority или validateAuthority: false для ADFS"},
	},
	Refs:     []Ref{{"MSAL.js: configuration", "https://learn.microsoft.com/en-us/entra/identity-platform/msal-client-application-configuration"}},
	Explains: []string{"browser-got-no-answer"},
})
