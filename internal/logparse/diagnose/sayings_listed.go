package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

// listed adds sayings that are written a line each, as the closed lists of messages in the sources of libraries and servers
// give them. A line "= rule outcome" names the rule of the lines below it, and the outcome where it is not the rule's. A
// saying is literals with signs between them: All[ & All][ | Any][ ~ Not][ ? With]. Text packs far better than values do.
func listed(text string) bool {
	var rule, shown string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "= "); ok {
			rule, shown, _ = strings.Cut(name, " ")
			continue
		}
		if line == "" {
			continue
		}
		s := Saying{Outcome: listedOutcomes[shown], Judge: listedJudges[shown]}
		list := &s.All
		for _, piece := range strings.SplitAfter(line, " ") {
			switch piece {
			case "& ":
				*list = append(*list, "")
				continue
			case "| ":
				s.Any = append(s.Any, "")
				list = &s.Any
				continue
			case "~ ":
				s.Not = append(s.Not, "")
				list = &s.Not
				continue
			case "? ":
				s.With = append(s.With, "")
				list = &s.With
				continue
			}
			if len(*list) == 0 {
				*list = []string{""}
			}
			(*list)[len(*list)-1] += piece
		}
		for _, l := range [...][]string{s.All, s.Any, s.Not, s.With} {
			for i := range l {
				l[i] = strings.TrimSuffix(l[i], " ")
			}
		}
		also(rule, s)
	}
	return true
}

var listedOutcomes = map[string]exchange.Outcome{"issued": exchange.Issued, "refused": exchange.Refused, "rejected": exchange.Rejected, "unasked": exchange.NotAsked, "unanswered": exchange.NoAnswer}

// listedJudges: the words around say whether a client or an API checked the token; else it was this one.
var listedJudges = map[string]exchange.Outcome{"client": exchange.Issued, "api": exchange.Rejected}

// MSAL for browsers, Node.js, .NET, Python, Android and iOS; Microsoft.IdentityModel and Microsoft.Identity.Web.
var _ = listed(`
= client-setting-required
empty_navigate_uri
invalid_prompt_value & configurationerror
invalid_code_challenge_method & configurationerror
cannot set oidcoptions parameter
the authority (including the tenant id) must be in a well-formed uri format
authority uri should have at least
the authority must use https scheme
one client credential type required either
are mutually exclusive properties. only specify one
cannot_access_publisher_keychain
missing_entitlements ? msal
activity_required ? msal
assertion jwt cannot be null or empty
idw10503
= state-not-issued
unable_to_parse_state
= third-party-cookies-blocked
database_unavailable: indexeddb
= windows-broker-failed
native_connection_not_established
native_extension_not_installed
native_handshake_timeout
window_handle_required
wam_no_b2c
= silent-login-needs-interaction
native_account_unavailable
ux_not_allowed
= discovery-issuer-mismatch
issuer_validation_failed ? msal ? clientconfigurationerror
issuer from oidc endpoint does not match
= loopback-port-in-use
loopback_server_timeout
no_loopback_server_exists
= callback-without-code
no_auth_code_in_response
= native-browser-missing
android_activity_not_found
no available browser installed
= native-redirect-setup
more than one app is listening for the url scheme
= no-session-at-client
current_account_mismatch
no_current_account ? msal
msalerrordomain & -42004
account identifier, required, but missing
= interaction-in-progress
only one interactive session is allowed at a time
= token-answer-unreadable
non_parsable_oauth_error
errorcode: json_parse_failed
= rate-limited
your app has been throttled by
= cloud-metadata-unreachable
[managed identity] authentication unavailable
managed_identity_unreachable_network
= key-unreadable
cert_without_private_key
idw10109
= scopes-as-string
input scopes should be a list, tuple, or set
= token-expired client
the id token already expires
= token-issuer issued
the iss (issuer) claim does not exactly match the expected issuer
= transport-silent
device_network_not_available
= scope-changed
msalerrordomain & -50003
= signing-key-not-found client
idx10232
= token-signature client
idx10248
idx10249
= conditional-access
msalerrordomain & -50001
msalerrordomain & -50004
protection_policy_required
= grant-not-allowed
ropc does not support msa accounts
= wrong-token-presented
idx10256
idx10257
= nonce-mismatch
idx21349
= scope-missing
idw10202
idw10204
`)

// OpenIddict: answers, and the sentences of the server's, the validation's and the client's logs.
var _ = listed(`
= refresh-token-reused
the specified refresh token has already been redeemed
openiddict & the token ' & ' has already been redeemed
= grant-not-allowed
client application is not allowed to use the & flow.
client application is not allowed to use the & endpoint.
rejected because the application ' & was not allowed to use the | flow | endpoint | grant type | response type
= confidential-client-without-secret
the 'client_secret' parameter required for this client application is missing
didn't specify a client secret or a client assertion
= pkce-required
the 'code_challenge' parameter required for this client application is missing
= scope-refused
client application is not allowed to use the ' & ' scope
= client-auth-method
multiple client credentials cannot be specified
multiple client credentials were specified
' client authentication method is not supported
= wrong-token-presented
the specified token is not of the expected type
= token-audience api
the specified token doesn't contain any audience
token cannot be used with this resource server
= token-audience issued
channel identity token cannot be used with this client application
= discovery-issuer-mismatch
the issuer returned in the server configuration doesn't match
= metadata-incomplete
no json web key set endpoint could be found
= jwks-unparsable rejected
key set document didn't contain a valid
= callback-issuer-mismatch
doesn't match the authorization server the authorization request was initially sent to
= nonce-mismatch
the 'nonce' claim returned in the specified & channel identity token doesn't match
the nonce claim present in the & channel identity & doesn't contain the expected value
= id-token-claim-refused
claim cannot be found in the specified & channel identity token
claim returned in the specified & channel identity token doesn't match ~ 'nonce'
= state-lost
no correlation cookie associated with the specified state can be found
the request forgery protection is missing or doesn't contain the expected value
= subject-mismatch
the 'sub' claim returned in the specified userinfo response/token doesn't match
= transport-silent
an error occurred while communicating with the remote http server
= token-answer-unreadable
an invalid json response was returned by the remote http server
= callback-other-host
doesn't match the uri of the redirection endpoint selected during the initial
= callback-repeated
the specified state token has already been redeemed
= discovery-failed
the configuration request was rejected by the remote
the remote authorization server is currently unavailable or returned an invalid configuration
= access-denied
the authentication demand was denied by the user
= token-inactive
the introspection response indicates the token is no longer valid
= redirect-uri-not-registered
' was not a valid redirect_uri for
= public-client-sends-secret
was not allowed to send a client secret
= client-secret-wrong
didn't specify valid client credentials
= parameter-missing
request was rejected because the mandatory ' & ' parameter was missing
= redirect-uri-differs
the 'redirect_uri' parameter didn't correspond to the expected value
`)

// IdentityServer4 and Duende IdentityServer.
var _ = listed(`
= client-secret-wrong
no matching hashed secret found
= parameter-missing
no client identifier found ? identityserver ? clientsecretvalidator
redirect_uri is missing or too long
client_id is missing or too long
missing response_type ? authorizerequestvalidator
= grant-not-allowed
response type not supported: ? authorizerequestvalidator
client is not configured to receive access tokens via browser
= pkce-verifier-mismatch
plain code_challenge_method not allowed
= redirect-uri-not-registered
authorizerequestvalidator & invalid redirect_uri
= scope-refused
not found in store. & scope ? identityserver ? resourcevalidator
cannot request openid scopes in client credentials flow
does not have access to offline_access scope
= code-missing-in-token-request
tokenrequestvalidator & authorization code is missing
= refresh-token-dead
tries to refresh token belonging to
= cors-blocked
was ignored because path was not for an allowed
= token-inactive
invalid reference token
= server-key-unreadable
no signing credential is configured
signing key is not configured
error unprotecting key with kid
= scope-missing
checking for expected scope & failed
`)

// Spring Security and Spring Authorization Server, java-jwt, jjwt, jose4j, Nimbus, pac4j, Quarkus.
var _ = listed(`
= client-setting-required
of registration ' & must not be empty
authorizationgranttype cannot be null
redirecturi cannot be empty
tokenuri cannot be empty
authorizationuri cannot be empty
= client-auth-method unasked
by default. client [ & is using [
= token-algorithm client
unsupported algorithm of none
unsupportedjwtexception
jose4j & is not a permitted algorithm
invalidalgorithmexception
jws algorithm & , must be
may not be used to verify & signatures
= wrong-token-presented
jose header & typ & not allowed
= parameter-twice rejected
multiple bearer tokens in the request
= client-unknown
oauth 2.0 parameter: client_id
= pkce-required
oauth 2.0 parameter: code_challenge
= client-secret-wrong
client authentication failed: client_secret ~ expires_at
encoded password does not look like bcrypt ? /oauth ? oauth2authorization
no passwordencoder mapped for the id ? /oauth ? oauth2authorization
= confidential-client-without-secret
client authentication failed: credentials
= client-secret-expired
client authentication failed: client_secret_expires_at
= user-credentials-wrong
invalidgrantexception: bad credentials
= user-account-blocked
invalidgrantexception: user | disabled | locked | expired
= client-configuration-invalid
at least one redirect_uri must be registered
= jwt-malformed api
jwtdecodeexception
invalid jose compact serialization
invalid jws header ? nimbus ? parseexception
= clock-skew client
prematurejwtexception
jose4j & too far in the future
= token-not-sent
jwt string argument cannot be null or empty
= token-issuer client
expected iss claim to be ~ not present
= token-audience client
expected aud claim to be ~ not present
jwt aud claim has value
= id-token-claim-refused
incorrectclaimexception: the claim ~ 'aud' ~ 'iss'
missing expected & value in & claim ? jwt
but was not present in the jwt claims
jwt missing required claims ~ nonce
missing jwt & ) claim ~ nonce
missing jwt & expiration claim
= key-unreadable
weakkeyexception
io.jsonwebtoken.io.decodingexception
nimbus & the secret length must be at least
= jwks-unreachable client
couldn't retrieve jwk set from url
= endpoint-refused
unexpected http status code & must be [200]
= state-lost
state cannot be determined
neither the code flow state cookie
= signing-key-not-found client
jwk with & is not available
`)

// golang-jwt, go-jose, go-oidc, zitadel/oidc, fosite, dex, Vault, Grafana.
var _ = listed(`
= token-expired client
token has invalid claims & token is expired
= id-token-claim-refused
token has invalid claims & has invalid | subject | token has invalid id
invalid subject claim (sub)
authorized party is not present
= token-algorithm client
token signature is invalid: signing method
signing method (alg) is unavailable
key is of invalid type
jose: unsupported algorithm
= signing-key-not-found client
token is unverifiable: error while executing keyfunc
= jwt-malformed client
token is malformed: could not
= token-signature client
jose: error in cryptographic primitive
= jwks-unparsable issued
jose: unsupported key type/format
= token-hash-mismatch issued
id token did not have an access token hash
access token hash does not correspond to access token
= nonce-mismatch
nonce does not match: expected
= code-of-another-client
does not match the id during the initial token issuance
= token-inactive
token is inactive because it is malformed
= client-assertion-rejected
the jti was already used
= scope-refused
unrecognized scope(s)
client can't request scope(s)
= code-not-valid
invalid or expired code parameter
= strategy-not-registered
oauthlogin: oauth not enabled
= token-issuer client
invalid issuer (iss) claim
= clock-skew client
invalid not before (nbf) claim
= token-audience client
no audiences bound to the role
`)

// openid-client, oauth4webapi, jose, jsonwebtoken, express-oauth2-jwt-bearer, Auth.js, oidc-client-ts, angular-auth-oidc-client,
// angular-oauth2-oidc, keycloak-js and keycloak-connect, Auth0's and Okta's SDKs.
var _ = listed(`
= parameter-twice
parameter must be provided only once
= callback-in-fragment
implicit and hybrid flows are not supported
= clock-skew client
jwt "nbf" (not before) claim value
= id-token-claim-refused
operationprocessingerror & claim missing ~ nonce
includes additional untrusted audiences
invalidtokenerror: | missing ' | unexpected 'typ'
jsonwebtokenerror: jwt | subject invalid | id invalid
= subject-mismatch
unexpected "response" body "sub" property value
= jwt-malformed client
operationprocessingerror: invalid jwt
jwtinvalid: invalid jwt
= jwks-unparsable rejected
failed to parse the json web key set
= token-algorithm client
unsupported "alg" value
= key-unreadable
algorithm must be of type keyobject
must be pkcs#8 formatted
must be spki formatted
has a minimum key size of
= nonce-cookie-missing
oauth_callback_error & nonce cookie was missing
= auth-route-unhandled
missing_nextauth_api_route_error
= email-link-expired
[auth][error] verification:
= user-credentials-wrong
[auth][error] credentialssignin
= sign-in-method-disabled
[auth][error] unsupportedstrategy
= callback-without-code
expected code in response
no code in url ? angular ? oidc
= discovery-failed
network timed out ? jsonservice ? metadataservice
no authwellknownurl given
= answer-hidden
oautherrorevent & 'code_error'
keycloak & failed to fetch token: 4
could not obtain grant code: error: 4
= login-cancelled
oautherrorevent & 'popup_closed'
= client-setting-required
configuration provided to keycloak is missing the required
no issuer passed to constructor
configerror: & is missing ? okta
= wrong-token-presented
invalid token (wrong type)
= token-signature client
the token signature is not valid ? okta ? authsdkerror
= token-hash-mismatch issued
token hash verification failed
= state-mismatch
invalidstateerror: the state parameter is invalid
= no-session-at-client
not found: resource not found: me (session)
= refresh-token-not-issued
and a refresh token is not available
`)

// Authlib and joserfc, PyJWT, python-jose, google-auth, allauth, python-social-auth, mozilla-django-oidc, FastAPI Users.
var _ = listed(`
= signing-key-not-found client
invalid key id ? authlib ? joserfc
invalidkeyiderror
= strategy-not-registered
attributeerror: no such client
social_core & missingbackend
= id-token-claim-refused
invalidissuedaterror
= key-unreadable
invalidkeyerror & should not be used as
jwkerror: unable to find an algorithm for key
= jwks-unparsable rejected
did not contain any usable keys
= token-issuer client
wrong issuer. 'iss' should be
= token-signature client
could not verify token signature
= client-setting-required
multipleobjectsreturned ? socialapp
= local-access-rule
authforbidden: your credentials
claims verification failed ? mozilla_django_oidc
= refresh-token-dead
authtokenrevoked
= account-not-linked
multiple users returned ? mozilla_django_oidc
= answer-hidden
get token error (url: & status: 4
= email-claim-missing
oauth_not_available_email
= user-credentials-wrong
login_bad_credentials
= token-not-sent
"detail":"not authenticated"
= api-refused-token
could not validate credentials ? fastapi ? bearer ? jwt
`)

// league/oauth2-server and Passport, Socialite, firebase/php-jwt, lcobucci/jwt, jwt-auth, OmniAuth, ruby-jwt, Doorkeeper,
// jsonwebtoken and openidconnect of Rust.
var _ = listed(`
= parameter-missing
"hint":"check the ` + "` & `" + ` parameter
= code-not-valid
cannot decrypt the authorization code
= code-redeemed-twice
authorization code has been revoked
= pkce-required
code challenge must be provided
= token-not-sent
missing \"authorization\" header
missing oauth verifier
token could not be parsed from the request
jwt & nil json web token
= jwt-malformed api
"hint":"error while decoding to json
invalid header encoding ? jwt
malformed json ? firebase\jwt ? firebase\\jwt
lcobucci & must have two dots
cannotdecodecontent
jsonwebtoken & error(invalidtoken
= token-inactive
access token has been revoked ? "hint"
tokenblacklistedexception
error_description="the access token was revoked
= token-signature refused
access token could not be verified
= token-expired api
"hint":"access token is invalid
expiredsignature ~ ::expiredsignature ~ expiredsignatureerror ? jwt ? jsonwebtoken
requiredconstraintsviolated & token is expired
= server-key-unreadable
unable to read key ? oauth-p ? passport
= state-lost
missing temporary oauth credentials
= key-unreadable
provided key is too short ? jwt
invalidkeyprovided: key
invalidkeyprovided: it was not possible
error(invalidkeyformat
= clock-skew client
requiredconstraintsviolated & token cannot be used yet
immaturesignature ? jwt ? jsonwebtoken
= signing-key-not-found client
unable to find a key for ? openidconnectclient
= login-session-not-kept
provide a session to use omniauth
= id-token-claim-refused
jwt::invalidsub
missingrequiredclaim ? jwt ? jsonwebtoken
= token-algorithm client
error(invalidalgorithm ? jwt ? jsonwebtoken
jwt::incorrectalgorithm
signature algorithm & is not allowed ? openid ? oidc
= grant-not-allowed
the client is not authorized to perform this request using this method
= client-setting-required
resource_owner_authenticator being unconfigured
`)

// Google Play services and Credential Manager, Sign in with Apple, GoogleSignIn, AppAuth's wrappers, Firebase.
var _ = listed(`
= login-cancelled
user cancelled flow
akauthenticationerror & code=-7003
com.apple.safariservices.authentication & code=1 ~ code=10
account reauth failed ? getcredential ? credentialmanager
= login-called-twice
apiexception: 12502
authorizationerror & code=1005
= no-session-at-client
apiexception: 4: ? google
auth/requires-recent-login
= connection-timeout
apiexception: 15: ? signin
= no-credential-on-device
no provider dependencies found
temporarily blocked due to too many canceled sign-in
= client-setting-required
must specify |clientid|
gidsignin & keychain error
auth/requests-from-referer
= answer-hidden
error: token_exchange_failed
error: token_refresh_failed
= native-module-missing
native module is not correctly linked
= account-not-linked
auth/email-already-in-use
= token-inactive
auth/id-token-revoked
auth/session-cookie-revoked
= wrong-token-presented
firebase & has no "kid" claim
`)

// Envoy's jwt_authn, nginx, lua-resty-openidc, mod_auth_openidc, Kong, AWS load balancers, API Gateway and STS, kubelogin.
var _ = listed(`
= jwt-malformed api
jwt | header is an invalid | payload is an invalid | signature is an invalid
= jwks-unparsable rejected
jwks | is an invalid json | does not have [keys] | have any key with | parse error
= token-not-sent
auth_jwt: no token
failed fetching webidentity token
= nonce-mismatch
the "nonce" & has been used before
= signing-key-not-found client
could not find a key in the json web keys
no credentials found for given
= login-session-not-kept
oidc_authz_worker & no claims in session
authinvalidcookie
= callback-other-host
current cookie domain & is not equal to original
= id-token-claim-refused
no mandatory ' & in claims
authinvalididtoken
= state-mismatch
authinvalidstateparam
authinvalidawsalbauthnonce
= state-missing-in-callback
authmissingstateparam
= callback-without-code
authmissingcodeparam
= code-not-valid
authinvalidgranterror
= token-answer-unreadable
authinvalidtokenresponse
= answer-hidden
authtokeneprequestfailed
= connection-timeout
authtokeneprequesttimeout
= profile-fetch-failed
authuserinfoeprequest
authuserinforesponsesizeexceeded
authinvaliduserinforesponse
= token-expired api
the incoming token has expired
id token issued at & is stale
= jwks-unreachable
idpcommunicationerror
= user-not-allowed
permission 'iam.serviceaccounts.getaccesstoken' denied
= user-account-blocked
account is pending approval from your gitlab
= client-setting-required
oidc-issuer-url & has invalid scheme
= loopback-port-in-use
listen tcp & address already in use | get-token | oauth | callback | login
`)

// Codes of Entra, Azure AD B2C, Okta, Auth0, Facebook, LinkedIn, Slack, X, WeChat, Kakao and Naver.
var _ = listed(`
= conditional-access
aadsts50127
aadsts50129
aadsts50131
aadsts50142
aadsts530035
= refresh-token-dead
aadsts70044
aadsts50085
aadsts50089
aadsts50132
aadb2c90080
aadb2c90128
aadb2c90129
= realm-unknown
aadsts50128
aadsts900021
aadsts50107
= user-not-allowed
aadsts50002
aadsts500021
aadsts51004
aadsts700056
errorcode":"e0000006
app not setup: this app is still in development mode
= client-assertion-rejected
aadsts5002723
aadb2c90017
= audience-unknown
aadsts500011
aadsts500014
aadsts50001
aadsts650052
you might probably want to create a \"client-grant
= scope-refused
aadsts650053
aadb2c90012
aadb2c90055
aadb2c90117
aadb2c90146
slack & "no_scopes"
错误码 & 10005
koe205
= token-audience refused
assertion audience does not match the client app
aadb2c90238
= provider-outage
aadsts40008
aadsts50000
aadsts90036
aadb2c90035
aadb2c90048
= parameter-missing
aadsts90013
aadb2c90008
aadb2c90010
aadb2c90083
= consent-missing
aadsts90008
"consent_required","error_description":"consent required
= pkce-verifier-mismatch
aadsts50147
aadb2c90182
aadb2c90183
= mfa-required
aadsts500121
user is not enrolled. you can use /mfa
= silent-login-needs-interaction
aadsts50199
= wrong-token-presented
aadsts240002
= client-unknown
aadsts7000229
aadb2c90011
aadb2c90018
aadb2c90068
errcode":40013
error validating application. cannot get application info
= redirect-uri-not-registered
aadb2c90007
= grant-not-allowed
aadb2c90013
aadb2c90057
= unsupported-grant-type
aadb2c90086
= confidential-client-without-secret
aadb2c90058
aadb2c90079
= public-client-sends-secret
aadb2c90084
= user-credentials-wrong
aadb2c90052
aadb2c90053
aadb2c90054
aadb2c90225
= user-account-blocked
aadb2c90111
aadb2c90114
errorcode":"e0000069
"too_many_attempts"
= rate-limited
aadb2c90244
errorcode":"e0000047
oauthexception & (#4) | (#17) | (#32) | (#613) | request limit reached
errcode":45009
= scope-missing
oauthexception & (#200) requires
oauthexception & (#10)
errcode":48001
= user-not-allowed
please verify your email before logging in
= token-signature refused
aadsts50013 & signature validation
= token-inactive
serviceerrorcode":65601
= token-expired api
serviceerrorcode":65602
errcode":42001
slack & "token_expired"
= api-refused-token
discord & 401: unauthorized
slack & "invalid_auth"
errcode":40014
resultcode":"024
{"code":89,
= token-not-sent
slack & "not_authed"
= client-secret-wrong
errcode":40125
koe010
{"code":32,
= clock-skew refused
{"code":135,
= grant-not-allowed
client-not-enrolled
koe004
= client-secret-wrong
either the client or the client credentials are invalid
`)

// Words of services for their errors: Google, Apple, VK, Yandex, Mail.ru, Salesforce, HubSpot, Intuit, Xero, Shopify, Stripe,
// Zoom, Atlassian, PayPal, DocuSign, Twitch, Dropbox, Box.
var _ = listed(`
= user-credentials-wrong
username or password is incorrect ? oauth ? invalid_client ? token
= code-of-another-client
code was issued for another client
code was issued to another client
= client-unknown
the given client id is not found
error_description":"client_id is incorrect
неизвестный client_id
неизвестное приложение с таким client_id
"bad_client_id"
"status":400,"message":"invalid client"
= redirect-scheme-not-allowed
must end with a public top-level domain
= code-redeemed-twice
"the code has already been used
= code-not-valid
error_description":"code is invalid
authorization code does not exist
code doesn't exist or
= api-refused-token
was given to another ip address
errorcode=003200
errorcode=003100
authenticationunsuccessful ? xero
authorization_invalid_token
"message":"invalid oauth token"
= scope-missing
no access to call this method
hasn't been granted all required scopes
requires merchant approval for & scope
does not contain scopes:
unauthorized; scope does not match
authorization failed due to insufficient permissions ? paypal
error_summary":"missing_scope
= refresh-token-dead
error_description":"token not found"
incorrect token type or clientid
"reason":"invalid token!"
= client-secret-wrong
error_description":"invalid client credentials
"access_denied","error_description":"unauthorized"
"invalid_client","error_description":"client authentication failed ? paypal ? onelogin ? "message":"client
could not validate hmac ? shopify ? oauth
= consent-missing
hasn't approved this consumer
consent_required ? docusign
= user-not-allowed
not admin approved to access this app
user_lacks_membership
= token-expired api
"invalid_session_id"
= user-account-blocked
"inactive_org"
= pkce-required
missing required code challenge
= state-lost
could not find an oauth cookie
= client-assertion-rejected
please check the 'exp' claim
`)

// ESIA (Gosuslugi).
var _ = listed(`
= access-denied
esia-007004
= grant-not-allowed
esia-007005
esia-007009
= scope-refused
esia-007006
esia-007194
= provider-outage
esia-007007
esia-007008
= code-not-valid
esia-007011
= unsupported-grant-type
esia-007012
= parameter-missing
esia-007013
esia-007014
= user-not-allowed
esia-007019
esia-007055
= pkce-verifier-mismatch
esia-007039
esia-007040
`)

// Cognito and Amplify, Supabase, Better Auth, Clerk, google-auth-library, Octokit.
var _ = listed(`
= client-secret-wrong
unable to verify secret hash
= client-unknown
user pool client & does not exist
httperror: integration not found
= rate-limited
notauthorizedexception & password attempts exceeded
toomanyrequestsexception ? cognito
= account-not-linked
already found an entry for username
better auth & account not linked
identity_already_exists
= exception-after-login
userlambdavalidationexception
= client-setting-required
auth token provider not configured
publishablekey passed to clerk is
= token-audience client
jwtinvalidclaimerror: client id not allowed
= second-sign-in-refused refused
not from a supported provider of this identity pool
invalid identity pool configuration
= sign-in-method-disabled
"provider_disabled"
= user-account-blocked
"user_banned"
= no-session-at-client
"session_not_found"
= email-claim-missing refused
getting user email from external provider
= session-secret-missing
better auth & default secret
= origin-not-trusted
clerk & "host_invalid"
= token-not-sent
api key or refresh handler callback is set
= api-refused-token
httperror & bad credentials
= user-not-allowed
resource protected by organization saml
`)

// Keycloak's pages and answers.
var _ = listed(`
= grant-not-allowed
client not allowed to exchange
= provider-session-lost
page has expired ? keycloak ? we are sorry
= client-unknown
we are sorry & client not found
= client-assertion-rejected
client authentication with & signed jwt
`)

// Kratos, Casdoor, API gateways, traefik-forward-auth, Elasticsearch, MinIO, Mattermost, Synapse, WordPress, simple-oauth2.
var _ = listed(`
= redirect-uri-not-registered
self_service_flow_return_to_forbidden
= client-unknown
"msg":"invalid client_id"
= user-credentials-wrong
password or code is incorrect, you have
= token-expired api
key not authorised & expired
assumerolewithwebidentity: token is expired
= token-not-sent
authorization field missing ? tyk
missing jwt token in request
= signing-key-not-found api
no key with id & found in the jwk
= jwt-malformed api
"message":"jwt token invalid"
= state-mismatch
error validating csrf cookie
error while validating state
"invalid state token
= client-secret-wrong
failed to exchange code for id token. code=[invalid_client]
= client-settings-changed
cannot find openid connect realm with issuer
= account-not-linked
username has been used by another user ? oidc ? harbor
an account with that email already exists ? mattermost ? gitlab
= state-lost
no session cookie found & oidc
= token-answer-unreadable
(invalid-token-response)
= client-setting-required
validationerror: "client.id"
= local-access-rule
user info does not have role
notice=domain-not-allowed
`)
