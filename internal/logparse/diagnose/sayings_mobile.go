package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of mobile SDKs: AppAuth and its wrappers, MSAL, Google Sign-In, Sign in with Apple, Facebook Login, expo-auth-session.

var _ = also("nonce-mismatch",
	Saying{All: []string{"org.openid.appauth.general", "nonce mismatch"}, Outcome: exchange.Issued},
)

var _ = also("token-audience",
	Saying{All: []string{"appauth", "audience mismatch"}, Outcome: exchange.Issued},
)

var _ = also("token-issuer",
	Saying{All: []string{"appauth", "issuer mismatch"}, Outcome: exchange.Issued},
)

var _ = also("clock-skew",
	Saying{All: []string{"issued at time is more than", "before or after the current time"}, Outcome: exchange.Issued},
)

var _ = also("android-app-not-registered",
	Saying{All: []string{"apiexception: 16"}},
	Saying{All: []string{"[28444]"}},
	Saying{All: []string{"developer console is not set up correctly"}},
	Saying{All: []string{"a non-recoverable sign in failure occurred"}},
	Saying{All: []string{"invalid key hash. the key hash"}},
	Saying{All: []string{"signincredential", "16:"}, With: []string{"caller not whitelisted", "account reauth failed"}},
)

var _ = also("scope-refused",
	Saying{All: []string{"invalid scopes: "}, With: []string{"facebook", "developers", "login"}},
	Saying{All: []string{"this message is only shown to developers"}},
)

var _ = also("client-configuration-invalid",
	Saying{All: []string{"app not active: this app is not currently accessible"}},
)

var _ = also("redirect-uri-not-registered",
	Saying{All: []string{"invalid web redirect url"}, With: []string{"apple"}},
)

var _ = also("transport-silent",
	Saying{All: []string{"token_exchange_failed", "network error"}, Lines: 8, Outcome: exchange.NoAnswer},
	Saying{All: []string{"token_refresh_failed", "network error"}, Lines: 8, Outcome: exchange.NoAnswer},
	Saying{All: []string{"request_authentication_token", "http_request_failed"}, Lines: 20, Outcome: exchange.NoAnswer},
	Saying{All: []string{"http_request_failed", "request_authentication_token"}, Lines: 20, Outcome: exchange.NoAnswer}, // the lines run from the first literal on
)

var _ = also("jwks-unparsable",
	Saying{All: []string{"nokeyloadedexception"}, With: []string{"verifyjwtsignature", "verifyrsajwtsignature", "jumbojett"}, Outcome: exchange.Issued},
)

var _ = also("account-not-linked",
	Saying{All: []string{"accountnotlinked"}, Not: []string{"oauthaccountnotlinked"}, With: []string{"[auth]", "authjs"}},
)

var _ = also("confidential-client-without-secret",
	Saying{All: []string{"failed to load resource", "401"}, With: []string{"keycloak-js", "keycloak.init", "new keycloak(", "keycloak_config", "keycloak.js"}},
)

var _ = also("no-session-at-client",
	Saying{All: []string{"user login is required. for silent calls"}},
)

var _ = also("connection-reset",
	Saying{All: []string{"nsurlerrordomain", "code=-1005"}, Codes: []string{"-1005"}},
)

var _ = also("endpoint-url-empty",
	Saying{All: []string{"nsurlerrordomain", "code=-1002"}, Any: []string{"unsupported url"}, With: []string{"token", "appauth", "oauth", "oid"}, Codes: []string{"-1002"}},
)

var _ = also("discovery-failed",
	Saying{All: []string{"discovery_failed, error retrieving discovery document"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"[error: failed to authenticate]"}},
)

// AppAuth's own words, the error of the system behind them.
var _ = also("transport-silent",
	Saying{All: []string{"connection error making token request to"}, Outcome: exchange.NoAnswer},
)

var _ = also("token-answer-unreadable",
	Saying{All: []string{"json error parsing token response"}, Not: []string{"correct format"}},
)

var _ = also("discovery-failed",
	Saying{All: []string{"non-200 http response (", "fetching discovery document"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"non-200 http response (", "making token request to"}},
)

var _ = also("native-redirect-setup",
	Saying{All: []string{"appauthredirectscheme"}, Any: []string{"missing", "no value for", "requires a placeholder"}, Outcome: exchange.NotAsked},
)

var _ = also("native-browser-missing",
	Saying{All: []string{"webauthenticationsession", "presentation context"}},
	Saying{All: []string{"webauthenticationsession"}, Any: []string{"code=2", "code=3", "error 2", "error 3"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"make sure gidclientid is set"}},
	Saying{All: []string{"client id property `"}, Any: []string{"must be defined to use"}},
	Saying{All: []string{"cannot use the authsession proxy because the project full name is not defined"}},
	Saying{All: []string{"err_param_no_"}},
)

var _ = also("login-cancelled",
	Saying{All: []string{"error: user_cancelled"}, Not: []string{"msal"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"err_states_not_match"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"authorizationcode not available for exchange request"}},
)

var _ = also("no-session-at-client",
	Saying{All: []string{"no credentials were previously set"}},
)

var _ = also("refresh-token-not-issued",
	Saying{All: []string{"no refresh token is available to renew"}},
)

var _ = also("signing-key-not-found",
	Saying{All: []string{"could not find a public key for kid"}, Outcome: exchange.Issued},
)

var _ = also("client-configuration-invalid",
	Saying{All: []string{"a0.invalid_configuration"}, Outcome: exchange.Refused},
)

var _ = also("login-called-twice",
	Saying{All: []string{"previous promise did not settle and was overwritten"}},
)

var _ = also("no-credential-on-device",
	Saying{All: []string{"play_services_not_available"}, Codes: []string{"PLAY_SERVICES_NOT_AVAILABLE"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"failed to determine clientid"}},
	Saying{All: []string{"offline use requires server web clientid"}},
	Saying{All: []string{"[gsi_logger]", "missing required parameter: client_id"}},
)

var _ = also("no-session-at-client",
	Saying{All: []string{"gettokens requires a user to be signed in"}},
)

var _ = also("login-cancelled",
	Saying{All: []string{"facebookoperationcanceledexception"}},
	Saying{All: []string{"clientfailurereason.cancelled"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"no facebook app id was provided"}},
	Saying{All: []string{"a valid facebook app id must be set"}},
	Saying{All: []string{"app id not found", "facebookappid"}},
	Saying{All: []string{"err_facebook_misconfigured"}, Codes: []string{"ERR_FACEBOOK_MISCONFIGURED"}},
)

var _ = also("client-unknown",
	Saying{All: []string{"the provided app id does not look like a valid app id"}},
	Saying{All: []string{"provide valid app id"}, With: []string{"facebook", "graph"}},
	Saying{All: []string{"invalid_client", "client not found"}},
)

var _ = also("client-configuration-invalid",
	Saying{All: []string{"facebook login is currently unavailable for this app"}},
)

var _ = also("issuer-over-http",
	Saying{All: []string{"can no longer be called from http pages"}, Outcome: exchange.NotAsked},
)

var _ = also("javascript-origin-not-registered",
	Saying{All: []string{"is not in your app's javascript sdk host domain list"}},
)

var _ = also("android-app-not-registered",
	Saying{All: []string{"invalid android_key_hash or ios_bundle_id"}},
	Saying{All: []string{"key hash", "does not match any stored key hashes"}},
	Saying{All: []string{"1349195"}, With: []string{"key hash", "facebook", "fbsdk"}, Codes: []string{"1349195"}},
	// In a build that R8 made, the exception's class has another name.
	Saying{All: []string{"platformexception(sign_in_failed, ", ": 10: "}, Codes: []string{"10", "DEVELOPER_ERROR"}},
	Saying{All: []string{"platformexception(sign_in_failed, ", ": 12500: "}, Codes: []string{"12500"}},
	Saying{All: []string{"apiexception: 8:"}, Confidence: Possible, Codes: []string{"8"}},
)

var _ = also("api-key-invalid",
	Saying{All: []string{"requests from this android client application", "are blocked"}},
	Saying{All: []string{"requests from this ios client application", "are blocked"}},
	Saying{All: []string{"requests from referer", "are blocked"}},
	Saying{All: []string{"requests to this api", "are blocked"}, With: []string{"googleapis.com", "identitytoolkit", "firebase"}},
	Saying{All: []string{"api_key_android_app_blocked"}, Codes: []string{"API_KEY_ANDROID_APP_BLOCKED"}},
	Saying{All: []string{"api_key_ios_app_blocked"}, Codes: []string{"API_KEY_IOS_APP_BLOCKED"}},
	Saying{All: []string{"api_key_http_referrer_blocked"}, Codes: []string{"API_KEY_HTTP_REFERRER_BLOCKED"}},
)

var _ = also("transport-silent",
	Saying{All: []string{"connection_failure: connection_failure"}, Outcome: exchange.NoAnswer},
)

var _ = also("no-session-at-client",
	Saying{All: []string{"signedoutexception"}, With: []string{"amplify", "cognito", "you are currently signed out"}},
)

// The plugins of Capacitor and Cordova give Play services' number alone.
var _ = also("android-app-not-registered",
	Saying{All: []string{"10:something went wrong"}, Codes: []string{"10", "DEVELOPER_ERROR"}},
	Saying{All: []string{"something went wrong"}, Any: []string{"\"code\":\"10\"", "\"code\": \"10\"", "code: '10'", "code: \"10\"", "code: 10,", "code: 10}"}, Lines: 3, With: []string{"google"}, Codes: []string{"10", "DEVELOPER_ERROR"}},
	Saying{All: []string{"something went wrong", "12500"}, Lines: 3, With: []string{"google"}, Codes: []string{"12500"}},
	Saying{All: []string{"error: 10"}, With: []string{"googleplus"}, Codes: []string{"10", "DEVELOPER_ERROR"}},
	Saying{All: []string{"12500"}, With: []string{"googleplus", "logging into google"}, Codes: []string{"12500"}},
)

// expo-web-browser tells by a type how the browser was left; on Android it is dismiss, too, where the redirect did not come back.
var _ = also("login-cancelled",
	Saying{All: []string{"\"type\": \"dismiss\""}, With: []string{"authsession", "promptasync", "expo", "webbrowser"}},
	Saying{All: []string{"\"type\":\"dismiss\""}, With: []string{"authsession", "promptasync", "expo", "webbrowser"}},
	Saying{All: []string{"type: 'dismiss'"}, With: []string{"authsession", "promptasync", "expo", "webbrowser"}},
	Saying{All: []string{"dismiss"}, Any: []string{"result", "returns", "returned", "response"}, With: []string{"authsession", "promptasync", "openauthsessionasync"}},
)

// A token for Microsoft Graph is signed over a header that only Graph knows to restore.
var _ = also("token-audience",
	Saying{All: []string{"00000003-0000-0000-c000-000000000000"}, Lines: 1, With: []string{"invalid signature", "signature verification", "invalid_token", "signature validation", "idx10511", "audience"}, Not: []string{"resourceappid", "\"resource\"", "resource="}, Outcome: exchange.Issued, Confidence: Possible},
)

// The words of AppAuth's demo, which apps keep; and Android's Uri.parse of a URL that is null.
var _ = also("discovery-failed",
	Saying{All: []string{"network error when retrieving discovery document"}, Outcome: exchange.NoAnswer},
	Saying{All: []string{"failed to retrieve configuration for http"}, Outcome: exchange.NotAsked},
)

var _ = also("endpoint-url-empty",
	Saying{All: []string{"nullpointerexception: uristring"}, With: authWords, Outcome: exchange.NotAsked},
	Saying{All: []string{"\"errordescription\":\"uristring\""}, Outcome: exchange.NotAsked},
)

var _ = also("login-cancelled",
	Saying{All: []string{"auth/redirect-cancelled-by-user"}, Codes: []string{"auth/redirect-cancelled-by-user"}},
)

var _ = also("user-credentials-wrong",
	Saying{All: []string{"auth/invalid-verification-code"}, Codes: []string{"auth/invalid-verification-code"}},
	Saying{All: []string{"vk_api.exceptions.badpassword"}},
)

// OAuthSwift's numbers and names.
var _ = also("state-missing-in-callback",
	Saying{All: []string{"oauthswifterror error -3"}, Codes: []string{"-3"}},
	Saying{All: []string{"oauthswifterror code=-3"}, Codes: []string{"-3"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"oauthswifterror error -4"}, Codes: []string{"-4"}},
	Saying{All: []string{"oauthswifterror code=-4"}, Codes: []string{"-4"}},
	Saying{All: []string{"statenotequal["}},
)

var _ = also("token-expired",
	Saying{All: []string{"oauthswifterror error -2."}, Codes: []string{"-2"}, Outcome: exchange.Rejected},
	Saying{All: []string{"oauthswifterror code=-2 "}, Codes: []string{"-2"}, Outcome: exchange.Rejected},
	Saying{All: []string{"tokenexpired["}, With: []string{"oauthswift"}, Outcome: exchange.Rejected},
)

var _ = also("token-missing-in-answer",
	Saying{All: []string{"oauthswifterror error -9"}, Codes: []string{"-9"}},
	Saying{All: []string{"oauthswifterror code=-9"}, Codes: []string{"-9"}},
)

var _ = also("login-cancelled",
	Saying{All: []string{"oauthswifterror error -12"}, Codes: []string{"-12"}},
	Saying{All: []string{"oauthswifterror code=-12"}, Codes: []string{"-12"}},
)

var _ = also("client-configuration-invalid",
	Saying{All: []string{"oauthswifterror error -10"}, Codes: []string{"-10"}},
	Saying{All: []string{"oauthswifterror code=-10 "}, Codes: []string{"-10"}},
)

var _ = also("refresh-token-not-issued",
	Saying{All: []string{"token refresh request from a token response with no refresh token"}},
)

// MSAL for Android refused its configuration, and the wrapper hid why: there is no client.
var _ = also("client-setting-required", Saying{All: []string{"publicclientapplication.", "on a null object reference"}, Outcome: exchange.NotAsked})

// Dart's package oauth2: Invalid OAuth response for "<endpoint>": and what is wrong with it.
var (
	_ = also("expires-in-type", Saying{All: []string{"parameter \"expires_in\" was not an int"}, Outcome: exchange.Issued})
	_ = also("token-type-missing",
		Saying{All: []string{"did not contain required parameter \"token_type\""}, Outcome: exchange.Issued},
		Saying{All: []string{"unknown token type \""}, Outcome: exchange.Issued},
	)
	_ = also("answer-not-json",
		Saying{All: []string{"invalid oauth response for \"", "content-type was"}, Outcome: exchange.WrongBody},
		Saying{All: []string{"invalid oauth response for \"", "missing content-type"}, Outcome: exchange.WrongBody},
		Saying{All: []string{"invalid oauth response for \"", "invalid json"}, Outcome: exchange.WrongBody},
	)
	_ = also("token-response-unparsed", Saying{All: []string{"invalid oauth response for \"", "was not a string, was"}, Outcome: exchange.Issued})
	_ = also("refresh-token-not-issued", Saying{All: []string{"oauth credentials have expired and can't be refreshed"}})
)
