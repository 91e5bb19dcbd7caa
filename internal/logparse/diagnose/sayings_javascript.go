package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of the libraries of JavaScript and TypeScript: openid-client, oauth4webapi, Auth.js, oidc-client, angular-auth-oidc-client,
// angular-oauth2-oidc, keycloak-js, MSAL.js, Auth0's and Okta's SDKs, Firebase, Supabase, Google's, passport, express-jwt, jose,
// jsonwebtoken, jwks-rsa, simple-oauth2, grant.

var _ = also("clock-skew",
	Saying{All: []string{"id_token not active yet"}, Outcome: exchange.Issued},
	Saying{All: []string{"id_token issued in the future"}, Outcome: exchange.Issued},
	Saying{All: []string{"nbf is in the future"}, Outcome: exchange.Issued},
	Saying{All: []string{"unexpected jwt timestamp claim value"}, Outcome: exchange.Issued},
	Saying{All: []string{"oauth_jwt_timestamp_check_failed"}, Outcome: exchange.Issued, Codes: []string{"OAUTH_JWT_TIMESTAMP_CHECK_FAILED"}},
)

var _ = also("token-born-expired",
	Saying{All: []string{"jwt \"exp\"", "claim value"}, Any: []string{"is already past", "is <= now", "past current timestamp"}},
)

var _ = also("token-audience",
	Saying{All: []string{"aud is missing the client_id"}, Outcome: exchange.Issued},
	Saying{All: []string{"unexpected 'aud' value"}, Outcome: exchange.Rejected},
	Saying{All: []string{"id token issued for a different audience"}, Outcome: exchange.Issued},
	Saying{All: []string{"wrong audience: "}, Judge: exchange.Issued},
	Saying{All: []string{"unexpected jwt claim value", "claim: 'aud'"}, Lines: 14, Outcome: exchange.Issued},
)

var _ = also("token-issuer",
	Saying{All: []string{"unexpected 'iss' value"}, Outcome: exchange.Rejected},
	Saying{All: []string{"wrong issuer: http"}, Judge: exchange.Issued},
	Saying{All: []string{"unexpected jwt claim value", "claim: 'iss'"}, Lines: 14, Outcome: exchange.Issued},
)

var _ = also("nonce-mismatch",
	Saying{All: []string{"wrong nonce: "}, Outcome: exchange.Issued},
	Saying{All: []string{"unexpected jwt claim value", "claim: 'nonce'"}, Lines: 14, Outcome: exchange.Issued},
	Saying{All: []string{"[keycloak] invalid nonce, clearing token"}, Outcome: exchange.Issued},
)

var _ = also("token-algorithm",
	Saying{All: []string{"unauthorizederror: invalid algorithm"}, Outcome: exchange.Rejected},
	Saying{All: []string{"jsonwebtokenerror: invalid algorithm"}, Judge: exchange.Rejected},
)

var _ = also("token-signature",
	Saying{All: []string{"signature validation failed"}, With: jwtWords, Judge: exchange.Issued},
	Saying{All: []string{"unauthorizederror: invalid signature"}, Outcome: exchange.Rejected},
	Saying{All: []string{"error: invalid token signature"}, With: jwtWords, Judge: exchange.Rejected},
)

var _ = also("token-expired",
	Saying{All: []string{"token used too late"}, Not: []string{"too early"}, Outcome: exchange.Rejected},
)

var _ = also("signing-key-not-found",
	Saying{All: []string{"multiple matching keys found in issuer's jwks_uri"}, Outcome: exchange.Issued},
	Saying{All: []string{"error: no valid key found"}, Outcome: exchange.Issued},
	Saying{All: []string{"no kid provided and more than one key found in metadata"}, Outcome: exchange.Issued},
	Saying{All: []string{"no key matching kid or alg found in signing keys"}, Outcome: exchange.Issued},
	Saying{All: []string{"could not find a public key for key id"}, Outcome: exchange.Issued},
)

var _ = also("jwt-malformed",
	Saying{All: []string{"failed to decode jwt"}, Judge: exchange.Issued},
	Saying{All: []string{"jsonwebtokenerror: invalid token"}, Judge: exchange.Rejected},
	Saying{All: []string{"decoding firebase id token failed"}, Outcome: exchange.Rejected},
	Saying{All: []string{"jwsinvalid: invalid compact jws"}, Judge: exchange.Rejected},
)

var _ = also("token-encrypted",
	Saying{All: []string{"failed to decrypt jwe"}, Judge: exchange.Issued},
	Saying{All: []string{"unexpected jwe alg received"}, Judge: exchange.Issued},
	Saying{All: []string{"unexpected jwe enc received"}, Judge: exchange.Issued},
)

var _ = also("session-cookie-undecryptable",
	Saying{All: []string{"jwt_session_error"}, Outcome: exchange.NotAsked, Codes: []string{"JWT_SESSION_ERROR"}},
	Saying{All: []string{"jwtsessionerror"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"no matching decryption secret"}, Outcome: exchange.NotAsked},
)

var _ = also("token-missing-in-answer",
	Saying{All: []string{"token response did not contain"}, Any: []string{"access_token", "access token"}},
	Saying{All: []string{"error: no access token provided"}},
)

var _ = also("token-answer-unreadable",
	Saying{All: []string{"with body but no body was returned"}},
	Saying{All: []string{"failed to parse \"response\" body as json"}},
	Saying{All: []string{"\"response\" content-type must be application/json"}},
	Saying{All: []string{"oauth_response_is_not_json"}, Codes: []string{"OAUTH_RESPONSE_IS_NOT_JSON"}},
	Saying{All: []string{"unexpected response content-type"}, With: []string{"oauth", "oidc"}},
	Saying{All: []string{"oauth_parse_error"}, Codes: []string{"OAUTH_PARSE_ERROR"}},
	Saying{All: []string{"the content-type is not json compatible"}},
)

var _ = also("subject-mismatch",
	Saying{All: []string{"subject from userinfo response does not match subject in id token"}},
	Saying{All: []string{"sub mismatch, expected"}},
	Saying{All: []string{"unexpected userinfo response sub"}},
)

var _ = also("id-token-missing",
	Saying{All: []string{"missing-identity-token"}},
	Saying{All: []string{"missing identity token"}},
	Saying{All: []string{"expecting id_token in response"}},
	Saying{All: []string{"id token not present in token response"}, Outcome: exchange.Issued},
)

var _ = also("exception-after-login",
	Saying{All: []string{"oauth_parse_profile_error"}},
	Saying{All: []string{"oauthprofileparseerror"}},
	Saying{All: []string{"database error saving new user"}, Codes: []string{"unexpected_failure"}},
	Saying{All: []string{"database error granting user"}},
	Saying{All: []string{"error saving provider token"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"client authentication method requires a client_secret"}},
	Saying{All: []string{"missing jwk private key"}},
	Saying{All: []string{"no authority or metadataurl configured"}},
	Saying{All: []string{"no authority or metadata url configured"}},
	Saying{All: []string{"could not find the keycloak config"}},
	Saying{All: []string{"redirect_uri_empty"}},
	Saying{All: []string{"auth/argument-error"}},
	Saying{All: []string{"secret or public key must be provided"}},
	Saying{All: []string{"secretorprivatekey must have a value"}},
	Saying{All: []string{"required options not defined"}},
	Saying{All: []string{"required parameter not passed"}},
	Saying{All: []string{"please provide at least one configuration before setting up the module"}},
	Saying{All: []string{"no configurations were passed"}, With: authWords},
	Saying{All: []string{"must provide your auth0 domain"}},
	Saying{All: []string{"domain option is required"}, With: []string{"auth0"}},
	Saying{All: []string{"you must provide the"}, Any: []string{"configuration value to use passport"}},
	Saying{All: []string{"clientid must be provided"}, With: authWords},
	Saying{All: []string{"\"issuerbaseurl\" is required"}},
	Saying{All: []string{"\"baseurl\" is required"}, With: []string{"openid", "auth0"}},
	Saying{All: []string{"\"clientid\" must be"}, With: authWords},
	Saying{All: []string{"authority_uri_insecure"}},
	Saying{All: []string{"url_parse_error"}, With: []string{"clientconfigurationerror"}},
	Saying{All: []string{"authority uris must use https"}},
)

var _ = also("discovery-failed",
	Saying{All: []string{"service_configuration_fetch_error"}},
	Saying{All: []string{"could not get well-known endpoints"}},
	Saying{All: []string{"cannot get aad federation metadata"}},
	Saying{All: []string{"could not be fetched. make sure your provider has a well known configuration"}},
	Saying{All: []string{"failed to load discovery document"}},
	Saying{All: []string{"cannot read propert", "replace", "replacetenant"}, Lines: 4, Outcome: exchange.NotAsked}, // MSAL.js 2.0: the tenant has no metadata
	Saying{All: []string{"unable to connect to authorization server metadata"}},
	Saying{All: []string{"trying to load well-known oauth metadata"}},
	Saying{All: []string{"trying to load oauth metadata"}},
	Saying{All: []string{"trying to load openid provider metadata"}},
	Saying{All: []string{"invalid response content-type"}, Any: []string{"/.well-known/"}, Not: keySets},
)

var _ = also("state-mismatch",
	Saying{All: []string{"error: state does not match"}},
	Saying{All: []string{"in collectinfofromreq: invalid state received"}},
	Saying{All: []string{"invalid_state: state was not the expected format"}},
	Saying{All: []string{"a0.state_does_not_match"}},
	Saying{All: []string{"a0.session.invalid_state"}},
	Saying{All: []string{"invalidstateerror"}, With: []string{"callback", "oauth"}},
	Saying{All: []string{"authorization failed: invalid state"}},
	Saying{All: []string{"cross-site request verification failed. cached state and returned state do not match"}},
	Saying{All: []string{"unable to determine state"}, Outcome: exchange.Issued}, // jumbojett redeems the code first
	Saying{All: []string{"knpu", "invalidstateexception"}},
	Saying{All: []string{"error: invalid state"}, With: callbackWords},
	Saying{All: []string{"codederror: invalid state"}},
	Saying{All: []string{"oauth callback with invalid state"}},
	Saying{All: []string{"state parameter mismatch"}},
)

var _ = also("state-lost",
	Saying{All: []string{"state_interaction_type_mismatch"}},
	Saying{All: []string{"unable_to_parse_token_request_cache_error"}},
	Saying{All: []string{"invalid flow state, no valid flow state found"}},
	Saying{All: []string{"flow_state_not_found"}, Codes: []string{"flow_state_not_found"}},
	Saying{All: []string{"flow state not found"}},
	Saying{All: []string{"no stored state - unable to handle response"}},
	Saying{All: []string{"param \"state\" missing from persistent data"}},
	Saying{All: []string{"grant: missing session or misconfigured provider"}},
	Saying{All: []string{"missing session"}, With: []string{"grant:"}},
	Saying{All: []string{"nonce is not found"}, With: []string{"passport", "oidcstrategy", "aad"}},
	Saying{All: []string{"e/appauth: no authorization request"}},
	Saying{All: []string{"bad_oauth_state"}, Codes: []string{"bad_oauth_state"}},
	Saying{All: []string{"error: state mismatch"}, With: []string{"authorizationcallback (", "passport_strategy.js", "openid-client"}},
)

var _ = also("login-session-not-kept",
	Saying{All: []string{"requires session support when using state"}},
	Saying{All: []string{"grant: mount session middleware first"}},
	Saying{All: []string{"login sessions require session support"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"id_token missing from response"}},
	Saying{All: []string{"access_token missing from response"}},
	Saying{All: []string{"there are no query params available for parsing"}},
	Saying{All: []string{"state validation failed: no state or code"}},
	Saying{All: []string{"no \"code\" parameter was found"}},
	Saying{All: []string{"missing authorization code."}},
	Saying{All: []string{"authentication failure! missing_code"}},
	Saying{All: []string{"no_authorization_code"}},
	Saying{All: []string{"must pass either a `code`"}},
	Saying{All: []string{"grant: oauth2 missing code parameter"}},
	Saying{All: []string{"noauthorizationcodeerror"}},
	Saying{All: []string{"missing oauth code"}},
	Saying{All: []string{"authorization code missing"}, Any: []string{"callback", "url", "response", "request"}},
)

var _ = also("refresh-token-not-issued",
	Saying{All: []string{"no refresh token found, please login"}},
	Saying{All: []string{"a refresh token was not provided"}},
	Saying{All: []string{"authsdkerror: refreshtoken not found"}},
	Saying{All: []string{"refresh token must be passed in or set as part of setaccesstoken"}},
	Saying{All: []string{"refreshtoken is missing"}, With: authWords},
)

var _ = also("refresh-token-dead",
	Saying{All: []string{"failed to refresh token, or the session has expired"}},
	Saying{All: []string{"auth/user-token-expired"}, Codes: []string{"auth/user-token-expired"}},
	Saying{All: []string{"refresh_token_not_found"}, Codes: []string{"refresh_token_not_found"}},
	Saying{All: []string{"token_refresh_error"}, With: []string{"oautherrorevent"}},
)

var _ = also("refresh-token-reused",
	Saying{All: []string{"refresh_token_reused"}, Codes: []string{"refresh_token_reused"}},
	Saying{All: []string{"refresh_token_already_used"}, Codes: []string{"refresh_token_already_used"}},
)

var _ = also("silent-login-needs-interaction",
	Saying{All: []string{"error: login required"}, With: []string{"auth0", "silent", "iframe", "gettokensilently"}},
	Saying{All: []string{"the client specified not to prompt, but the user is not logged in"}},
	Saying{All: []string{"interaction required"}, Any: []string{"msalerrordomain", "msaluirequired"}},
	Saying{All: []string{"msalerrordomain", "-50002"}},
	Saying{All: []string{"silent_refresh_error"}},
	Saying{All: []string{"getaccesstokensilently", "login"}},
)

var _ = also("consent-missing",
	Saying{All: []string{"error: consent required"}},
)

var _ = also("third-party-cookies-blocked",
	Saying{All: []string{"timeouterror: timeout"}, With: []string{"auth0", "gettokensilently", "silent"}},
	Saying{All: []string{"error: timeout"}, With: []string{"auth0-spa", "gettokensilently", "auth0"}},
	Saying{All: []string{"oauth flow timed out"}},
	Saying{All: []string{"silent_refresh_timeout"}},
	Saying{All: []string{"token_renewal_error"}},
	Saying{All: []string{"auth/web-storage-unsupported"}, Codes: []string{"auth/web-storage-unsupported"}},
	Saying{All: []string{"silent refresh timed out"}},
)

var _ = also("login-cancelled",
	Saying{All: []string{"popupcancellederror"}},
	Saying{All: []string{"popup cancelled"}, With: authWords},
	Saying{All: []string{"popup closed by user"}},
	Saying{All: []string{"a0.session.user_cancelled"}},
	Saying{All: []string{"a0.authentication_canceled"}},
	Saying{All: []string{"com.google.gidsignin", "code=-5"}},
	Saying{All: []string{"the user canceled the sign-in flow"}},
	Saying{All: []string{"googlesigninexceptioncode.canceled"}},
	Saying{All: []string{"sign_in_cancelled"}},
	Saying{All: []string{"sign_in_canceled"}},
	Saying{All: []string{"msalusercancelexception"}},
	Saying{All: []string{"com.apple.authenticationservices.webauthenticationsession", "code=1"}},
	Saying{All: []string{"platformexception(canceled"}},
	Saying{All: []string{"user canceled login"}},
	Saying{All: []string{"user_did_cancel: true"}},
	Saying{All: []string{"\"type\":\"dismiss\""}},
	Saying{All: []string{"\"type\":\"cancel\""}, With: []string{"authsession", "webbrowser", "promptasync", "expo"}},
	Saying{All: []string{"the user-agent was dismissed"}},
	Saying{All: []string{"signinwithappleauthorizationexception(authorizationerrorcode.canceled"}},
	Saying{All: []string{"getcredentialcancellationexception"}},
	Saying{All: []string{"org.openid.appauth.general"}, Any: []string{" -3.", "fout -3", "fehler -3", "erreur -3", "错误-3", "エラー-3", "ошибка -3", "error -3"}, Codes: []string{"-3"}},
	Saying{All: []string{"org.openid.appauth.general"}, Any: []string{"fout -4", "fehler -4", "erreur -4", "ошибка -4"}, Codes: []string{"-4"}},
	Saying{All: []string{"user_cancelled"}, Any: []string{"msal", "browserautherror", "user cancelled"}},
)

var _ = also("popup-blocked",
	Saying{All: []string{"error: popup blocked"}},
	Saying{All: []string{"window.open returned null"}, With: authWords},
)

var _ = also("browser-got-no-answer",
	Saying{All: []string{"error: network error"}, With: []string{"oidc-client", "jsonservice", "usermanager", "msal", "auth0", "keycloak", "/token", "oidcservice"}},
	Saying{All: []string{"auth/network-request-failed"}, Codes: []string{"auth/network-request-failed"}},
	Saying{All: []string{"firebase_auth/network-request-failed"}, Codes: []string{"network-request-failed"}},
	Saying{All: []string{"no_network_connectivity"}},
	Saying{All: []string{"authretryablefetcherror"}},
)

var _ = also("token-not-sent",
	Saying{All: []string{"format is authorization: bearer"}},
	Saying{All: []string{"unauthorized - no bearer token"}},
	Saying{All: []string{"no bearer token"}, With: authWords},
)

var _ = also("api-refused-token",
	Saying{All: []string{"\"message\":\"401 unauthorized\""}},
	Saying{All: []string{"the access token"}, Any: []string{"is not valid", "was not accepted"}, With: []string{"bearer", "userinfo", "api"}},
	Saying{All: []string{"an active access token must be used to query information"}},
	Saying{All: []string{"e0000011"}, Codes: []string{"E0000011"}},
	Saying{All: []string{"request had invalid authentication credentials"}},
	Saying{All: []string{"error: bad credentials"}},
	Saying{All: []string{"octokit::unauthorized"}},
	Saying{All: []string{"http 401: bad credentials"}},
	Saying{All: []string{"invalid bearer token"}, With: []string{"authentication_error", "api error"}, Outcome: exchange.Rejected},
	Saying{All: []string{"reason: 'autherror'"}, Outcome: exchange.Rejected},
	Saying{All: []string{"\"reason\": \"autherror\""}, Outcome: exchange.Rejected},
	Saying{All: []string{"\"reason\":\"autherror\""}, Outcome: exchange.Rejected},
	Saying{All: []string{"doorkeeper", "the access token"}, Any: []string{"was revoked", "expired", "is invalid"}},
	Saying{All: []string{"could not validate access token"}},
)

var _ = also("rate-limited",
	Saying{All: []string{"jwksratelimiterror"}, Outcome: exchange.Rejected},
	Saying{All: []string{"too many requests to the jwks endpoint"}, Outcome: exchange.Rejected},
	Saying{All: []string{"auth/too-many-requests"}, Codes: []string{"auth/too-many-requests"}},
	Saying{All: []string{"over_request_rate_limit"}, Codes: []string{"over_request_rate_limit"}},
	Saying{All: []string{"over_email_send_rate_limit"}, Codes: []string{"over_email_send_rate_limit"}},
	Saying{All: []string{"too many unsuccessful login attempts"}},
)

var _ = also("jwks-unreachable",
	Saying{All: []string{"jwkserror: "}, Any: []string{"error", "status", "not found", "internal", "unauthorized", "forbidden"}, Not: []string{"jwksratelimit"}},
	Saying{All: []string{"jwks_load_error"}},
	Saying{All: []string{"expected 200 ok from the json web key set http response"}},
)

var _ = also("access-denied",
	Saying{All: []string{"authorizationerror: permissions error"}},
	Saying{All: []string{"auth0.webautherror", "cause:"}},
	Saying{All: []string{"an unexpected error occurred. cause:"}, With: []string{"auth0"}},
)

var _ = also("user-account-blocked",
	Saying{All: []string{"auth/user-disabled"}, Codes: []string{"auth/user-disabled"}},
)

var _ = also("user-credentials-wrong",
	Saying{All: []string{"auth/wrong-password"}, Codes: []string{"auth/wrong-password"}},
	Saying{All: []string{"auth/user-not-found"}, Codes: []string{"auth/user-not-found"}},
	Saying{All: []string{"invalid login credentials"}},
	Saying{All: []string{"e0000004"}, Codes: []string{"E0000004"}},
	Saying{All: []string{"the user credentials were incorrect"}},
	Saying{All: []string{"oauth2 server", "user credentials were incorrect"}},
	Saying{All: []string{"invalid username or password"}, With: []string{"oauth", "auth0", "token", "keycloak"}},
	Saying{All: []string{"wrong email or password"}},
)

var _ = also("required-action-pending",
	Saying{All: []string{"email not confirmed"}},
	Saying{All: []string{"email_not_confirmed"}, Codes: []string{"email_not_confirmed"}},
	Saying{All: []string{"auth/unverified-email"}, Codes: []string{"auth/unverified-email"}},
)

var _ = also("sign-in-method-disabled",
	Saying{All: []string{"signups not allowed for this instance"}},
	Saying{All: []string{"signup_disabled"}, Codes: []string{"signup_disabled"}},
	Saying{All: []string{"email_provider_disabled"}},
	Saying{All: []string{"email logins are disabled"}},
)

var _ = also("client-unknown",
	Saying{All: []string{"auth/invalid-oauth-client-id"}, Codes: []string{"auth/invalid-oauth-client-id"}},
	Saying{All: []string{"auth/invalid-oauth-provider"}, Codes: []string{"auth/invalid-oauth-provider"}},
	Saying{All: []string{"sent an invalid client id"}},
	Saying{All: []string{"invalid_client: the provided client"}, Any: []string{"not found", "is not"}},
)

var _ = also("mfa-required",
	Saying{All: []string{"auth/multi-factor-auth-required"}, Codes: []string{"auth/multi-factor-auth-required"}},
	Saying{All: []string{"insufficient_aal"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"auth/internal-error"}, Not: []string{"{"}, Codes: []string{"auth/internal-error"}},
)

var _ = also("authority-not-trusted",
	Saying{All: []string{"msalclientexception"}, Any: []string{"unknown_authority"}},
)

var _ = also("javascript-origin-not-registered",
	Saying{All: []string{"you have created a new client application that uses libraries", "deprecated"}},
	Saying{All: []string{"login-status-iframe.html"}, Any: []string{"403"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"request for authentication token failed"}, Not: []string{"http_request_failed"}},
	Saying{All: []string{"token exchange failed: "}, Any: []string{"400", "401", "403", "404", "500", "502", "503"}, Not: []string{"{"}},
	Saying{All: []string{"token refresh failed: "}, Any: []string{"400", "401", "403", "404"}, Not: []string{"{"}},
	Saying{All: []string{"response error: "}, Any: []string{"400", "401", "403", "404", "500"}, With: []string{"simple-oauth2", "access token error", "oauth"}},
	Saying{All: []string{"access token error"}, Any: []string{"400", "401", "403"}},
	Saying{All: []string{"client error: 400"}, With: []string{"socialite", "middleware.php", "guzzle"}},
	Saying{All: []string{"failed to exchange token]"}},
	Saying{All: []string{"error: failed to exchange token"}},
	Saying{All: []string{"failed exchange token"}, Not: []string{"{"}},
	Saying{All: []string{"failed to exchange code"}, Any: []string{"400", "401", "403", "500"}, Not: []string{"{"}},
	Saying{All: []string{"token request failed"}, Any: []string{"400", "401", "403", "status"}, Not: []string{"{"}},
	Saying{All: []string{"oidcservice code request"}, Any: []string{"status\":4", "status\":5"}},
	Saying{All: []string{"oauth error: request failed with status code 4"}},
)

// keycloak-connect words each check of a token alike, after the exchange of a code ("Could not obtain grant code") and for
// one that an API was called with ("Could not validate grant"). Either way the token had been issued, and what failed is the
// check of who received it.
var _ = also("token-issuer",
	Saying{All: []string{"invalid token (wrong iss)"}, Outcome: exchange.Issued},
)

var _ = also("token-audience",
	Saying{All: []string{"invalid token (wrong audience)"}, Outcome: exchange.Issued},
)

var _ = also("token-expired",
	Saying{All: []string{"obtain grant", "invalid token (expired)"}, Outcome: exchange.Issued},
	Saying{All: []string{"invalid token (expired)"}, Judge: exchange.Rejected},
	Saying{All: []string{"authcallback", "token expired"}, Outcome: exchange.Issued},
)

var _ = also("token-signature",
	Saying{All: []string{"invalid token ("}, Any: []string{"signature)"}, Outcome: exchange.Issued},
)

var _ = also("jwt-malformed",
	Saying{All: []string{"invalid token (not signed)"}, Outcome: exchange.Issued},
	Saying{All: []string{"invalid token (malformed)"}, Outcome: exchange.Issued},
	Saying{All: []string{"token_parsing_error"}, Outcome: exchange.Issued, Codes: []string{"token_parsing_error"}},
	Saying{All: []string{"failed to parse id_token"}, Outcome: exchange.Issued},
)

var _ = also("keycloak-session-gone",
	Saying{All: []string{"invalid token (stale token)"}, Outcome: exchange.Rejected},
	Saying{All: []string{"invalid token (future dated)"}, Outcome: exchange.Rejected},
)

var _ = also("jwks-unreachable",
	Saying{All: []string{"failed to load public key to verify token"}, Outcome: exchange.Issued},
	Saying{All: []string{"is not a conform json web key set response"}, Judge: exchange.Issued},
	Saying{All: []string{"no signing keys from metadata"}, Outcome: exchange.Issued},
)

var _ = also("state-not-issued",
	Saying{All: []string{"unexpected \"state\" response parameter encountered"}},
)

var _ = also("state-missing-in-callback",
	Saying{All: []string{"no_state_in_hash"}, Codes: []string{"no_state_in_hash"}},
	Saying{All: []string{"hash does not contain state"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"auth_code_or_nativeaccountid_required"}, Codes: []string{"auth_code_or_nativeAccountId_required"}},
	Saying{All: []string{"authorization_code_missing_from_server_response"}, Codes: []string{"authorization_code_missing_from_server_response"}},
)

var _ = also("token-response-unparsed",
	Saying{All: []string{"\"response\" body \"refresh_token\" property must be"}},
	Saying{All: []string{"\"response\" body \"scope\" property must be"}},
)

var _ = also("token-algorithm",
	Saying{All: []string{"unsupported jws \"alg\" identifier"}, Judge: exchange.Issued},
)

var _ = also("pkce-verifier-lost",
	Saying{All: []string{"\"codeverifier\" must be a"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"\"client.client_secret\" property must be"}},
	Saying{All: []string{"is missing both `issuer` and `authorization` endpoint config"}},
	Saying{All: []string{"invalidendpoints: provider"}},
	Saying{All: []string{"empty_input_scopes_error"}, Codes: []string{"empty_input_scopes_error"}},
	Saying{All: []string{"invalid_client_credential"}, Any: []string{"clientautherror", "must not be empty"}, Codes: []string{"invalid_client_credential"}},
)

// The sign-in callback of Auth.js said no: by then the provider had sent its tokens.
var _ = also("local-access-rule",
	Saying{All: []string{"accessdenied: accessdenied"}},
	Saying{All: []string{"errors.authjs.dev#accessdenied"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"an error happened during keycloak initialization"}, Not: []string{"cors", "cookie"}},
)

var _ = also("popup-blocked",
	Saying{All: []string{"error opening popup window"}, Any: []string{"popup blocked", "popups are blocked"}},
)

var _ = also("answer-not-json",
	Saying{All: []string{"invalid response content-type:", "from url:"}, Not: []string{"/.well-known/", "/jwks", "/keys", "/certs"}, Outcome: exchange.WrongBody},
)

var _ = also("id-token-claim-refused",
	Saying{All: []string{"one of the required properties missing from id_token"}},
)

var _ = also("discovery-issuer-mismatch",
	Saying{All: []string{"every url in discovery document has to start with the issuer url"}},
)

var _ = also("issuer-over-http",
	Saying{All: []string{"must use https (with tls), or config value for property"}, Outcome: exchange.NotAsked},
)

var _ = also("browser-got-no-answer",
	Saying{All: []string{"jsonservice", "network error"}},
)

var _ = also("token-issuer",
	Saying{All: []string{"invalid issuer, expected one of ["}, Judge: exchange.Rejected},
)

var _ = also("jwt-malformed",
	Saying{All: []string{"can't parse token envelope"}, Judge: exchange.Rejected},
	Saying{All: []string{"can't parse token payload"}, Judge: exchange.Rejected},
	Saying{All: []string{"jwt must be a string"}, Judge: exchange.Rejected},
)

var _ = also("token-signature",
	Saying{All: []string{"jwt signature is required"}, Judge: exchange.Rejected},
)

var _ = also("signing-key-not-found",
	Saying{All: []string{"multiple matching keys found in the json web key set"}, Judge: exchange.Rejected},
)

var _ = also("client-setting-required",
	Saying{All: []string{"unable to detect a project id in the current environment"}},
	Saying{All: []string{"the incoming json object does not contain a"}, Any: []string{"client_email", "private_key", "client_id", "refresh_token", "client_secret"}},
	Saying{All: []string{"no key or keyfile set"}},
	Saying{All: []string{"[@octokit/", "option is required"}},
	Saying{All: []string{"unsupported provider: missing oauth"}},
	Saying{All: []string{"grant: missing consumer_key or consumer_secret"}},
)

var _ = also("client-assertion-rejected",
	Saying{All: []string{"a json web token could not be decoded"}},
)

var _ = also("state-lost",
	Saying{All: []string{"flow state has expired"}},
)

// Node's fetch keeps the reason in err.cause.
var _ = also("transport-silent",
	Saying{All: []string{"typeerror: fetch failed"}, With: []string{"[auth]", "openid", "oauth", "oidc", "id_token"}, Outcome: exchange.NoAnswer},
)

var _ = also("state-mismatch",
	Saying{All: []string{"error: invalid state"}, With: []string{"auth0"}},
)

// oidc-client names every answer of a type it does not take in the same words: the signing keys are asked for after the tokens.
var _ = also("jwks-unparsable",
	Saying{All: []string{"invalid response content-type"}, Any: keySets, Outcome: exchange.Issued},
)

// keySets are the paths of signing keys.
var keySets = []string{"/jwks", "/keys", "/certs"}

var _ = also("browser-got-no-answer",
	Saying{All: []string{"net::err_failed"}, Any: []string{"/token", "/oauth", "openid-c", "/connect/", "/userinfo"}},
)

// msalCodes are the codes by which MSAL.js names an error; its sentences after them change from release to release.
func msalCodes(o exchange.Outcome, codes ...string) []Saying {
	var out []Saying
	for _, c := range codes {
		out = append(out, Saying{All: []string{c}, With: []string{"msal", "autherror", "clientconfigurationerror"}, Outcome: o, Codes: []string{c}})
	}
	return out
}

var (
	_ = also("id-token-missing", msalCodes(exchange.Issued, "null_or_empty_token")...)
	_ = also("callback-without-code", msalCodes(exchange.NotAsked, "hash_not_deserialized", "auth_code_required")...)
	_ = also("nonce-mismatch", msalCodes(exchange.Issued, "nonce_not_found")...)
	_ = also("code-expired", msalCodes(exchange.Refused, "device_code_expired")...)
	_ = also("no-session-at-client", msalCodes(exchange.NotAsked, "token_refresh_required", "multiple_matching_accounts")...)
	_ = also("claim-type-unexpected", msalCodes(exchange.Issued, "client_info_empty_error", "client_info_decoding_error")...)
	_ = also("interaction-in-progress", msalCodes(exchange.NotAsked, "block_nested_popups")...)
	_ = also("answer-not-json", msalCodes(exchange.WrongBody, "failed_to_parse_response")...)
	_ = also("client-setting-required", msalCodes(exchange.NotAsked, "empty_url_error", "url_empty_error", "nonarray_input_scopes_error", "clientid_input_scopes_error", "invalid_cloud_discovery_metadata", "invalid_authority_metadata", "non_browser_environment", "pkce_params_missing")...)
	_ = also("parameter-missing", msalCodes(exchange.NotAsked, "claims_request_parsing_error")...)
	_ = also("state-lost", msalCodes(exchange.NotAsked, "token_request_empty")...)
	_ = also("key-unreadable", msalCodes(exchange.NotAsked, "invalid_assertion")...)
)

var _ = also("endpoint-not-found",
	Saying{All: []string{"failed to load resource", "status of 404"}, Any: []string{"/sign-in", "/signin", "/oauth", "/auth/", "/login", "/token", "/oidc", "openid"}},
	Saying{All: []string{"\"route_not_found\""}, With: authWords},
)

var _ = also("state-lost",
	Saying{All: []string{"no session"}, Any: []string{"oidc login failed", "openid callback", "oauth callback", "oidc callback"}},
)

// What providers put into error_description beside a code that says less.
var _ = also("code-not-valid",
	Saying{All: []string{"invalid_grant", "code is invalid or expired"}},
)

var _ = also("code-expired",
	Saying{All: []string{"invalid_grant", "code has expired"}, Not: []string{"device"}},
)

var _ = also("refresh-token-dead",
	Saying{All: []string{"value passed for the token was invalid"}},
	Saying{All: []string{"the token used in the request has been revoked by the user"}, Outcome: exchange.Rejected},
)

var _ = also("api-refused-token",
	Saying{All: []string{"bad authentication data"}, With: []string{"twitter", "\"code\":215", "oauth"}, Codes: []string{"215"}},
)

var _ = also("scope-missing",
	Saying{All: []string{"you currently have access to a subset of"}, Outcome: exchange.Rejected},
	Saying{All: []string{"serviceerrorcode", "not enough permissions to access"}, Outcome: exchange.Rejected},
)

var _ = also("rate-limited",
	Saying{All: []string{"you are being rate limited"}},
)

var _ = also("client-configuration-invalid",
	Saying{All: []string{"doesn't comply with google's oauth 2.0 policy"}, Not: []string{"redirect_uri_mismatch"}},
)

// An RPError that holds a jwt is a check of the ID token that failed.
var _ = also("id-token-claim-refused",
	Saying{All: []string{"\"rperror\"", "\"jwt\""}, Outcome: exchange.Issued},
)

// Better Auth, nuxt-auth-utils, Arctic, n8n.
var _ = also("state-lost",
	Saying{All: []string{"please_restart_the_process"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"state mismatch"}, Any: []string{"nuxt-auth", "auth-utils", "[better auth]"}},
)

var _ = also("email-claim-missing",
	Saying{All: []string{"[better auth]", "email_not_found"}},
)

var _ = also("origin-not-trusted",
	Saying{All: []string{"[better auth]", "invalid callbackurl"}},
)

var _ = also("strategy-not-registered",
	Saying{All: []string{"[better auth]", "provider not found"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"missing nuxt_oauth_"}},
)

var _ = also("transport-silent",
	Saying{All: []string{"arcticfetcherror"}, Outcome: exchange.NoAnswer},
)

var _ = also("callback-without-code",
	Saying{All: []string{"insufficient parameters for oauth2 callback"}},
)

// node-fetch names the address and, behind it, what the socket said; some programs leave that out.
var _ = also("transport-silent",
	Saying{All: []string{"request to http", " failed"}, Any: []string{" failed, reason", "token failed", "openid-configuration failed", "jwks failed"}, With: authWords,
		Not: []string{"certificate", "enotfound", "econnrefused", "etimedout", "self-signed", "self signed", "econnreset", "altname", "eai_again", "ssl routines", "status"}, Outcome: exchange.NoAnswer},
)

var _ = also("strategy-not-registered",
	Saying{All: []string{"openid client is not initialized"}},
	Saying{All: []string{"openid strategy is not initialized"}},
	Saying{All: []string{"oidc client is not initialized"}},
)

var _ = also("exception-after-login",
	Saying{All: []string{"at accountprovisioner ("}, Lines: 4},
	Saying{All: []string{"at userprovisioner ("}, Lines: 4},
)

// oauth4webapi, of which openid-client 6 and Auth.js are made.
var _ = also("token-encrypted",
	Saying{All: []string{"oauth_decryption_failed"}, Outcome: exchange.Issued, Codes: []string{"OAUTH_DECRYPTION_FAILED"}},
	Saying{All: []string{"unsupportedoperationerror", "jwe"}, Outcome: exchange.Issued},
	Saying{All: []string{"clienterror: unsupported operation"}, Outcome: exchange.Issued, Confidence: Possible},
	Saying{All: []string{"oauth_unsupported_operation"}, Outcome: exchange.Issued, Confidence: Possible, Codes: []string{"OAUTH_UNSUPPORTED_OPERATION"}},
)

var _ = also("wrong-token-presented",
	Saying{All: []string{"grant validation failed. reason: invalid token (wrong type)"}, Outcome: exchange.Issued},
)

var _ = also("token-audience",
	Saying{All: []string{"the audience [", "does not match ["}, Outcome: exchange.Issued},
)

var _ = also("state-mismatch",
	Saying{All: []string{"received mismatched state"}},
)

// Visual Studio Code tries a local server, its URL handler and a device code, one after the other.
var _ = also("browser-got-no-answer",
	Saying{All: []string{"no auth flow succeeded"}},
	Saying{All: []string{"timed out waiting for authentication provider"}},
)

var _ = also("client-auth-method",
	Saying{All: []string{"malformed authorization header"}, With: []string{"oauth", "token"}},
)

// The chat of Twitch speaks IRC: its password is oauth: and the access token.
var _ = also("api-refused-token",
	Saying{All: []string{"notice", ":login unsuccessful"}, Outcome: exchange.Rejected},
	Saying{All: []string{"notice", ":login authentication failed"}, Outcome: exchange.Rejected},
	Saying{All: []string{"notice", ":improperly formatted auth"}, Outcome: exchange.Rejected},
	Saying{All: []string{"notice", ":invalid nick"}, With: []string{"twitch"}, Outcome: exchange.Rejected},
)

// A rule or action of the provider that lets nobody in before the address is confirmed.
var _ = also("required-action-pending",
	Saying{All: []string{"verify your email"}, Any: []string{"error", "before", "first", "denied"}, With: authWords},
	Saying{All: []string{"verify%20your%20email"}},
	Saying{All: []string{"verify+your+email"}},
	Saying{All: []string{"email_not_verified"}, With: authWords},
)

// Directus keeps a list of where a login may lead back to.
var _ = also("origin-not-trusted",
	Saying{All: []string{"can't be used to redirect after login"}},
)

// MSAL.js and Firebase: codes that name the step.
var _ = also("browser-got-no-answer",
	Saying{All: []string{"clientautherror: network_error"}, Codes: []string{"network_error"}},
	Saying{All: []string{"browserautherror: timed_out"}, Codes: []string{"timed_out"}},
	Saying{All: []string{"(auth/timeout)"}, Codes: []string{"auth/timeout"}},
)

var _ = also("authority-not-trusted",
	Saying{All: []string{"authority_mismatch"}, With: []string{"msal", "clientconfigurationerror"}, Codes: []string{"authority_mismatch"}},
)

var _ = also("redirect-uri-not-registered",
	Saying{All: []string{"illegal_redirect_uri"}, Codes: []string{"illegal_redirect_uri"}},
	Saying{All: []string{"auth/invalid-continue-uri"}, Codes: []string{"auth/invalid-continue-uri"}},
	Saying{All: []string{"auth/unauthorized-continue-uri"}, Codes: []string{"auth/unauthorized-continue-uri"}},
)

var _ = also("api-refused-token",
	Saying{All: []string{"improper token has been passed"}, Outcome: exchange.Rejected},
)

var _ = also("third-party-cookies-blocked",
	Saying{All: []string{"auth/operation-not-supported-in-this-environment"}, Codes: []string{"auth/operation-not-supported-in-this-environment"}},
)

var _ = also("token-type-missing",
	Saying{All: []string{"bad token type"}, With: []string{"oauth", "gitlab", "sso"}},
)

// homebridge-nest passes on what Google says of the cookies of a web login.
var _ = also("silent-login-needs-interaction",
	Saying{All: []string{"user_logged_out"}, With: []string{"google", "nest"}, Codes: []string{"USER_LOGGED_OUT"}},
)

// Clerk's checks of its session token.
var _ = also("clock-skew",
	Saying{All: []string{"jwt cannot be used prior to not before date claim"}, Outcome: exchange.Issued},
	Saying{All: []string{"jwt issued at date claim (iat) is in the future"}, Outcome: exchange.Issued},
	Saying{All: []string{"clerk: clock skew detected"}, Outcome: exchange.Issued},
)

// oauth4webapi's codes: what an answer lacks, and a challenge that names no error.
var (
	_ = also("token-answer-unreadable",
		Saying{All: []string{"invalid response encountered"}, With: []string{"oauth", "oidc", "openid"}},
		Saying{All: []string{"oauth_invalid_response"}, Codes: []string{"OAUTH_INVALID_RESPONSE"}},
	)
	_ = also("token-endpoint-401",
		Saying{All: []string{"responded with a challenge in the www-authenticate http header"}, Not: []string{"error="}, Outcome: exchange.Refused},
		Saying{All: []string{"oauth_www_authenticate_challenge"}, Not: []string{"error="}, Outcome: exchange.Refused, Codes: []string{"OAUTH_WWW_AUTHENTICATE_CHALLENGE"}},
	)
	_ = also("metadata-incomplete",
		Saying{All: []string{"missing authorization server metadata"}},
		Saying{All: []string{"oauth_missing_server_metadata"}, Codes: []string{"OAUTH_MISSING_SERVER_METADATA"}},
		Saying{All: []string{"oauth_invalid_server_metadata"}, Codes: []string{"OAUTH_INVALID_SERVER_METADATA"}},
	)
	_ = also("discovery-issuer-mismatch", Saying{All: []string{"unexpected json attribute value encountered"}, Not: []string{"attribute: 'sub'"}, Confidence: Possible})
)

// Amplify makes its OAuth handler only where oauth is configured.
var _ = also("client-setting-required", Saying{All: []string{"'oauthsignin'"}, Any: []string{"undefined", "null"}})

// Google's old platform library (gapi.auth2) lives in a frame of another site, and says of a popup it cannot talk to that the user closed it.
var _ = also("third-party-cookies-blocked",
	Saying{All: []string{"idpiframe_initialization_failed"}, Not: []string{"not a valid origin", "client_id and scope", "client id", "deprecated"}, Confidence: Possible, Codes: []string{"idpiframe_initialization_failed"}},
	Saying{All: []string{"popup_closed_by_user"}, With: []string{"didn't close", "did not close", "not closed the", "automatically closes", "closes automatically", "close itself", "closed itself", "closes itself", "closed by itself", "closes by itself", "after choosing", "after selecting", "even if user"}, Confidence: Possible, Codes: []string{"popup_closed_by_user"}},
)

// keycloak-connect gives the status of the token endpoint's answer, and no more.
var (
	_ = also("answer-hidden", Saying{All: []string{"could not obtain grant code", "400:bad request"}})
	_ = also("token-endpoint-401", Saying{All: []string{"could not obtain grant code", "401:unauthorized"}, Outcome: exchange.Refused})
	_ = also("endpoint-not-found", Saying{All: []string{"could not obtain grant code", "404:not found"}})
	_ = also("realm-unknown", Saying{All: []string{"could not obtain grant code", "realm does not exist"}})
)

// Shopify signs the callback with the app's secret.
var _ = also("client-secret-wrong",
	Saying{All: []string{"hmac validation failed"}, With: []string{"shopify"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"invalidhmacerror"}, With: []string{"shopify"}, Outcome: exchange.NotAsked},
)

// passport-azure-ad's checks of a bearer token, and openid-client's strategy without a client.
var (
	_ = also("signing-key-not-found", Saying{All: []string{"did not receive a token we know how to validate"}, Outcome: exchange.Issued})
	_ = also("jwt-malformed", Saying{All: []string{"jwtverify: invalid jwt token"}, Outcome: exchange.Rejected}, Saying{All: []string{"jwtverify: cannot verify token"}, Outcome: exchange.Rejected})
	_ = also("scope-missing",
		Saying{All: []string{"jwtverify: scope is not found in token"}, Outcome: exchange.Issued},
		Saying{All: []string{"jwtverify: none of the scopes"}, Outcome: exchange.Issued},
	)
	_ = also("token-not-sent",
		Saying{All: []string{"authentication failed due to: token is not found"}},
		Saying{All: []string{"authenticate: missing access_token in the header"}},
		Saying{All: []string{"access_token should be passed in request header or body"}},
	)
	_ = also("discovery-failed", Saying{All: []string{"in loadmetadata: unable to fetch metadata"}})
	_ = also("client-setting-required", Saying{All: []string{"'callbackparams' of undefined"}}, Saying{All: []string{"reading 'callbackparams'"}})
)

var _ = also("state-lost",
	Saying{All: []string{"failed to store oidc state"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"failed to store oauth state"}, Outcome: exchange.NotAsked},
)

var _ = also("silent-login-needs-interaction", Saying{All: []string{"acquiretokensilent rejected with error"}})
