package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of PHP and Ruby: league/oauth2-client and oauth2-server, Socialite, Guzzle, Symfony, jumbojett, OmniAuth, oauth2, rack-oauth2,
// openid_connect, Doorkeeper.

var _ = also("token-issuer",
	Saying{All: []string{"idtoken::invalidissuer"}, Outcome: exchange.Issued},
	Saying{All: []string{"jwt::invalidissuererror"}, Judge: exchange.Rejected},
)

var _ = also("token-audience",
	Saying{All: []string{"jwt::invalidauderror"}, Judge: exchange.Rejected},
	Saying{All: []string{"audiencemismatcherror"}, Judge: exchange.Rejected},
)

var _ = also("token-signature",
	Saying{All: []string{"jwt::verificationerror"}, Judge: exchange.Rejected},
	Saying{All: []string{"idtoken::invalidtoken"}, With: []string{"openid_connect"}, Outcome: exchange.Issued},
	Saying{All: []string{"unable to verify signature"}, With: []string{"jumbojett", "openidconnectclient"}, Outcome: exchange.Issued},
)

var _ = also("jwt-malformed",
	Saying{All: []string{"jwt::decodeerror"}, Any: []string{"segments", "invalid"}, Judge: exchange.Rejected},
	Saying{All: []string{"wrong number of segments"}, With: jwtWords, Judge: exchange.Rejected},
)

var _ = also("token-algorithm",
	Saying{All: []string{"algorithm not supported"}, With: []string{"firebase/php-jwt", "firebase\\\\jwt", "firebase\\jwt", "jwt.php"}, Judge: exchange.Rejected},
	Saying{All: []string{"incorrect key for this algorithm"}, Judge: exchange.Rejected},
)

var _ = also("id-token-claim-refused",
	Saying{All: []string{"unable to verify jwt claims"}, Outcome: exchange.Issued},
)

var _ = also("omniauth-request-unhandled",
	Saying{All: []string{"omniauth::authenticityerror"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"authentication failure! invalid_response"}},
	Saying{All: []string{"returned for \"http", "/token"}, Any: []string{"http/1.1 400", "http/1.1 401", "http/1.1 403", "http/2 400", "http/2 401", "http/2 403"}},
	Saying{All: []string{"returned for \"http", "oauth"}, Any: []string{"http/1.1 400", "http/1.1 401", "http/1.1 403", "http/2 400", "http/2 401", "http/2 403"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"missingauthorizationcodeexception"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"cross-site request forgery validation failed. the \"state\" param"}},
)

var _ = also("connection-refused",
	Saying{All: []string{"authentication failure! failed_to_connect"}},
)

var _ = also("connection-timeout",
	Saying{All: []string{"authentication failure! timeout"}},
	Saying{All: []string{"timeout awaiting 'request' for"}, With: []string{"oauth", "openid", "oidc", "access_token", "/token", "userinfo", "keycloak", "well-known"}},
)

var _ = also("client-secret-wrong",
	Saying{All: []string{"oauthserverexception: client authentication failed"}},
	Saying{All: []string{"rack::oauth2::client::error", "invalid_client ::"}},
)

var _ = also("code-not-valid",
	Saying{All: []string{"invalid verification code format"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"undefined"}, Any: []string{"index: client_id", "key \"client_id\"", "index: client_secret", "key \"client_secret\"", "index: redirect", "key \"redirect\""}, With: []string{"socialite", "oauth"}},
)

var _ = also("jwks-unparsable",
	Saying{All: []string{"jwk must contain an \"alg\" parameter"}, Judge: exchange.Issued},
	Saying{All: []string{"no supported algorithms found in jwk set"}, Judge: exchange.Issued},
)

var _ = also("token-audience",
	Saying{All: []string{"the audience does not match ours"}, Outcome: exchange.Issued},
	Saying{All: []string{"the authorized party does not match ours"}, Outcome: exchange.Issued},
)

var _ = also("exception-after-login",
	Saying{All: []string{"failed to provision the user"}, With: []string{"oidc", "openid", "oauth"}},
)

var _ = also("clock-skew",
	Saying{All: []string{"jwt::invalidiaterror"}, With: []string{"omniauth"}, Outcome: exchange.Issued},
	Saying{All: []string{"jwt::invalidiaterror"}, Judge: exchange.Rejected},
)

// What a strategy of OmniAuth decodes is the ID token of the answer.
var _ = also("token-expired",
	Saying{All: []string{"authentication failure! ", "jwt::expiredsignature"}, Outcome: exchange.Issued},
)

var _ = also("token-signature",
	Saying{All: []string{"authentication failure! ", "jwt::verification"}, Outcome: exchange.Issued},
)

var _ = also("id-token-missing",
	Saying{All: []string{"missingidtokenerror"}, Outcome: exchange.Issued},
	Saying{All: []string{"user did not authorize openid scope"}, Outcome: exchange.Issued},
)

var _ = also("token-expired",
	Saying{All: []string{"doorkeeper::errors::tokenexpired"}, Outcome: exchange.Rejected},
)

var _ = also("token-inactive",
	Saying{All: []string{"doorkeeper::errors::tokenrevoked"}, Outcome: exchange.Rejected},
)

var _ = also("scope-missing",
	Saying{All: []string{"doorkeeper::errors::tokenforbidden"}, Outcome: exchange.Rejected},
)

var _ = also("api-refused-token",
	Saying{All: []string{"doorkeeper::errors::tokenunknown"}, Outcome: exchange.Rejected},
)

// The action of a provider in Devise's controller runs once OmniAuth has the tokens and the profile.
var _ = also("exception-after-login",
	Saying{All: []string{"omniauthcallbackscontroller", "status=500"}, Not: []string{"action=failure", "action=passthru"}},
	Saying{All: []string{"omniauthcallbackscontroller\"", "\"status\":500"}, Not: []string{"\"action\":\"failure\"", "\"action\":\"passthru\""}},
	Saying{All: []string{"omniauthcallbackscontroller#", "completed 500 internal server error"}, Lines: 14, Not: []string{"#failure", "#passthru"}},
)

// The gem openid_connect reads what came from the discovery address as a Hash, whatever it was.
var _ = also("discovery-not-json",
	Saying{All: []string{"with_indifferent_access", "undefined method"}, Any: []string{"for an instance of string", ":string", "for \"<", "for \"\""}, With: []string{"openid", "omniauth", "oidc"}},
)

var _ = also("refresh-token-not-issued",
	Saying{All: []string{"undefined"}, Any: []string{"index: refresh_token", "key \"refresh_token\""}},
)

var _ = also("token-answer-unreadable",
	Saying{All: []string{"accesstoken::__construct()", "must be of", "array"}},
)

var _ = also("account-not-linked",
	Saying{All: []string{"accountnotlinkedexception"}, Not: []string{"use ", "catch"}},
)

var _ = also("token-missing-in-answer",
	Saying{All: []string{"not a valid access token"}, With: []string{"hwi", "oauthbundle"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"invalidstateauthenticationexception"}},
)

var _ = also("server-key-unreadable",
	Saying{All: []string{"an error occurred while trying to encode the jwt token"}},
	Saying{All: []string{"unable to load key \""}, With: []string{"jwt"}},
	Saying{All: []string{"key file", "permissions are not correct"}, With: []string{"oauth", "passport"}},
)

var _ = also("token-not-sent",
	Saying{All: []string{"jwt token not found"}},
)

var _ = also("user-name-attribute-missing",
	Saying{All: []string{"cannot get user identifier from"}, With: []string{"oidc", "openid"}},
)

var _ = also("local-access-rule",
	Saying{All: []string{"auto creating new users is disabled"}},
	Saying{All: []string{"user is not in allowed groups"}},
	Saying{All: []string{"the email address is not allowed at this site"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"invalidapplicationcredentialsexception"}},
)

var _ = also("access-denied",
	Saying{All: []string{"hybridauth", "authorizationdeniedexception"}},
)

var _ = also("id-token-missing",
	Saying{All: []string{"id token not received"}, Outcome: exchange.Issued},
)

var _ = also("callback-without-code",
	Saying{All: []string{"auth code not received"}},
)

var _ = also("account-not-linked",
	Saying{All: []string{"the user account has not been linked"}},
)

// Devise's usual name of the method that makes a user of what OmniAuth brought.
var _ = also("exception-after-login",
	Saying{All: []string{"from_omniauth"}, Any: []string{"validation failed", "nomethoderror", "undefined method", "recordinvalid"}, Lines: 4},
)

var _ = also("session-store-unavailable",
	Saying{All: []string{"cookieoverflow"}, With: []string{"omniauth", "oauth", "openid"}},
)

// HWIOAuthBundle and KnpUOAuth2ClientBundle.
var _ = also("callback-without-code",
	Saying{All: []string{"no oauth code in the request"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"noauthcodeauthenticationexception"}, Outcome: exchange.NotAsked},
)

var _ = also("strategy-not-registered",
	Saying{All: []string{"no resource owner with name"}},
	Saying{All: []string{"resource owner for", "not found"}, With: []string{"hwi"}},
)

var _ = also("id-token-claim-refused",
	Saying{All: []string{"id token could not be processed"}, Outcome: exchange.Issued},
	Saying{All: []string{"could not process id token"}, Outcome: exchange.Issued},
)

// OmniAuth sends the browser on to /auth/failure with the kind of the error, which its log line names, too.
var (
	_ = also("state-lost",
		Saying{All: []string{"/failure?message=session_expired"}, Outcome: exchange.NotAsked},
		Saying{All: []string{"authentication failure! session_expired"}, Outcome: exchange.NotAsked},
	)
	_ = also("answer-hidden",
		Saying{All: []string{"/failure?message=invalid_response"}},
		Saying{All: []string{"/failure?message=invalid_credentials"}},
		Saying{All: []string{"/failure?message=unknown_error"}},
	)
	_ = also("connection-timeout", Saying{All: []string{"/failure?message=timeout"}})
	_ = also("connection-refused", Saying{All: []string{"/failure?message=failed_to_connect"}, Confidence: Possible})
	_ = also("provider-outage",
		Saying{All: []string{"/failure?message=service_unavailable"}, Confidence: Possible},
		Saying{All: []string{"authentication failure! service_unavailable"}, Not: []string{"certificate", "ssl"}, Confidence: Possible},
	)
	_ = also("tls-untrusted", Saying{All: []string{"authentication failure! service_unavailable"}, Any: []string{"certificate verify failed"}})
)

// The plugin OpenID Connect Generic of WordPress prints its errors by code (login-error=, a dumped WP_Error, its log's Type:) or by sentence.
var (
	wordpress = []string{"openid-connect", "wp_error", "wordpress", "wp-login", "wp-admin", "login-error="}

	_ = also("callback-without-code", Saying{All: []string{"no authentication code present in the request"}}, Saying{All: []string{"missing-authentication-code"}})
	// Its older releases say so of a state that they do not know any more, too.
	_ = also("state-lost",
		Saying{All: []string{"missing-state"}, With: wordpress},
		Saying{All: []string{"missing-authentication-state"}},
		Saying{All: []string{"error: missing state."}},
	)
	_ = also("state-mismatch", Saying{All: []string{"invalid-state"}, With: wordpress})
	_ = also("token-answer-unreadable", Saying{All: []string{"missing-token-body"}}, Saying{All: []string{"error: missing token body"}})
	_ = also("id-token-missing",
		Saying{All: []string{"invalid-token-response", "id_token"}, Any: []string{"null"}, Lines: 30, Outcome: exchange.Issued},
		Saying{All: []string{"no-identity-token"}, Outcome: exchange.Issued},
		Saying{All: []string{"error: no identity token"}, Outcome: exchange.Issued},
	)
	_ = also("jwt-malformed", Saying{All: []string{"bad-id-token-claim"}, Outcome: exchange.Issued}, Saying{All: []string{"bad id token claim"}, Outcome: exchange.Issued})
	_ = also("id-token-claim-refused",
		Saying{All: []string{"no-subject-identity"}},
		Saying{All: []string{"error: no subject identity"}},
		Saying{All: []string{"no-match-acr"}},
		Saying{All: []string{"no matching acr values"}},
	)
	_ = also("profile-fetch-failed",
		Saying{All: []string{"bad-claim"}, With: wordpress},
		Saying{All: []string{"bad user claim"}},
		Saying{All: []string{"bad-user-claim-result"}},
		Saying{All: []string{"invalid-user-claim"}},
		Saying{All: []string{"invalid user claim"}, With: wordpress},
		Saying{All: []string{"error: invalid user claim"}},
		Saying{All: []string{"request for userinfo failed"}},
	)
	_ = also("subject-mismatch", Saying{All: []string{"incorrect-user-claim"}}, Saying{All: []string{"incorrect user claim"}})
	_ = also("user-name-attribute-missing",
		Saying{All: []string{"incomplete-user-claim"}},
		Saying{All: []string{"user claim incomplete"}},
		Saying{All: []string{"no appropriate username found"}, Outcome: exchange.Issued},
	)
	_ = also("exception-after-login", Saying{All: []string{"failed-user-creation"}}, Saying{All: []string{"error: failed user creation"}})
	_ = also("account-not-linked",
		Saying{All: []string{"identity-not-map-existing-user"}, Outcome: exchange.Issued},
		Saying{All: []string{"user identity is not linked to an existing user"}, Outcome: exchange.Issued},
	)
)

// Discourse's plugin writes the answers down when verbose logging is on.
var (
	_ = also("profile-fetch-failed",
		Saying{All: []string{"oidc debugging: response status 4", "userinfo"}, Lines: 2},
		Saying{All: []string{"oidc debugging: response status 5", "userinfo"}, Lines: 2},
	)
	_ = also("answer-hidden", Saying{All: []string{"oidc debugging: response status 4", "/token"}, Lines: 2})
)

// Symfony's firewall has to catch the callback before the router looks for its controller.
var _ = also("auth-route-unhandled",
	Saying{All: []string{"unable to find the controller for path"}, Any: []string{"/login", "/connect/", "/check", "oauth", "/auth"}},
)

// Moodle numbers why it let nobody in (AUTH_LOGIN_NOUSER, _FAILED, _UNAUTHORISED): behind OpenID Connect it is the local account.
var _ = also("account-not-linked",
	Saying{All: []string{"(error id '1')"}, With: []string{"auth_oidc", "/auth/oidc", "oauth2"}, Outcome: exchange.Issued},
	Saying{All: []string{"(error id '3')"}, With: []string{"auth_oidc", "/auth/oidc", "oauth2"}, Outcome: exchange.Issued},
	Saying{All: []string{"(error id '5')"}, With: []string{"auth_oidc", "/auth/oidc", "oauth2"}, Outcome: exchange.Issued},
)

// Google's PHP client prints the body of the answer, whatever it is; setAccessToken wants the whole answer of the token endpoint.
var (
	_ = also("answer-is-html", Saying{All: []string{"the oauth2 token, message: '<"}, Outcome: exchange.WrongBody})
	_ = also("rate-limited", Saying{All: []string{"may be sending automated queries"}})
	_ = also("token-cache-empty", Saying{All: []string{"invalid json token"}, Outcome: exchange.NotAsked})
	_ = also("google-refresh-token-revoked", Saying{All: []string{"refreshing the oauth2 token", "invalid_grant"}, Lines: 4, With: []string{"->refreshtoken(", "google_client->refreshtoken"}, Not: []string{"assertion"}, Confidence: Possible})
)

// Nextcloud's app H2CK/oidc, as the server and in its answers.
var (
	_ = also("code-not-valid", Saying{All: []string{"could not find access token for code or refresh_token"}})
	_ = also("client-unknown", Saying{All: []string{"could not find client for access token"}})
	_ = also("unsupported-grant-type", Saying{All: []string{"invalid grant_type provided. must be authorization_code"}})
	_ = also("code-expired", Saying{All: []string{"invalid_grant", "access token already expired"}, Lines: 2})
	_ = also("user-not-allowed", Saying{All: []string{"access token not allowed for user groups"}, Outcome: exchange.Refused}, Saying{All: []string{"access token used for allowed for user groups"}, Outcome: exchange.Refused})
)
