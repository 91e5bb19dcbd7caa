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
	Saying{All: []string{"sub claim does not match bound subject"}},
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
	Saying{All: []string{"jwt is missing"}, Not: []string{"missing an"}, With: []string{"envoy", "istio", "401", "jwt_authn", "unauthorized", "oidc"}},
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

// Go programs that log in by x/oauth2, go-oidc, goth or zitadel's library: what each says of the step that failed.
var (
	_ = also("discovery-failed", Saying{All: []string{"error getting provider for login operation"}}, Saying{All: []string{"could not retrieve oidc config"}}, Saying{All: []string{"non-200 response from discovery url"}}, Saying{All: []string{"failed to get oidc provider"}})
	_ = also("user-name-attribute-missing",
		Saying{All: []string{"claim not found in token"}, Not: []string{"\"email\""}, Outcome: exchange.Issued},
		Saying{All: []string{"failed to authenticate: missing \""}, Any: []string{"\" claim", "\\\" claim"}, Not: []string{"email"}, Outcome: exchange.Issued},
		Saying{All: []string{"failed to authenticate: missing \\\""}, Any: []string{"\\\" claim"}, Not: []string{"email"}, Outcome: exchange.Issued},
	)
	_ = also("email-claim-missing",
		Saying{All: []string{"failed to authenticate: missing", "email"}, Any: []string{"claim"}},
		Saying{All: []string{"no email found in oidc payload"}},
		Saying{All: []string{"email address on your oidc provider to authenticate"}},
	)
	_ = also("state-mismatch",
		Saying{All: []string{"invalid state in '", "cookie"}},
		Saying{All: []string{"state token mismatch"}},
	)
	_ = also("state-lost",
		Saying{All: []string{"http: named cookie not present"}, Any: []string{"state", "csrf"}, Not: []string{"session"}, With: []string{"oauth", "oidc", "openid", "callback", "get state"}},
		Saying{All: []string{"could not find a matching session for this request"}, With: append([]string{"usersignin", "user auth"}, authWords...)},
		Saying{All: []string{"node state key expired before authorisation completed"}},
	)
	_ = also("state-unreadable", Saying{All: []string{"malformed state"}, With: []string{"oauth", "oidc", "pomerium", "callback"}})
	_ = also("state-missing-in-callback", Saying{All: []string{"\"state must be provided"}})
	_ = also("code-not-valid", literals("", "failed to get auth code: not found")...)
	_ = also("id-token-missing", literals("", "no 'id_token' found in response", "could not extract id token")...)
	_ = also("id-token-claim-refused",
		Saying{All: []string{"failed to verify oidc token"}, Not: []string{"expected", "expired", "signature", "failed to verify signature"}},
		Saying{All: []string{"auth time of token is too old"}},
	)
	_ = also("token-audience", Saying{All: []string{"audience is not valid: audience must contain"}, Judge: exchange.Issued}, Saying{All: []string{"audience in token does not match client key"}, Outcome: exchange.Issued})
	_ = also("token-issuer", literals(exchange.Issued, "issuer in token does not match issuer in openidconfig")...)
	_ = also("clock-skew", judged(exchange.Issued, "issuedat of token is in the future")...)
	_ = also("profile-fetch-failed", Saying{All: []string{"responded with a 4", "trying to fetch user information"}}, Saying{All: []string{"\"error getting user\""}, With: []string{"authcallback", "csrf"}})
	_ = also("token-missing-in-answer", literals("", "invalid token received from provider")...)
	_ = also("refresh-token-dead", literals("", "maybe token expired? - try refreshing", "maybe it has expired? - refresh with")...)
	_ = also("token-cache-empty", literals("", "empty token found - please run")...)
	_ = also("loopback-port-in-use", literals("", "all bind addresses failed: listen tcp")...)
	_ = also("session-store-unavailable", Saying{All: []string{"error setting value in redis"}, With: authWords})
	_ = also("account-not-linked", literals("", "same username or email has been onboarded")...)
	_ = also("local-access-rule",
		Saying{All: []string{"none of the given policies", "are defined"}},
		Saying{All: []string{"authenticated principal", "allowed"}, Any: []string{"does not match any", "not in any"}},
		Saying{All: []string{"unauthorized principal ("}},
		Saying{All: []string{"openvpn client is empty"}, With: []string{"oauth2", "oidc"}},
		Saying{All: []string{"missing required group"}, With: []string{"oauth", "oidc", "openid"}},
		Saying{All: []string{"is not in domains ["}},
		Saying{All: []string{"no roles mapped for user"}},
		Saying{All: []string{"msg=\"invalid user\"", "handler="}},
		Saying{All: []string{"hosteddomains:", "not in"}, Lines: 2},
		Saying{All: []string{"user.sync.signup-disabled"}},
	)
	_ = also("redirect-uri-not-registered", Saying{All: []string{"invalid redirect url: the protocol and host (including port) must match"}, Outcome: exchange.NotAsked})
)

var (
	_ = also("id-token-claim-refused", Saying{All: []string{"id token failed verification"}, Any: []string{"malformed jwt"}})
	_ = also("claim-type-unexpected", Saying{All: []string{"decode id token claims"}, Any: []string{"failed", "error", "unable"}, Outcome: exchange.Issued})
	_ = also("token-not-sent", literals("", "valid authorization token is required")...)
	_ = also("confidential-client-without-secret", literals("", "client id or secret not provided")...)
)

var _ = also("api-refused-token",
	Saying{All: []string{"\"code\":16,"}, Any: []string{"unauthenticated", "credential", "invalid token", "token is", "token not", "jwt"}, Codes: []string{"16"}},
	Saying{All: []string{"\"code\": 16,"}, Lines: 3, Any: []string{"unauthenticated", "credential", "invalid token", "token is", "token not", "jwt"}, Codes: []string{"16"}},
	Saying{All: []string{"code = unauthenticated desc ="}, Any: []string{"token", "jwt", "bearer", "credential"}, Codes: []string{"Unauthenticated"}},
)

var (
	_ = also("signing-key-not-found", judged(exchange.Issued, "no public keys found")...)
	_ = also("login-session-not-kept", literals("", "csrf token missing in session")...)
)

// kubectl, and the browser side of Vault and OpenBao.
var (
	_ = also("strategy-not-registered", literals("", "no auth provider found for name \"")...)
	_ = also("token-not-sent", literals("", "user \"system:anonymous\" cannot")...)
	_ = also("redirect-uri-not-registered", Saying{All: []string{"missing auth_url"}, Outcome: exchange.NotAsked})
)

// Lines by which programs in Go say that tokens were issued.
var _ = also("token-received-line",
	Saying{All: []string{"web login successful. claims:"}},
	Saying{All: []string{"[authsuccess] authenticated via oauth2"}},
	Saying{All: []string{"access response with id", "successfully processed"}},
)

// The token source of x/oauth2 refreshes by itself: inside the error of an API call, “cannot fetch token” is the refresh.
var _ = also("refresh-token-dead",
	Saying{All: []string{"oauth2: cannot fetch token: 400"}, Any: inAPICall, Not: []string{"/token\"", "exchange", "redeem"}, With: []string{"invalid_grant"}, Outcome: exchange.Refused},
	Saying{All: []string{"couldn't fetch token: invalid_grant"}, Outcome: exchange.Refused},
)

var inAPICall = []string{"get \"http", "get http", "post \"http", "post http", "put \"http", "put http", "patch \"http", "delete \"http", "head \"http"}

// oauth2-proxy's page for who passes none of its rules.
var _ = also("local-access-rule",
	Saying{All: []string{"permission denied", "invalid account"}, Lines: 2, Outcome: exchange.Issued},
)

// golang-jwt, with the claims a client asked for; traefik-oidc-auth at its callback.
var (
	_ = also("id-token-claim-refused", Saying{All: []string{"token is missing required claim"}, Outcome: exchange.Issued})
	_ = also("api-refused-token", Saying{All: []string{"returned token is not valid"}, Outcome: exchange.Issued})
)

// Rust's openidconnect (Vaultwarden, RustDesk, Proxmox) and go-oidc, where they count the parts of a token and meet a JWE.
var (
	_ = also("token-encrypted",
		Saying{All: []string{"found 5 parts (expected 3)"}, Outcome: exchange.Issued},
		Saying{All: []string{"expected 3 parts got 5"}, Outcome: exchange.Issued},
		Saying{All: []string{"has 5 segments"}, With: jwtWords, Outcome: exchange.Issued},
		Saying{All: []string{"five parts"}, Any: []string{"instead of three", "expected three", "not three"}, With: jwtWords, Outcome: exchange.Issued},
	)
	_ = also("jwt-malformed", // an opaque access token, given to a verifier of JWTs: it was issued
		Saying{All: []string{"token contains an invalid number of segments"}, Any: []string{"access token", "access_token", "accesstoken", "failed to verify", "verification", "could not verify", "validate token"}, Outcome: exchange.Issued},
	)
	_ = also("token-answer-unreadable",
		Saying{All: []string{"failed to parse identitytokenresponse"}},
		Saying{All: []string{"failed to parse tokenresponse"}},
	)
	_ = also("profile-fetch-failed", Saying{All: []string{"request to user_info endpoint failed"}, Outcome: exchange.Issued})
	_ = also("state-lost", Saying{All: []string{"failed to retrieve sso nonce with state"}, Outcome: exchange.NotAsked})
	_ = also("local-access-rule", Saying{All: []string{"email domain not allowed"}, With: []string{"sso", "oidc", "oauth", "openid", "identity"}, Outcome: exchange.Issued})
)

// STS and the services that take its keys (AWS, MinIO): the keys were given, the session token does not come with them or is over.
var _ = also("api-refused-token",
	Saying{All: []string{"the security token included in the request is"}, Any: []string{"invalid", "expired"}, With: []string{"webidentity", "web identity", "oidc", "openid"}, Outcome: exchange.Issued},
)

// caddy-security: its portal is the client of a provider, its gatekeeper checks the portal's tokens.
var (
	_ = also("local-access-rule", Saying{All: []string{"user role is valid, but not allowed by access list"}, Outcome: exchange.Issued}, Saying{All: []string{"user role not valid"}, With: []string{"user authorization failed"}, Outcome: exchange.Issued})
	_ = also("no-session-at-client", Saying{All: []string{"user authorization failed", "no token found"}})
	_ = also("profile-fetch-failed", Saying{All: []string{"failed fetching oauth 2.0"}, Any: []string{"claims", "user info", "user groups"}, Outcome: exchange.Issued})
	_ = also("signing-key-not-found", Saying{All: []string{"oauth 2.0", "has unregisted key id"}, Outcome: exchange.Issued}, Saying{All: []string{"oauth 2.0 kid not found"}, Outcome: exchange.Issued})
	_ = also("metadata-incomplete", Saying{All: []string{"metadata ", "field not found for provider"}, Outcome: exchange.NotAsked})
	_ = also("token-missing-in-answer", Saying{All: []string{"authorization server response has no", "field"}})
)

// Dex's pages, which say less than its log; azidentity, when each credential of its chain failed.
var (
	_ = also("provider-outage", Saying{All: []string{"internal server error", "database error."}, Lines: 2, With: []string{"dex"}})
	_ = also("federated-provider-refused",
		Saying{All: []string{"failed to return user's identity"}},
		Saying{All: []string{"internal server error", "login error."}, Lines: 2, With: []string{"dex"}},
	)
	_ = also("strategy-not-registered", Saying{All: []string{"failed to get connector with id"}})
	_ = also("no-session-at-client", Saying{All: []string{"failed to acquire a token", "attempted credentials"}, Lines: 2})
)

// Rust's openidconnect (Proxmox, Vaultwarden): its “Request failed” is the HTTP client's, so nothing was answered.
var _ = also("transport-silent", Saying{All: []string{"failed to contact token endpoint: request failed"}, Outcome: exchange.NoAnswer})

// Portainer: the profile, and the user it does not make by itself.
var (
	_ = also("local-access-rule", Saying{All: []string{"account not created beforehand"}, Outcome: exchange.Issued})
	_ = also("profile-fetch-failed", Saying{All: []string{"failed retrieving resource"}, With: []string{"oauth"}})
	_ = also("user-name-attribute-missing", Saying{All: []string{"failed to extract username from oauth resource"}, Outcome: exchange.Issued})
)

// Applications that keep local users and those of the provider apart (Kasm).
var _ = also("account-not-linked", Saying{All: []string{"user"}, Any: []string{"non oidc user", "non-oidc user", "not an oidc user", "non-sso user", "not an sso user"}, Outcome: exchange.Issued})

// NetBird asks for a token of its own once the user's was read; its management of users rests on it.
var (
	_ = also("answer-hidden", Saying{All: []string{"unable to ", "statuscode "}, Any: []string{"when validating jwt claims", "failed to get account with token claims"}, Not: []string{"statuscode 2"}, Outcome: exchange.Refused})
	_ = also("token-received-line",
		Saying{All: []string{"error when validating jwt claims: unable to"}},
		Saying{All: []string{"failed to get account with token claims"}},
	)
)

// Home Assistant: the credentials an entry was made with are gone. Nextcloud: a login app's user, given to the server's own session.
var (
	_ = also("client-setting-required", Saying{All: []string{"implementation not available"}, With: []string{"config_entry_oauth2_flow", "homeassistant"}, Outcome: exchange.NotAsked})
	_ = also("user-name-attribute-missing", Saying{All: []string{"provider api returned an unexpected response"}, Outcome: exchange.Issued})
	_ = also("exception-after-login", Saying{All: []string{"string, null given"}, Any: []string{"postloginevent", "userloggedin", "createsessiontoken"}, Outcome: exchange.Issued})
)

// Terraform's azuread reads the access token's claims; Vault's page waits for the window it opened.
var (
	_ = also("jwt-malformed", Saying{All: []string{"unable to parse claims in access token"}, Outcome: exchange.Issued})
	_ = also("login-cancelled", Saying{All: []string{"provider window was closed before authentication was complete"}})
)
