package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of Python: Authlib, PyJWT, python-jose, google-auth, mozilla-django-oidc, social-core, allauth.

var _ = also("token-issuer",
	Saying{All: []string{"invalid_claim", "\"iss\""}, Outcome: exchange.Issued, Codes: []string{"invalid_claim"}},
	Saying{All: []string{"wrong issuer. iss should be one of"}, Judge: exchange.Rejected},
)

var _ = also("token-audience",
	Saying{All: []string{"invalid_claim", "\"aud\""}, Outcome: exchange.Issued, Codes: []string{"invalid_claim"}},
	Saying{All: []string{"token has wrong audience"}, Judge: exchange.Rejected},
)

var _ = also("nonce-mismatch",
	Saying{All: []string{"invalid_claim", "\"nonce\""}, Outcome: exchange.Issued, Codes: []string{"invalid_claim"}},
	Saying{All: []string{"missing_claim", "nonce"}, Outcome: exchange.Issued, Codes: []string{"missing_claim"}},
	Saying{All: []string{"jwt nonce verification failed"}, Outcome: exchange.Issued},
)

var _ = also("id-token-claim-refused",
	Saying{All: []string{"invalid_claim: "}, Not: []string{"\"iss\"", "\"aud\"", "\"nonce\""}, Outcome: exchange.Issued, Codes: []string{"invalid_claim"}},
	Saying{All: []string{"missing_claim: "}, Not: []string{"nonce"}, Outcome: exchange.Issued, Codes: []string{"missing_claim"}},
)

var _ = also("token-signature",
	Saying{All: []string{"jws token verification failed"}, Outcome: exchange.Issued},
	Saying{All: []string{"authtokenerror", "signature verification failed"}, Outcome: exchange.Issued},
	Saying{All: []string{"token error: signature"}, Not: []string{"has expired"}, Outcome: exchange.Issued},
)

var _ = also("signing-key-not-found",
	Saying{All: []string{"could not find a valid jwks"}, Outcome: exchange.Issued},
	Saying{All: []string{"certificate for key id", "not found"}, Judge: exchange.Rejected},
	Saying{All: []string{"invalid json web key set"}, Judge: exchange.Issued},
	Saying{All: []string{"oauth2error: invalid 'kid'"}, Outcome: exchange.Issued},
)

var _ = also("token-expired",
	Saying{All: []string{"token expired, "}, Any: []string{" < "}, Judge: exchange.Rejected},
)

var _ = also("client-setting-required",
	Saying{All: []string{"missing \"authorize_url\" value"}},
	Saying{All: []string{"missing \"request_token_url\""}},
	Saying{All: []string{"missing backend \""}},
	Saying{All: []string{"socialapp.doesnotexist"}},
	Saying{All: []string{"socialapp matching query does not exist"}},
)

var _ = also("parameter-missing",
	Saying{All: []string{"missing needed parameter"}, Not: []string{"state", "code", "parameter upn", "parameter sub", "parameter email", "parameter oid", "parameter username", "get_user_id"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"missing needed parameter code"}, Outcome: exchange.NotAsked},
)

var _ = also("state-missing-in-callback",
	Saying{All: []string{"missing needed parameter state"}, Outcome: exchange.NotAsked},
)

// Flask-AppBuilder (Airflow, Superset) puts whatever fails after its callback into one sentence; a name in quotation marks
// is a KeyError, a claim that is not there.
var _ = also("user-name-attribute-missing",
	Saying{All: []string{"error returning oauth user info: '"}, Outcome: exchange.Issued},
	Saying{All: []string{"error returning oauth user info: %s '"}, Outcome: exchange.Issued},
)

var _ = also("token-missing-in-answer",
	Saying{All: []string{"error returning oauth user info: missing_token"}, Codes: []string{"missing_token"}},
)

var _ = also("token-algorithm",
	Saying{All: []string{"unsupportedalgorithmerror"}, Outcome: exchange.Issued, Codes: []string{"unsupported_algorithm"}},
	Saying{All: []string{"invalid_algorithm"}, With: jwtWords, Judge: exchange.Issued},
)

// social-core takes the user's id out of the claims under the name of a parameter.
var _ = also("user-name-attribute-missing",
	Saying{All: []string{"missing needed parameter upn"}, Outcome: exchange.Issued},
	Saying{All: []string{"missing needed parameter sub"}, Outcome: exchange.Issued},
	Saying{All: []string{"missing needed parameter email"}, Outcome: exchange.Issued},
	Saying{All: []string{"missing needed parameter oid"}, Outcome: exchange.Issued},
	Saying{All: []string{"missing needed parameter username"}, Outcome: exchange.Issued},
	Saying{All: []string{"missing needed parameter"}, Any: []string{"get_user_id"}, Outcome: exchange.Issued},
)

var _ = also("token-issuer",
	Saying{All: []string{"token error: invalid issuer"}, Outcome: exchange.Issued},
	Saying{All: []string{"must exactly match the value of the iss (issuer) claim"}, Outcome: exchange.Issued},
	Saying{All: []string{"idtokenissuererror"}, Outcome: exchange.Issued},
)

var _ = also("token-audience",
	Saying{All: []string{"the aud (audience) claim must contain"}, Outcome: exchange.Issued},
	Saying{All: []string{"idtokenaudienceerror"}, Outcome: exchange.Issued},
	Saying{All: []string{"token is missing the \"aud\" claim"}, Judge: exchange.Rejected},
)

var _ = also("nonce-mismatch",
	Saying{All: []string{"the nonce in id token ("}, Outcome: exchange.Issued},
)

var _ = also("token-expired",
	Saying{All: []string{"token error: signature has expired"}, Outcome: exchange.Issued},
)

var _ = also("clock-skew",
	Saying{All: []string{"the current time must be before the time represented by the exp claim"}, Outcome: exchange.Issued},
	Saying{All: []string{"the id token is not yet valid. make sure your computer's time"}, Outcome: exchange.Issued},
)

var _ = also("token-hash-mismatch",
	Saying{All: []string{"token error: invalid access token"}, Outcome: exchange.Issued},
)

var _ = also("token-algorithm",
	Saying{All: []string{"it is required that you pass in a value for the \"algorithms\" argument"}, Judge: exchange.Rejected},
)

var _ = also("jwt-malformed",
	Saying{All: []string{"authlib.jose.errors.decodeerror"}, Judge: exchange.Issued},
	Saying{All: []string{"decodeerror: invalid"}, Any: []string{"header padding", "payload padding", "crypto padding", "header string", "payload string", "token type"}, Judge: exchange.Rejected},
	Saying{All: []string{"error decoding token headers"}, Judge: exchange.Rejected},
)

var _ = also("jwks-unparsable",
	Saying{All: []string{"the jwks endpoint did not contain any"}, Judge: exchange.Rejected},
	Saying{All: []string{"the jwks endpoint did not return a json object"}, Judge: exchange.Rejected},
	Saying{All: []string{"pyjwkerror: unable to find an algorithm for key"}, Judge: exchange.Rejected},
)

var _ = also("code-missing-in-token-request",
	Saying{All: []string{"please supply either code or authorization_response"}, Outcome: exchange.NotAsked},
)

var _ = also("userinfo-not-configured",
	Saying{All: []string{"missing \"userinfo_endpoint\" value"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"missing \"access_token_url\" value"}},
	Saying{All: []string{"service account info was not in the expected format"}},
	Saying{All: []string{"client secrets must be for a web or installed app"}},
	Saying{All: []string{"get() returned more than one socialapp"}},
	Saying{All: []string{"setting oidc_", "not found"}},
)

var _ = also("login-session-not-kept",
	Saying{All: []string{"sessionmiddleware must be installed to access request.session"}, With: authWords},
)

var _ = also("transport-silent",
	Saying{All: []string{"max retries exceeded with url"}, Any: []string{"/token", "openid-configuration", "/oauth", "/jwks", "/certs", "openid-connect"}},
	Saying{All: []string{"keycloakconnectionerror: can't connect to server"}},
)

var _ = also("provider-outage",
	Saying{All: []string{"authunreachableprovider"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"an unknown error happened while authenticating"}},
	// The whole of allauth's page, of either age; the exception stands in its template's auth_error.
	Saying{All: []string{"an error occur", "while attempting to login via your"}},
	Saying{All: []string{"social network login failure"}},
	Saying{All: []string{"third-party login failure"}},
)

// The answer was an error, and the program read on as if it were none.
var _ = also("token-missing-in-answer",
	Saying{All: []string{"keyerror: 'access_token'"}, Confidence: Possible},
)

// allauth's and social-core's functions that are called with the tokens in hand.
var _ = also("exception-after-login",
	Saying{All: []string{", in extract_uid"}},
	Saying{All: []string{" in extract_uid, line"}},
	Saying{All: []string{", in extract_common_fields"}},
	Saying{All: []string{", in sociallogin_from_response"}},
	Saying{All: []string{", in get_user_id"}, With: []string{"social_core", "social/backends"}, Not: []string{"missing needed parameter"}},
	Saying{All: []string{", in get_user_details"}, With: []string{"social_core", "social/backends"}},
	Saying{All: []string{"/pipeline/user.py\", line"}, With: []string{"social_core", "social/pipeline"}},
)

// social-core's AuthForbidden is the rule of the application, unless it stands for a 401 of the provider.
var _ = also("local-access-rule",
	Saying{All: []string{"authforbidden"}, With: []string{"auth_allowed", "in pipeline", "run_pipeline"}},
	Saying{All: []string{"no user with", "oidc_create_user is false"}},
)

var _ = also("email-claim-missing",
	Saying{All: []string{"failed to get or create user: claims verification failed"}},
)

var _ = also("scope-refused",
	Saying{All: []string{"you cannot use any scope value that is reserved"}, Outcome: exchange.NotAsked},
)

var _ = also("state-lost",
	Saying{All: []string{"state missing from auth_code_flow"}},
	Saying{All: []string{"no request token saved for"}},
	Saying{All: []string{"unstash_state"}, With: []string{"permissiondenied", "permission denied", "verified_unstash_state"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"valueerror: state mismatch: "}},
)

var _ = also("discovery-failed",
	Saying{All: []string{"unable to get authority configuration for"}},
	Saying{All: []string{"unable to get oidc authority configuration for"}},
)

var _ = also("authority-not-trusted",
	Saying{All: []string{"valueerror: invalid_instance"}, Codes: []string{"invalid_instance"}},
)

var _ = also("refresh-token-not-issued",
	Saying{All: []string{"keyerror: 'refresh_token'"}},
)

// What the callback looks for in Django's session was put there as the login began.
var _ = also("state-lost",
	Saying{All: []string{"self._session[key]", "keyerror: "}, Lines: 3, With: []string{"callback", "/complete/", "oauth", "oidc"}},
)

var _ = also("transport-silent",
	Saying{All: []string{"httpx.connecterror"}, With: authWords, Outcome: exchange.NoAnswer},
)

var _ = also("token-endpoint-401",
	Saying{All: []string{"prawcore", "received 401 http response"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"pass it or set a", "environment variable"}, With: authWords},
)

var _ = also("state-mismatch",
	Saying{All: []string{"spotifystateerror"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"server listening on localhost has not been accessed"}},
)

var _ = also("user-credentials-wrong",
	Saying{All: []string{"invalid_login: invalid username, password, security token"}},
)

// azure.identity asks one source of a login after the other, and names each that had none.
var _ = also("no-session-at-client",
	Saying{All: []string{"defaultazurecredential failed to retrieve a token"}},
	Saying{All: []string{"environmentcredential authentication unavailable"}},
	Saying{All: []string{"chainedtokencredential failed to retrieve a token"}},
)

var _ = also("token-algorithm",
	Saying{All: []string{"no alg value found in header"}, Outcome: exchange.Issued},
)

var _ = also("client-setting-required",
	Saying{All: []string{"alg requires oidc_rp_idp_sign_key"}},
)

// Flask-Dance and oauthlib's recipes read the state out of the session by its name.
var _ = also("state-lost",
	Saying{All: []string{"keyerror", "_oauth_state'"}},
	Saying{All: []string{"keyerror: 'oauth_state'"}},
	Saying{All: []string{"keyerror: 'state'"}, With: []string{"oauth", "callback"}},
	Saying{All: []string{"keyerror: 'oauth2_state'"}},
	Saying{All: []string{"keyerror: 'oauth_token_secret'"}},
)

// The state of Bolt (Slack) is a cookie of the browser that began the installation.
var _ = also("state-mismatch",
	Saying{All: []string{"invalid_browser"}, With: []string{"slack", "bolt"}, Codes: []string{"invalid_browser"}},
	Saying{All: []string{"the state parameter is not for this browser session"}, Codes: []string{"invalid_browser"}},
)

// requests-oauthlib writes the body down; oauthlib leaves out of it what is None.
var _ = also("refresh-token-not-issued",
	Saying{All: []string{"prepared refresh token request body grant_type=refresh_token"}, Not: []string{"&refresh_token="}},
	Saying{All: []string{"the request body must contain the following parameter: 'refresh_tok"}},
)

// garth and its users sign in at Garmin with a form.
var _ = also("user-credentials-wrong", Saying{All: []string{"401 client error", "sso.garmin.com/sso/signin"}})
