package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "audience-claims-not-configured",
	Title:      Text{"oauth2-proxy has no audience claims configured", "В oauth2-proxy не настроены audience claims"},
	About:      Text{"The list of audience claims in oauth2-proxy's message is empty: its own setting, not the token.", "Список audience claims в сообщении oauth2-proxy пуст: это его настройка, а не токен."},
	Confidence: Certain,
	Rank:       88,
	Outcome:    exchange.Issued,
	Detail: Text{"The provider issued the tokens and oauth2-proxy could not verify the ID token: it looks for the audience in no claim at all. The brackets in \"audience claims []\" are the proxy's own setting, and it is empty; the token may carry a good aud.",
		"Провайдер выдал токены, а oauth2-proxy не смог проверить ID-токен: он ищет audience ни в одном claim. Скобки в \"audience claims []\" — собственная настройка прокси, и она пуста; aud в токене может быть верным."},
	Causes: []Text{
		{"With the alpha (structured) configuration the default aud is not filled in: oidcConfig.audienceClaims is missing", "В alpha-конфигурации значение aud по умолчанию не подставляется: нет oidcConfig.audienceClaims"},
		{"The option oidc-audience-claim was set to an empty value", "Опция oidc-audience-claim задана пустой"},
	},
	Fixes: []Text{
		{"Set providers[].oidcConfig.audienceClaims: [aud] (alpha config), or --oidc-audience-claim=aud (OAUTH2_PROXY_OIDC_AUDIENCE_CLAIMS)", "Задайте providers[].oidcConfig.audienceClaims: [aud] (alpha config) или --oidc-audience-claim=aud (OAUTH2_PROXY_OIDC_AUDIENCE_CLAIMS)"},
		{"Set emailClaim, groupsClaim and userIDClaim there too: they lose their defaults in the same way", "Задайте там же emailClaim, groupsClaim и userIDClaim: они теряют значения по умолчанию так же"},
	},
	Refs:     []Ref{{"oauth2-proxy: alpha configuration", "https://oauth2-proxy.github.io/oauth2-proxy/configuration/alpha-config"}},
	Explains: []string{"token-audience"},
})
