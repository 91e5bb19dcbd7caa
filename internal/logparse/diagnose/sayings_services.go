package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of hosted login services and of web applications with a login of their own: Cognito and Amplify, Clerk, Logto, Kinde, Better
// Auth, Strapi, Moodle, Nextcloud, WordPress, Devise (GitLab, Mastodon, Discourse), oidc-provider.

var _ = also("token-issuer",
	Saying{All: []string{"token is not from a supported provider of this identity pool"}, Outcome: exchange.Rejected},
	Saying{All: []string{"issuer doesn't match providername"}, Outcome: exchange.Rejected},
)

var _ = also("api-refused-token",
	Saying{All: []string{"access token has been revoked"}},
	Saying{All: []string{"invalid or expired token"}, With: []string{"twitter", "\"code\":89", "oauth", "tweepy", "89 - ", "code': 89"}, Codes: []string{"89"}},
	Saying{All: []string{"no auth token"}, With: []string{"jwt", "passport"}, Outcome: exchange.Rejected},
)

var _ = also("user-not-allowed",
	Saying{All: []string{"unauthenticated access is not supported for this identity pool"}},
	Saying{All: []string{"without a pre-existing account in", "is not allowed"}},
	Saying{All: []string{"signup_disabled"}},
	Saying{All: []string{"(cannot-authorize)"}},
	Saying{All: []string{"can not authorize."}, With: []string{"openid", "oidc"}},
)

var _ = also("user-credentials-wrong",
	Saying{All: []string{"usernotfoundexception: user does not exist"}},
)

var _ = also("no-session-at-client",
	Saying{All: []string{"userunauthenticatedexception"}},
	Saying{All: []string{"logtoerror: not authenticated"}},
	Saying{All: []string{"logtoclienterror: not authenticated"}},
	Saying{All: []string{"sign-in session not found"}, With: []string{"logto"}},
	Saying{All: []string{"infinite redirect loop detected"}, With: []string{"clerk"}},
)

var _ = also("login-called-twice",
	Saying{All: []string{"useralreadyauthenticatedexception"}},
	Saying{All: []string{"there is already a signed in user"}},
	Saying{All: []string{"\"code\":\"session_exists\""}},
	Saying{All: []string{"code: \"session_exists\""}},
)

// Ruby's attr_required, on which rack-oauth2 and openid_connect stand, and lua-resty-http, called with an address of nil.
var _ = also("client-setting-required",
	Saying{All: []string{"attrrequired::attrmissing"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"'ngx_re_match' (string expected, got nil)"}, With: []string{"openidc"}, Outcome: exchange.NotAsked},
)

var _ = also("client-setting-required",
	Saying{All: []string{"auth userpool not configured"}},
	Saying{All: []string{"oauth param not configured"}},
	Saying{All: []string{"publishable key not valid"}},
	Saying{All: []string{"missing publishablekey"}},
	Saying{All: []string{"missing secretkey"}, With: []string{"clerk"}},
	Saying{All: []string{"jwtstrategy requires a secret or key"}},
	Saying{All: []string{"requires an issuer option"}},
	Saying{All: []string{"provider not found. make sure to add the provider in your auth config"}},
	Saying{All: []string{"oauth_provider_not_found"}},
	Saying{All: []string{"please set `better_auth_secret`"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"the oauth response flow failed"}},
	Saying{All: []string{"signinwithredirect_failure"}},
	Saying{All: []string{"could not upgrade oauth token"}, Not: []string{"invalid_", "{"}},
	Saying{All: []string{"errorauthgeneral"}},
	Saying{All: []string{"erroroidccall"}},
	Saying{All: []string{"omniauthcallbackscontroller#failure"}},
	Saying{All: []string{"could not authenticate you from", "because \"invalid credentials\""}},
	Saying{All: []string{"failed to contact token endpoint"}, Not: []string{"endpoint: request failed"}},
	Saying{All: []string{"unexpectedresponseerror: unexpected error response"}},
	Saying{All: []string{"(identity-provider-error)"}},
)

var _ = also("token-endpoint-401",
	Saying{All: []string{"could not authenticate you from", "because \"unauthorized\""}},
)

var _ = also("connection-refused",
	Saying{All: []string{"could not authenticate you from", "failed to open tcp connection"}},
	Saying{All: []string{"could not reach the openid connect provider"}},
)

var _ = also("connection-timeout",
	Saying{All: []string{"could not authenticate you from", "timed out"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"could not authenticate you from", "csrf detected"}},
	Saying{All: []string{"could not authenticate you from", "'state' parameter"}},
	Saying{All: []string{"state mismatch in the callback uri"}},
	Saying{All: []string{"error=state_mismatch"}},
	Saying{All: []string{"(invalid-state)"}},
	Saying{All: []string{"openid connect generic: invalid state"}},
)

var _ = also("state-lost",
	Saying{All: []string{"errorauthunknownstate"}},
	Saying{All: []string{"error=state_not_found"}},
	Saying{All: []string{"expected: state not found"}},
	Saying{All: []string{"interaction session id cookie not found"}},
	Saying{All: []string{"oauth state not found"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"errorauthnoauthcode"}},
	Saying{All: []string{"(missing-authentication-code)"}},
	Saying{All: []string{"error=no_code"}},
)

var _ = also("code-not-valid",
	Saying{All: []string{"error=invalid_code"}, Not: []string{"execute_action_token"}},
	Saying{All: []string{"matching code was not found or was already used"}},
)

var _ = also("account-not-linked",
	Saying{All: []string{"unable to link account - untrusted provider"}},
	Saying{All: []string{"error=unable_to_link_account"}},
	Saying{All: []string{"external_account_not_found"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"the external account was not found"}, Outcome: exchange.NotAsked},
)

var _ = also("email-claim-missing",
	Saying{All: []string{"[better auth]: user email not found"}},
	Saying{All: []string{"error=email_not_found"}},
)

var _ = also("access-denied",
	Saying{All: []string{"oauth_access_denied"}},
	Saying{All: []string{"you did not grant access to your"}},
)

var _ = also("token-audience",
	Saying{All: []string{"this token is not for us"}, Outcome: exchange.Issued},
)

var _ = also("client-unknown",
	Saying{All: []string{"invalidclient: client is invalid"}},
	Saying{All: []string{"invalid client id"}, With: []string{"stytch", "descope", "oauth"}},
	Saying{All: []string{"koe101"}, Codes: []string{"KOE101"}},
	Saying{All: []string{"invalid_client: invalid client"}},
)

var _ = also("client-secret-wrong",
	Saying{All: []string{"invalidclient: client authentication failed"}},
)

var _ = also("refresh-token-dead",
	Saying{All: []string{"grant request is invalid"}, With: []string{"fetchtokenbyrefreshtoken", "refresh_token", "refreshtoken", "refresh-token"}},
)

var _ = also("code-not-valid",
	Saying{All: []string{"invalidgrant: grant request is invalid"}},
	Saying{All: []string{"logtorequesterror: grant request is invalid"}, Not: []string{"refresh"}, Lines: 4},
)

var _ = also("pkce-required",
	Saying{All: []string{"policy requires pkce to be used for this request"}},
)

var _ = also("scope-refused",
	Saying{All: []string{"requested scope is not allowed"}, With: authWords},
	Saying{All: []string{"invalid scopes: instagram"}},
)

var _ = also("audience-unknown",
	Saying{All: []string{"resource indicator is missing, or unknown"}},
)

var _ = also("redirect-uri-not-registered",
	Saying{All: []string{"callback url not approved for this client application"}},
	Saying{All: []string{"login pages unavailable"}},
	Saying{All: []string{"an error was encountered with the requested page"}, With: []string{"amazoncognito", "cognito"}},
)

var _ = also("wrong-token-presented",
	Saying{All: []string{"oauth 2.0 application-only is forbidden for this endpoint"}},
)

var _ = also("id-token-missing",
	Saying{All: []string{"at 'logins' failed to satisfy constraint"}, Outcome: exchange.Refused},
)

var _ = also("token-answer-unreadable",
	Saying{All: []string{"must be of type array, null given"}, Any: []string{"token", "oidc", "oauth"}},
	Saying{All: []string{"must be of type object|string, null given"}, Any: []string{"token", "openid", "oidc", "oauth"}},
)

var _ = also("jwt-malformed",
	Saying{All: []string{"provided jwt could not be decoded"}, Outcome: exchange.Rejected},
	Saying{All: []string{"provided jwt is malformed"}, Outcome: exchange.Rejected},
	Saying{All: []string{"impossible to decode oidc token"}, Not: []string{"kid"}, Outcome: exchange.Rejected},
)

// Nextcloud: the app's own ID token reader, and the session made after the login.
var _ = also("signing-key-not-found", judged(exchange.Issued, "kid must be provided in jwt header")...)

var _ = also("exception-after-login",
	Saying{All: []string{"argument #1", "must be of type string, null given"}, With: []string{"publickeytokenprovider", "createsessiontoken", "completelogin"}},
)

var _ = also("state-lost", Saying{All: []string{"oauth state is missing"}, Any: []string{"error", "exception", "message"}})

var _ = also("callback-without-code",
	Saying{All: []string{"code must be present"}, With: []string{"callback", "oidc", "oauth"}},
)

// Proxies that log in for the application: lua-resty-openidc (Kong, APISIX), mod_auth_openidc, Envoy, louketo.
var (
	_ = also("callback-without-code", literals("", "unhandled request to the redirect_uri", "openid connect callback url received an invalid request")...)
	_ = also("client-settings-changed", literals("", "client_id from argument: ")...)
	_ = also("callback-other-host", literals("", "of the configured oidcredirecturi does not match the url hostname")...)
	_ = also("token-answer-unreadable", literals("", "openidc_parse_json_response(): json decoding failed")...)
	_ = also("answer-hidden",
		Saying{All: []string{"response indicates failure, status="}, Not: []string{"userinfo", "discover", "{", "introspection failed"}, With: []string{"openidc", "oidc"}},
		Saying{All: []string{"to exchange code for access token"}, Not: []string{"{"}},
		Saying{All: []string{"failed retrieving access token"}, With: []string{"oauth"}},
	)
	_ = also("client-secret-wrong", Saying{All: []string{"introspection failed: response indicates failure, status=40"}, Any: []string{"=400", "=401", "=403"}, Not: []string{"{"}, Confidence: Likely, Outcome: exchange.Refused})
	_ = also("endpoint-not-found", Saying{All: []string{"response indicates failure, status=404"}, Any: []string{"introspection failed", "invalid_token"}, Outcome: exchange.WrongBody})
	_ = also("id-token-claim-refused", literals("", "claim found in id_token", "failed to parse or validate the id token")...)
	_ = also("token-audience",
		Saying{All: []string{"this token is not meant for us"}, Outcome: exchange.Issued},
		Saying{All: []string{"token authorized party exists but does not match"}, Outcome: exchange.Issued},
		Saying{All: []string{"error(invalidaudience)"}, Judge: exchange.Rejected},
	)
	_ = also("subject-mismatch", literals("", "is not equal to the \"sub\" claim returned from the userinfo")...)
	_ = also("token-algorithm", Saying{All: []string{"which is not supported by lua-resty-jwt"}, Outcome: exchange.Issued}, Saying{All: []string{"disallowed signature algorithm"}, Judge: exchange.Issued})
	_ = also("signing-key-not-found",
		Saying{All: []string{"rsa key with id", "not found"}, Judge: exchange.Issued},
		Saying{All: []string{"jwt doesn't specify kid but the keystore contains"}, Judge: exchange.Issued},
		Saying{All: []string{"could not find key with kid: "}, Judge: exchange.Issued},
		Saying{All: []string{"signature verification failed: no matching key"}, Outcome: exchange.Issued},
	)
	_ = also("token-not-sent",
		Saying{All: []string{"no authorization header found"}, With: []string{"openidc", "bearer"}},
		Saying{All: []string{"no bearer"}, Any: []string{"authorization header value found", "access token value found"}},
		Saying{All: []string{"no suitable tokens found"}, With: jwtWords},
		Saying{All: []string{"jwt is missing"}, Not: []string{"jwt is missing the", "jwt is missing a"}},
	)
	_ = also("connection-reset", Saying{All: []string{"accessing", "failed: closed"}, Any: []string{"token endpoint", "jwks url", "userinfo endpoint", "introspection endpoint"}})
	_ = also("profile-fetch-failed",
		Saying{All: []string{"error calling userinfo endpoint: "}, Outcome: exchange.Issued},
		Saying{All: []string{"attempt to index", "'user' (a nil value)"}, With: []string{"oidc"}, Outcome: exchange.Issued},
	)
	_ = also("token-issuer", Saying{All: []string{"invalid issuer (", "was specified in"}, Outcome: exchange.Rejected}, Saying{All: []string{"error(invalidissuer)"}, Judge: exchange.Rejected})
	_ = also("token-signature", Saying{All: []string{"error(invalidsignature)"}, With: []string{"jsonwebtoken", "jwt", "token"}, Judge: exchange.Rejected}, Saying{All: []string{"crypto error: bad signature"}, With: jwtWords, Judge: exchange.Issued})
	_ = also("token-expired", judged(exchange.Rejected, "error(expiredsignature)")...)
	_ = also("nonce-mismatch",
		Saying{All: []string{"oidc_proto_validate_nonce"}, Any: []string{"does not match", "already used or replayed"}, Outcome: exchange.Issued},
	)
	_ = also("token-inactive", literals("", "response json object contains active = false")...)
	_ = also("state-lost",
		Saying{All: []string{"no oidc session cookie found"}},
		Saying{All: []string{"failed to verify session for oidc callback"}},
		Saying{All: []string{"oidc_cache_crypto", "decryption failed"}, Outcome: exchange.NotAsked},
	)
	_ = also("noise-no-failure",
		Saying{All: []string{"no session found in request, redirecting for authorization"}},
		Saying{All: []string{"error loading cookied session"}, Any: []string{"not present"}},
		Saying{All: []string{"session cookie", "named cookie not present"}},
	)
	_ = also("local-access-rule", Saying{All: []string{"could not match require claim expression"}})
)

// Applications with a login of their own beside OAuth.
var (
	_ = also("tls-untrusted", Saying{All: []string{"could not authenticate you from", "certificate verify failed"}})
	_ = also("account-not-linked",
		Saying{All: []string{"extern uid has already been taken"}},
		Saying{All: []string{"there is already an account associated with that email"}, With: []string{"oauth", "sign in method", "openid"}},
		Saying{All: []string{"without a pre-existing account in"}},
	)
	_ = also("email-claim-missing",
		Saying{All: []string{"email can't be blank"}, Any: []string{"sign-in failed", "sign in failed", "notification email"}},
		Saying{All: []string{"email field was not returned in the profile"}},
	)
	_ = also("answer-hidden",
		Saying{All: []string{"bad response from token request"}, Not: []string{"{"}},
		Saying{All: []string{"received invalid response from oauth service provider"}},
	)
	_ = also("connection-timeout", literals("", "timeout resolving oauth token")...)
	_ = also("token-answer-unreadable", Saying{All: []string{"failed to parse server response"}, Not: []string{"discover"}, With: []string{"oauth", "openid", "oidc", "access_token", "access token"}})
	_ = also("discovery-failed", Saying{All: []string{"failed to parse server response"}, Any: []string{"discover"}})
	_ = also("clock-skew", Saying{All: []string{"token issue at time is not recent"}, Outcome: exchange.Issued})
)

// Meteor's accounts packages, as in Rocket.Chat; rclone; Microsoft Graph.
var (
	_ = also("login-failed", literals("", "no matching login attempt found")...)
	_ = also("user-name-attribute-missing", Saying{All: []string{"match error: expected string, got undefined"}, With: []string{"oauth"}, Outcome: exchange.Issued})
	_ = also("token-answer-unreadable", Saying{All: []string{"cannot read propert", "'error'"}, Any: []string{"of null", "of undefined"}, With: []string{"getaccesstoken", "gettokenresponse", "fetchtoken"}})
	_ = also("callback-without-code", literals("", "no code returned by remote server")...)
	_ = also("api-refused-token", Saying{All: []string{"invalidauthenticationtoken"}, Codes: []string{"InvalidAuthenticationToken"}})
	_ = also("token-expired", Saying{All: []string{"throwable: expired token"}, Judge: exchange.Rejected})
)

// Zitadel, Pocket ID and authentik, in the words of the server.
var (
	_ = also("redirect-uri-not-registered", literals("", "redirect_uri is http and is not allowed", "redirect_uri is using a custom schema and is not allowed", "redirect_uri is missing in the request", "invalid callback url, it might be necessary for an admin")...)
	_ = also("grant-not-allowed", literals("", "response type is missing in the client configuration")...)
	_ = also("scope-refused", literals("", "the scope of your request is missing")...)
	_ = also("client-unknown",
		Saying{All: []string{"unable to retrieve client by id"}},
		Saying{All: []string{"oauth2provider does not exist"}},
	)
	_ = also("silent-login-needs-interaction", literals("", "user may be not logged in and/or additional interaction")...)
	_ = also("pkce-required", Saying{All: []string{"missing code challenge"}, Any: []string{"error", "400"}})
	_ = also("access-denied", Saying{All: []string{"not allowed to access this service"}, With: authWords})
	_ = also("token-not-sent", Saying{All: []string{"\"you are not signed in\""}})
	_ = also("code-not-valid", Saying{All: []string{"code does not exist"}, With: []string{"authentik", "oauth2"}})
	_ = also("refresh-token-dead", Saying{All: []string{"refresh token does not exist"}})
)

// Guacamole, Audiobookshelf, NetBird, Vaultwarden, Discourse, Hybridauth; the STS of AWS and Google.
var (
	_ = also("user-name-attribute-missing",
		Saying{All: []string{"username claim \"", "missing from token"}, Outcome: exchange.Issued},
		Saying{All: []string{"no identifier found in profile"}, Outcome: exchange.Issued},
	)
	_ = also("id-token-claim-refused", Saying{All: []string{"rejected invalid openid token"}}, Saying{All: []string{"jwt_decode_failed"}})
	_ = also("login-session-not-kept", literals("", "no auth session found")...)
	_ = also("signing-key-not-found", Saying{All: []string{"unable to find appropriate key"}, With: []string{"token", "jwt"}, Judge: exchange.Rejected})
	_ = also("email-claim-missing", literals("", "neither id token nor userinfo contained an email", "email not verified by provider")...)
	_ = also("token-expired", Saying{All: []string{"expiredtokenexception"}, Any: []string{"token expired"}, Outcome: exchange.Refused, Codes: []string{"ExpiredTokenException"}})
	_ = also("discovery-failed", Saying{All: []string{"error connecting to the given credential's issuer"}, Outcome: exchange.Refused})
)

// WSO2, CAS, FusionAuth, Kanidm and LemonLDAP.
var (
	_ = also("refresh-token-dead", literals("", "persisted access token data not found")...)
	_ = also("grant-not-allowed", literals("", "not authorized to use this authorization grant type")...)
	_ = also("client-unknown",
		Saying{All: []string{"registered service [null]"}},
		Saying{All: []string{"no registered relying party found with client_id"}},
	)
	_ = also("code-not-valid", Saying{All: []string{"oc-", "expired or not found"}, With: []string{"cas.support.oauth", "apereo"}})
	_ = also("user-not-allowed", literals("", "authenticatedusernotregistered")...)
	_ = also("client-secret-wrong", literals("", "invalid client authentication credentials")...)
	_ = also("pkce-required", literals("", "no pkce code challenge was provided")...)
	_ = also("user-not-allowed", Saying{All: []string{"identity does not have access to the requested scopes"}, Outcome: exchange.Refused})
)

// The security plugin of OpenSearch and Open Distro.
var (
	_ = also("api-refused-token", literals("", "authentication failed. please provide a new token")...)
	_ = also("login-failed", Saying{All: []string{"authentication finally failed for"}, With: []string{"openid", "oidc", "jwt"}})
	_ = also("clock-skew", judged(exchange.Rejected, "the token cannot be accepted yet")...)
)

// Envoy's oauth2 filter, as Istio and Envoy Gateway use it.
var _ = also("envoy-oauth-failed",
	Saying{All: []string{"oauth flow failed"}, Not: []string{"oauth flow failed."}, With: []string{"envoy", "securitypolicy", "istio"}, Outcome: exchange.Refused},
	Saying{All: []string{"oauth.missing_credentials"}, Outcome: exchange.Refused},
	Saying{All: []string{"oauth.invalid_oauth_token"}, Outcome: exchange.Refused},
)

// OpenSSL, as Ruby prints it.
var (
	_ = also("tls-plain-http", Saying{All: []string{"record layer failure"}, With: authWords})
	_ = also("key-unreadable", Saying{All: []string{"expected openssl/evp"}}, Saying{All: []string{"expected openssl::pkey"}})
)

// Meteor's accounts packages (Rocket.Chat): the answer behind the sentence is not always printed.
var (
	_ = also("answer-hidden",
		Saying{All: []string{"failed to complete oauth handshake with"}, Any: []string{"bad request", "unauthorized", "forbidden", "failed [4", "internal server error"}, Not: []string{"{", "econn", "enotfound", "certificate"}},
	)
	_ = also("profile-fetch-failed", Saying{All: []string{"failed to fetch identity from"}})
)

// Token services after AWS's STS (MinIO, Ceph).
var _ = also("federated-credential-unmatched",
	Saying{All: []string{"<code>invalidparametervalue</code>", "role arn:", "does not exist"}, Codes: []string{"InvalidParameterValue"}},
	Saying{All: []string{"role arn:", "does not exist"}, With: []string{"assumerolewithwebidentity"}},
)

// What authorization servers answer in words of their own: ForgeRock, CAS, Nextcloud, WSO2, ZITADEL, IdentityServer.
var (
	_ = also("redirect-uri-not-registered",
		Saying{All: []string{"redirection uri provided does not match a pre-registered value"}},
		Saying{All: []string{"received redirect uri is not accepted to connect"}},
		Saying{All: []string{"not authorized to use cas"}},
	)
	_ = also("client-unknown",
		Saying{All: []string{"your client is not authorized to connect"}},
		Saying{All: []string{"a valid oauth client could not be found for client_id"}},
		Saying{All: []string{"errors.app.notfound"}},
		Saying{All: []string{"the client id", "could not be found"}, With: []string{"oauth", "oidc", "openam", "forgerock"}},
	)
	_ = also("client-secret-wrong",
		Saying{All: []string{"invalid_client", "invalid secret"}, Lines: 2},
		Saying{All: []string{"errors.app.apisecret", "invalid"}},
	)
	_ = also("code-redeemed-twice", Saying{All: []string{"authorization code not found or already consumed"}})
	_ = also("refresh-token-reused", Saying{All: []string{"rejecting refresh token because it has been consumed already"}})
)

// OpenShift's OAuth server, which maps identities to users after the login at the provider.
var (
	_ = also("exception-after-login",
		Saying{All: []string{"user.openshift.io", "is invalid"}, With: []string{"authenticationerror", "identit"}, Outcome: exchange.Issued},
		Saying{All: []string{"authenticationerror: ", "useridentitymapping"}, Outcome: exchange.Issued},
	)
	_ = also("account-not-linked",
		Saying{All: []string{"cannot be claimed by identity"}, Outcome: exchange.Issued},
		Saying{All: []string{"could not create user"}, With: []string{"openshift"}, Outcome: exchange.Issued},
	)
)

// Google's words for a parameter that came twice.
var _ = also("parameter-twice", Saying{All: []string{"parameters can only have a single value"}})

// BookStack, where discovery gave no keys and none are set by hand.
var _ = also("jwks-unreachable", Saying{All: []string{"missing required configuration \"keys\""}, Outcome: exchange.NotAsked})

// authentik as a client of a social login (its OAuth sources).
var (
	_ = also("state-lost", Saying{All: []string{"no state stored in the session"}})
	_ = also("state-mismatch", Saying{All: []string{"application state check failed"}})
	_ = also("state-missing-in-callback", Saying{All: []string{"state not sent in request"}})
	_ = also("callback-without-code", Saying{All: []string{"code not returned by the source"}}, Saying{All: []string{"code not in request"}, With: authWords})
	_ = also("answer-hidden",
		Saying{All: []string{"authentication failed: could not retrieve token"}},
		Saying{All: []string{"unable to fetch access token"}, With: []string{"authentik"}, Not: []string{"{\"error\""}},
	)
	_ = also("profile-fetch-failed", Saying{All: []string{"authentication failed: could not retrieve profile"}})
	_ = also("user-name-attribute-missing", Saying{All: []string{"could not determine id."}, Outcome: exchange.Issued})
)

// Addresses that a service wants from the provider.
var _ = also("email-claim-missing",
	Saying{All: []string{"no verified email"}, With: authWords, Outcome: exchange.Issued},
	Saying{All: []string{"no valid email available"}, Outcome: exchange.Issued},
	Saying{All: []string{"no email address was returned"}, Outcome: exchange.Issued},
	Saying{All: []string{"email not verified"}, With: []string{"oauth", "oidc", "openid", "sso"}, Not: []string{"oidc: email not verified"}, Outcome: exchange.Issued},
)

// Home Assistant's config flow.
var (
	_ = also("callback-without-code",
		Saying{All: []string{"missing code or state parameter in"}, Not: []string{"error="}},
	)
	_ = also("state-missing-in-callback", Saying{All: []string{"missing state parameter"}, Not: []string{"from identity provider"}, With: []string{"redirect", "callback", "oauth", "home-assistant", "home assistant"}})
	_ = also("token-answer-unreadable", Saying{All: []string{"received invalid token data"}})
	_ = also("client-setting-required",
		Saying{All: []string{"the component is not configured. please follow the documentation"}},
		Saying{All: []string{"the integration requires application credentials"}},
		Saying{All: []string{"the component requires application credentials"}},
	)
	_ = also("connection-timeout",
		Saying{All: []string{"timeout resolving oauth token"}},
		Saying{All: []string{"timeout generating authorize url"}, Outcome: exchange.NotAsked},
	)
	_ = also("answer-hidden",
		Saying{All: []string{"oauth authorization error while obtaining access token"}},
		Saying{All: []string{"error while obtaining access token."}},
	)
	_ = also("login-cancelled", Saying{All: []string{"account linking rejected: access_denied"}})
	_ = also("scope-refused", Saying{All: []string{"is not an allowed scope"}})
)

// Rancher's command line, and Keycloak's userinfo endpoint.
var (
	_ = also("strategy-not-registered", Saying{All: []string{"provider ", " not found"}, With: []string{"auth-provider=", "authproviders"}, Outcome: exchange.NotAsked})
	_ = also("api-refused-token", Saying{All: []string{"invalid_token: token verification failed"}, Outcome: exchange.Issued})
)

// mod_auth_openidc: what a flow has to bring, and did not.
var (
	_ = also("token-type-missing", Saying{All: []string{"requested flow is", "but no \"token_type\" parameter found"}})
	_ = also("token-missing-in-answer", Saying{All: []string{"requested flow is", "but no \"access_token\" parameter found"}})
	_ = also("id-token-missing", Saying{All: []string{"requested flow is", "but no \"id_token\" parameter found"}, Outcome: exchange.Issued})
	_ = also("callback-without-code",
		Saying{All: []string{"requested flow is", "but no \"code\" parameter found"}},
		Saying{All: []string{"requested response_type is", "but no \"code\" parameter found"}},
	)
)

// nextcloud is what stands beside the sentences of Nextcloud's login apps.
var nextcloud = []string{"nextcloud", "user_oidc", "oidc_login", "sociallogin"}

var (
	_ = also("token-issuer", Saying{All: []string{"the issuer does not match the one from the discovery endpoint"}, Outcome: exchange.Issued})
	_ = also("token-expired", Saying{All: []string{"the received token is expired"}, Outcome: exchange.Issued})
	_ = also("strategy-not-registered", Saying{All: []string{"there is no such openid connect provider"}, Outcome: exchange.NotAsked})
	_ = also("tls-plain-http", Saying{All: []string{"with https to use openid connect"}, Outcome: exchange.NotAsked})
	_ = also("user-not-allowed", Saying{All: []string{"you do not have permission to log in to this instance"}, Outcome: exchange.Issued})
	_ = also("user-name-attribute-missing",
		Saying{All: []string{"can not get identifier from provider"}, Outcome: exchange.Issued},
		Saying{All: []string{"can not get user id"}, With: nextcloud, Outcome: exchange.Issued},
	)
	_ = also("exception-after-login", Saying{All: []string{"failed to provision the user"}, Outcome: exchange.Issued})
	_ = also("account-not-linked", Saying{All: []string{"already in use by another account"}, With: nextcloud, Outcome: exchange.Issued})
)

// Twitter's API of OAuth 1.0a answers with numbers of its own.
var (
	_ = also("clock-skew", Saying{All: []string{"timestamp out of bounds"}, Outcome: exchange.Refused, Codes: []string{"135"}})
	_ = also("client-secret-wrong", Saying{All: []string{"unable to verify your credentials"}, With: []string{"twitter", "code\":99", "authenticity_token", "99 - "}, Codes: []string{"99"}})
	_ = also("scope-missing",
		Saying{All: []string{"not configured with the appropriate oauth1 app permissions"}, Outcome: exchange.Rejected},
		Saying{All: []string{"read-only application cannot"}, Outcome: exchange.Rejected},
		Saying{All: []string{"application cannot perform write actions"}, Outcome: exchange.Rejected, Codes: []string{"261"}},
	)
	_ = also("redirect-uri-not-registered", Saying{All: []string{"desktop applications only support the oauth_callback value"}, Codes: []string{"417"}})
)

// The SDKs of Naver and Kakao.
var (
	_ = also("answer-hidden", Saying{All: []string{"no_catagorized_error"}, Outcome: exchange.Unknown})
	_ = also("login-cancelled",
		Saying{All: []string{"user_cancel"}, With: []string{"naver"}, Not: []string{"user_cancelled", "user_canceled"}},
		Saying{All: []string{"canceled_operation"}, With: []string{"kakao"}},
	)
	_ = also("client-setting-required", Saying{All: []string{"miss_configuration"}, With: []string{"kakao"}}, Saying{All: []string{"client_error_no_clientid"}, With: []string{"naver"}})
)
