package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of Go programs: go-oidc, x/oauth2, oauth2-proxy, Dex, Vault and OpenBao, Grafana, Argo, kubelogin; and of the AWS SDKs.

var _ = also("token-audience",
	Saying{All: []string{"oidc: expected audience"}, Judge: exchange.Issued},
	Saying{All: []string{"audience claim does not match any"}, Outcome: exchange.Rejected},
	Saying{All: []string{"invalid audience (aud) claim"}, Outcome: exchange.Rejected},
)

var _ = also("token-signature",
	Saying{All: []string{"no known key successfully validated the token signature"}, Judge: exchange.Rejected},
)

var _ = also("local-access-rule",
	Saying{All: []string{"permission denied via oauth2"}},
	Saying{All: []string{"required email domain not fulfilled"}},
	Saying{All: []string{"does not match any associated bound claim values"}},
	Saying{All: []string{"sub claim does not match bound subject"}},
	Saying{All: []string{"not a member of one of the required"}},
	Saying{All: []string{"claims verification failed"}, With: []string{"oidc", "openid"}},
	Saying{All: []string{"your credentials aren't allowed"}, With: []string{"auth_allowed", "pipeline"}},
)

var _ = also("exception-after-login",
	Saying{All: []string{"failed to run post auth hook"}},
	Saying{All: []string{"user.sync.internal"}},
	Saying{All: []string{"unable to sync user"}},
	Saying{All: []string{"failed to create user"}, With: []string{"oauth", "oidc", "openid"}, Confidence: Possible},
)

var _ = also("email-claim-missing",
	Saying{All: []string{"required attribute email was not provided"}},
	Saying{All: []string{"profileurl set an email"}},
)

var _ = also("client-unknown",
	Saying{All: []string{"failed to parse authorization request: invalid client_id"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"cookie_secret must be", "bytes"}},
	Saying{All: []string{"missing setting: "}, Any: []string{"provider", "cookie-secret", "client-id", "client-secret", "email validation", "upstream"}},
	Saying{All: []string{"no authorizer could be configured"}},
	Saying{All: []string{"failed to acquire a token", "environment variables are not fully configured"}, Lines: 6},
	Saying{All: []string{"could not find default credentials"}},
	Saying{All: []string{"could not automatically determine credentials"}},
	Saying{All: []string{"your default credentials were not found"}},
	Saying{All: []string{"openidc.lua:", "got nil"}},
	Saying{All: []string{"openidc.lua:", "a nil value"}},
)

var _ = also("user-credentials-wrong",
	Saying{All: []string{"ldap", "invalid credentials"}, With: []string{"dex", "oidc", "oauth", "keycloak", "connector", "sso"}},
	Saying{All: []string{"ldap", "result code 49"}},
)

var _ = also("federated-provider-refused",
	Saying{All: []string{"ldap: failed to bind"}},
	Saying{All: []string{"ldap: initial bind", "failed"}, Not: []string{"invalid credentials"}},
	Saying{All: []string{"ldap bind failed"}},
	Saying{All: []string{"ldap: failed to"}, Any: []string{"connect", "query", "search", "dial"}},
	Saying{All: []string{"failed to authenticate: ldap"}},
)

var _ = also("server-state-in-memory",
	Saying{All: []string{"failed to get auth code: <nil>"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"redeeming code", "missing code"}, Outcome: exchange.NotAsked},
)

var _ = also("redirect-scheme-not-allowed",
	Saying{All: []string{"rejecting invalid redirect"}, Outcome: exchange.NotAsked},
)

var _ = also("token-not-sent",
	Saying{All: []string{"jwt is missing"}, With: []string{"envoy", "istio", "401", "jwt_authn", "unauthorized", "oidc"}},
)

var _ = also("wrong-token-presented",
	Saying{All: []string{"token not valid for running mode"}, Outcome: exchange.Rejected},
)

var _ = also("token-issuer",
	Saying{All: []string{"iss from argument", "does not match expected issuer"}, Outcome: exchange.NotAsked},
)

var _ = also("native-browser-missing",
	Saying{All: []string{"could not open the browser"}},
	Saying{All: []string{"xdg-open", "not found"}},
	Saying{All: []string{"failed to open browser"}, With: authWords},
)

var _ = also("cloud-login-expired",
	Saying{All: []string{"no authorization tokens were found"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"log-in with `az login`"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"run `az login`"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"failed to refresh cached credentials"}, Any: []string{"sso", "token"}},
	Saying{All: []string{"run `gcloud auth"}, Outcome: exchange.NotAsked},
)

var _ = also("userinfo-not-configured",
	Saying{All: []string{"user info endpoint is not supported by this provider"}},
)
