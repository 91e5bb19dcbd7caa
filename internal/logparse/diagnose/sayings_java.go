package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of Java: Spring Security and its authorization servers, Keycloak's adapters and broker, Quarkus, SmallRye, jose4j, Nimbus,
// pac4j, Elytron, Jenkins.

var _ = also("token-signature",
	Saying{All: []string{"bad jws signature"}, Judge: exchange.Issued},
	Saying{All: []string{"cwwks1757e"}, Codes: []string{"CWWKS1757E"}, Judge: exchange.Issued},
	Saying{All: []string{"cwwks1756e"}, Codes: []string{"CWWKS1756E"}, Judge: exchange.Issued},
)

var _ = also("exception-after-login",
	Saying{All: []string{"because \"", "\" is null"}, Any: []string{"jwtclaimsset", "idtoken", "accesstoken", "refreshtoken", "jwt.getparsedstring"}},
)

var _ = also("client-setting-required",
	Saying{All: []string{"invalid client registration with id"}},
	Saying{All: []string{"could not find clientregistration with id"}},
	Saying{All: []string{"client_registration_not_found"}, Codes: []string{"client_registration_not_found"}},
	Saying{All: []string{"provider id must be specified for client registration"}},
	Saying{All: []string{"unknown provider id"}, With: []string{"clientregistration", "oauth2"}},
	Saying{All: []string{"unable to find client", "keycloak.json"}},
	Saying{All: []string{"must set 'resource' in config"}},
	Saying{All: []string{"'auth-server-url'", "not set"}},
)

var _ = also("no-session-at-client",
	Saying{All: []string{"client_authorization_required"}, Codes: []string{"client_authorization_required"}},
	Saying{All: []string{"clientauthorizationrequiredexception"}},
)

var _ = also("confidential-client-without-secret",
	Saying{All: []string{"there is no client authentication", "authentication filter"}, Outcome: exchange.Refused},
)

var _ = also("client-auth-method",
	Saying{All: []string{"unsupportedclientauthmethodexception"}},
	Saying{All: []string{"unsupported client authentication method"}},
	Saying{All: []string{"invalid authentication method for accessing this endpoint"}},
)

var _ = also("client-unknown",
	Saying{All: []string{"client authentication failed: client_id"}},
	Saying{All: []string{"no client with requested id"}},
)

var _ = also("redirect-uri-not-registered",
	Saying{All: []string{"at least one redirect_uri must be registered"}},
	Saying{All: []string{"does not match one of the registered values"}},
	Saying{All: []string{"redirect_uri can only be used by implicit or authorization_code"}},
	Saying{All: []string{"oauth 2.0 parameter: redirect_uri"}, Any: []string{"invalid_request"}},
	Saying{All: []string{"unregistered redirect_uri"}},
	Saying{All: []string{"unregistered redirect uri"}},
)

var _ = also("redirect-uri-differs",
	Saying{All: []string{"did not match uri from initial request"}},
	Saying{All: []string{"redirectmismatchexception"}},
)

var _ = also("jwt-malformed",
	Saying{All: []string{"cannot convert access token to json"}, Judge: exchange.Rejected},
	Saying{All: []string{"missing dot delimiter"}, Judge: exchange.Rejected},
	Saying{All: []string{"bearer token is malformed"}, Outcome: exchange.Rejected},
	Saying{All: []string{"unable to process jose object"}, Not: []string{"unresolvablekey", "signature"}, Judge: exchange.Rejected},
	Saying{All: []string{"found multiple bearer tokens in the request"}, Outcome: exchange.Rejected},
)

var _ = also("wrong-token-presented",
	Saying{All: []string{"encoded token is a refresh token"}, Outcome: exchange.Rejected},
	Saying{All: []string{"token type is incorrect. expected 'bearer' but was"}, Outcome: exchange.Rejected},
)

var _ = also("token-issuer",
	Saying{All: []string{"the iss claim is not valid"}, Judge: exchange.Rejected},
	Saying{All: []string{"wrong issuer from token"}, Outcome: exchange.Issued},
)

var _ = also("token-expired",
	Saying{All: []string{"badjwtexception: expired jwt"}, Judge: exchange.Issued},
	Saying{All: []string{"the jwt is no longer valid"}, Judge: exchange.Rejected},
	Saying{All: []string{"jwt expired at"}, Judge: exchange.Rejected},
	Saying{All: []string{"tokennotactiveexception"}, Judge: exchange.Rejected},
)

var _ = also("clock-skew",
	Saying{All: []string{"jwt issue time ahead of current time"}, Judge: exchange.Issued},
	Saying{All: []string{"jwt issue time after current time"}, Judge: exchange.Issued},
	Saying{All: []string{"id_token issue time ahead"}, Outcome: exchange.Issued},
	Saying{All: []string{"the jwt is not yet valid"}, Judge: exchange.Rejected},
)

var _ = also("token-audience",
	Saying{All: []string{"audience (aud) claim", "doesn't contain an acceptable identifier"}, Judge: exchange.Rejected},
	Saying{All: []string{"unexpected jwt audience"}, Judge: exchange.Issued},
)

var _ = also("nonce-mismatch",
	Saying{All: []string{"unexpected jwt nonce"}, Outcome: exchange.Issued},
	Saying{All: []string{"missing jwt nonce (nonce) claim"}, Outcome: exchange.Issued},
	Saying{All: []string{"[invalid_nonce]"}, Outcome: exchange.Issued, Codes: []string{"invalid_nonce"}},
)

var _ = also("signing-key-not-found",
	Saying{All: []string{"another algorithm expected, or no matching key"}, Judge: exchange.Rejected},
	Saying{All: []string{"unable to find a suitable verification key"}, Judge: exchange.Rejected},
	Saying{All: []string{"unresolvablekeyexception"}, Judge: exchange.Rejected},
	Saying{All: []string{"jwk with 'kid'", "is not available"}, Judge: exchange.Issued},
	Saying{All: []string{"didn't find publickey for kid"}, Judge: exchange.Rejected},
	Saying{All: []string{"public key for kid", "not found"}, Judge: exchange.Rejected},
)

var _ = also("state-lost",
	Saying{All: []string{"no state cookie"}, With: []string{"oauthrequestauthenticator", "keycloak", "oidc"}},
	Saying{All: []string{"state cookie is missing"}, With: []string{"oidc", "codeauthenticationmechanism", "oauth"}},
	Saying{All: []string{"state parameter was required but no state could be found"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"state cookie value does not match"}},
	Saying{All: []string{"state parameter invalid"}, With: []string{"oauthrequestauthenticator", "keycloak"}},
	Saying{All: []string{"possible csrf detected", "state"}, Not: []string{"no state could be found"}},
)

var _ = also("state-missing-in-callback",
	Saying{All: []string{"missing state parameter"}, Any: []string{"technicalexception", "pac4j", "oidc"}},
	Saying{All: []string{"state parameter was null"}},
)

var _ = also("session-cookie-undecryptable",
	Saying{All: []string{"session cookie can not be decrypted"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"decryption of the session cookie has failed"}, Outcome: exchange.NotAsked},
)

var _ = also("tls-plain-http",
	Saying{All: []string{"adapter requires ssl"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"ssl is required to access"}, Outcome: exchange.NotAsked},
)

var _ = also("refresh-token-dead",
	Saying{All: []string{"refresh token failure status: 4"}},
	Saying{All: []string{"failed to refresh token"}, With: []string{"keycloak", "oidc", "oauth"}},
)

var _ = also("profile-fetch-failed",
	Saying{All: []string{"attempting to retrieve the userinfo resource"}},
	Saying{All: []string{"could not obtain user details from token"}},
	Saying{All: []string{"userinfo request has failed"}},
	Saying{All: []string{"bad user info response"}},
)

var _ = also("discovery-failed",
	Saying{All: []string{"failed to lazily resolve the supplied jwtdecoder"}},
	Saying{All: []string{"vertxkeycloakrecorder", "not found"}, Lines: 4},
	Saying{All: []string{"nostacktracethrowable: not found"}, With: []string{"oidc", "keycloak"}},
	Saying{All: []string{"oidc provider not available"}},
	Saying{All: []string{"ely23"}, Any: []string{"unable to load openid provider metadata", "openid provider metadata"}},
	Saying{All: []string{"failed to query provider"}},
)

var _ = also("callback-without-code",
	Saying{All: []string{"oauth2authenticationexception: [invalid_request]", "oauth2loginauthenticationfilter"}, Lines: 2, Codes: []string{"invalid_request"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"response status code does not indicate success"}, With: []string{"redeemauthorizationcodeasync", "exchangecodeasync", "signin-oidc", "requesttoken", "token endpoint"}},
	Saying{All: []string{"could not reach the token endpoint"}, Any: []string{"40", "50"}},
	Saying{All: []string{"the server responded with status 4"}, Any: []string{"token"}},
	Saying{All: []string{"openidconnect::httperror"}},
)

var _ = also("grant-not-allowed",
	Saying{All: []string{"unauthorized grant type"}},
)

var _ = also("user-name-attribute-missing",
	Saying{All: []string{"missing attribute '", "' in attributes"}, With: []string{"oauth2user", "oauth2", "oidcuser"}, Outcome: exchange.Issued},
	Saying{All: []string{"no field '", "userinfo or the idtoken payload"}, Outcome: exchange.Issued},
	Saying{All: []string{"could not get user attribute"}, Outcome: exchange.Issued},
	Saying{All: []string{"principal name is null"}, With: []string{"oidc", "oauth", "jwt"}, Outcome: exchange.Issued},
)

var _ = also("token-answer-unreadable",
	Saying{All: []string{"could not decode access token response"}},
	Saying{All: []string{"unable to parse token response"}},
)

// What Keycloak's broker writes in place of a sentence: the keys of its messages.
var (
	_ = also("state-lost", literals("", "cookienotfoundmessage")...)
	_ = also("keycloak-session-gone",
		Saying{All: []string{"sessionnotactivemessage"}, Not: []string{"error="}},
		Saying{All: []string{"invalidcodemessage"}},
		Saying{All: []string{"stalecodemessage"}},
		Saying{All: []string{"brokerlinkingsessionexpired"}},
	)
	_ = also("keycloak-broker-refused", literals("", "couldnotobtaintokenmessage", "identityproviderauthenticationfailedmessage", "identityproviderunexpectederrormessage", "identityproviderinvalidresponsemessage", "no access token available in oauth server response")...)
	_ = also("keycloak-broker-check-failed", literals("", "identityproviderinvalidsignaturemessage", "federatedidentityunmatchedessentialclaimmessage")...)
	_ = also("state-missing-in-callback", literals("", "identityprovidermissingstatemessage")...)
	_ = also("callback-without-code", literals("", "identityprovidermissingcodeorerrormessage")...)
	_ = also("account-not-linked", literals("", "federatedidentityexistsmessage", "identityprovideralreadylinkedmessage")...)
	_ = also("account-not-linked", literals(exchange.Refused, "associated with identity provider [")...)
	_ = also("client-setting-required", literals("", "identityprovidernotfoundmessage", "missingidentityprovidermessage")...)
	_ = also("login-failed",
		Saying{All: []string{"unexpectederrorhandlingresponsemessage"}},
		Saying{All: []string{"unexpectederrorhandlingrequestmessage"}, Not: []string{"errorpageexception"}},
		Saying{All: []string{"couldnotsendauthenticationrequestmessage"}},
	)
	_ = also("grant-not-allowed", literals("", "standardflowdisabledmessage", "implicitflowdisabledmessage", "beareronlymessage")...)
	_ = also("client-unknown", literals("", "clientnotfoundmessage", "unknownloginrequestermessage")...)
	_ = also("client-configuration-invalid", literals("", "clientdisabledmessage", "loginrequesternotenabledmessage")...)
)

var _ = also("id-token-missing",
	Saying{All: []string{"identitybrokerexception", "no token from server"}},
	Saying{All: []string{"expected id_token in"}},
)

var _ = also("nonce-mismatch",
	Saying{All: []string{"identitybrokerexception", "nonce"}, Any: []string{"invalid", "missing"}},
	Saying{All: []string{"jwt missing required claims", "nonce"}},
)

var _ = also("token-answer-unreadable", literals("", "[invalid_token_response] empty", "content-type header must be application/json, received")...)

var _ = also("token-missing-in-answer",
	Saying{All: []string{"can't extract a", "from this: '"}, Any: []string{"token"}, Not: []string{"error", "\"access_token\"", "from this: 'access_token"}},
)

var _ = also("token-inactive", literals(exchange.Rejected, "provided token isn't active")...)

// A resource server asks about a token; what is refused is the server's own request.
var _ = also("client-secret-wrong",
	Saying{All: []string{"introspection endpoint responded with"}, Any: []string{" 401", "code 401"}, Confidence: Likely},
	Saying{All: []string{"introspection has failed: status: 401"}, Confidence: Likely},
)

var _ = also("answer-hidden",
	Saying{All: []string{"introspection endpoint responded with"}, Not: []string{" 401"}},
	Saying{All: []string{"introspection has failed: status: "}, Not: []string{" 401"}},
	Saying{All: []string{"oauth2accessdeniedexception"}, Any: []string{"access token denied", "error requesting access token"}},
	Saying{All: []string{"exception during the code to token exchange"}, Not: []string{"{"}},
	Saying{All: []string{"tokenresponseexception: 40"}, Not: []string{"{"}, Lines: 3},
)

var _ = also("scope-refused",
	Saying{All: []string{"invalidscopeexception: "}, Not: []string{"invalidscopeexception: {"}},
)

var _ = also("state-lost",
	Saying{All: []string{"possible csrf detected", "no state could be found"}},
	Saying{All: []string{"cookie 'oauthstate' is missing"}},
)

var _ = also("state-mismatch",
	Saying{All: []string{"state is invalid"}, With: []string{"oicsession", "oic-auth"}},
	Saying{All: []string{"state returned in redirect uri does not match"}},
)

var _ = also("login-session-not-kept", literals("", "user must be authenticated with spring security before authorization", "cannot approve uninitialized authorization request")...)

var _ = also("exception-after-login",
	Saying{All: []string{"no provider found for class", "oauth2"}, Any: []string{"authenticationtoken"}, Outcome: exchange.Issued},
)

var _ = also("token-audience",
	Saying{All: []string{"token does not contain resource id"}, Outcome: exchange.Rejected},
)

var _ = also("api-refused-token",
	Saying{All: []string{"srjwt07000"}, Codes: []string{"SRJWT07000"}},
)

var _ = also("jwks-unreachable",
	Saying{All: []string{"srjwt07003"}, Codes: []string{"SRJWT07003"}},
	Saying{All: []string{"jwk set", "retrieval failed"}},
)

var _ = also("host-unresolved",
	Saying{All: []string{"ip address of a host could not be determined"}, With: []string{"oauth", "scribe"}},
)

var _ = also("connection-refused",
	Saying{All: []string{"oauthconnectionexception", "problem while creating a connection"}, Confidence: Possible},
)

var _ = also("jwt-malformed", judged(exchange.Rejected, "missing part delimiters")...)

var _ = also("token-algorithm",
	Saying{All: []string{"jose header", "not allowed"}, Any: []string{"typ (type)", "\"typ\""}, Judge: exchange.Rejected},
	Saying{All: []string{"badjoseexception: signed id token expected"}, Outcome: exchange.Issued},
)

var _ = also("user-name-attribute-missing",
	Saying{All: []string{"claims set is missing"}, Outcome: exchange.Issued},
)

var _ = also("token-cache-empty",
	Saying{All: []string{"token not found in the cache"}},
)

// Open Liberty's OpenID Connect clients.
var (
	_ = also("token-expired", coded("", exchange.Issued, "CWWKS1773E", "CWWKS2427E", "CWWKS6025E")...)
	_ = also("token-audience", coded("", exchange.Issued, "CWWKS1754E", "CWWKS1774E")...)
	_ = also("token-issuer", coded("", exchange.Issued, "CWWKS1751E", "CWWKS1781E")...)
	_ = also("token-inactive", coded(exchange.Rejected, "", "CWWKS1720E")...)
	_ = also("id-token-claim-refused", coded("", exchange.Issued, "CWWKS1737E", "CWWKS2415E", "CWWKS2417E", "CWWKS2424E", "CWWKS2425E", "CWWKS2426E")...)
	_ = also("clock-skew", coded("", exchange.Issued, "CWWKS2428E")...)
	_ = also("metadata-incomplete", coded("", "", "CWWKS2405E", "CWWKS2406E")...)
	_ = also("state-missing-in-callback", coded("", "", "CWWKS2408E")...)
	_ = also("state-lost", coded("", "", "CWWKS2410E", "CWWKS2412E")...)
	_ = also("state-mismatch", coded("", "", "CWWKS2409E", "CWWKS2411E")...)
	_ = also("callback-other-host", coded("", "", "CWWKS2413E")...)
	_ = also("answer-hidden", Saying{All: []string{"cwwks2416e"}, Not: []string{"{"}, Codes: []string{"CWWKS2416E"}})
	_ = also("profile-fetch-failed", coded("", "", "CWWKS2418W", "CWWKS2419W")...)
	_ = also("jwks-unreachable", coded("", "", "CWWKS2420E", "CWWKS2421E", "CWWKS2422E")...)
	_ = also("token-missing-in-answer", coded("", "", "CWWKS2429E")...)
)

// Elasticsearch, pac4j, Micronaut, jjwt and Auth0's java-jwt.
var (
	_ = also("state-missing-in-callback", literals("", "response did not contain a state parameter")...)
	_ = also("state-lost", literals("", "user's session did not contain a state parameter")...)
	_ = also("token-hash-mismatch", Saying{All: []string{"securityexception: failed to verify access token."}, Outcome: exchange.Issued})
	_ = also("profile-fetch-failed", literals("", "failed to get claims from the userinfo endpoint", "unable to parse userinfo response")...)
	_ = also("callback-without-code", Saying{All: []string{"unexpected response type [", "is configured"}})
	_ = also("token-type-missing", Saying{All: []string{"invalid access token type ["}})
	_ = also("answer-hidden", Saying{All: []string{"failed to consume the openid connect response"}}, Saying{All: []string{"bad authentication response, error=com.nimbusds"}})
	_ = also("id-token-claim-refused", literals("", "jwt openid specific claims validation failed", "jwt generic claims validation failed")...)
	_ = also("nonce-mismatch", Saying{All: []string{"nonce ", "validation failed for claims {"}, Outcome: exchange.Issued})
	_ = also("token-algorithm", Saying{All: []string{"unsigned claims jwts are not supported"}, Judge: exchange.Rejected})
	_ = also("token-issuer", Saying{All: []string{"the claim 'iss' value doesn't match"}, Judge: exchange.Rejected})
	_ = also("token-audience", Saying{All: []string{"the claim 'aud' value doesn't"}, Judge: exchange.Rejected})
	_ = also("signing-key-not-found", Saying{All: []string{"signingkeynotfoundexception"}, Judge: exchange.Rejected})
)

var _ = also("discovery-failed",
	Saying{All: []string{"no suitable httpmessageconverter found", "text/html"}, With: []string{"well-known/openid-configuration", "issuer"}},
)

// SonarQube.
var _ = also("account-not-linked", literals("", "emailalreadyexistsredirectionexception")...)

var _ = also("audience-unknown", literals("", "\"audience not found\"")...)

// Lines by which Spring Security says that a login ended well.
var _ = also("token-received-line",
	Saying{All: []string{"set securitycontextholder to oauth2authenticationtoken"}},
	Saying{All: []string{"set securitycontextholder to oauth2loginauthenticationtoken"}},
	Saying{All: []string{"token validation succeeded. creating a user details"}},
)

var _ = also("client-auth-method",
	Saying{All: []string{"preferred token endpoint authentication method", "not available"}},
	Saying{All: []string{"preferred authentication method", "not available"}, With: []string{"oidc", "openid"}},
	Saying{All: []string{"none of the token endpoint provider metadata authentication methods are supported"}},
)

// Keycloak's own clients in Java (authorization client, admin client, plugins after them).
var (
	_ = also("token-endpoint-401", Saying{All: []string{"httpresponseexception: unexpected response", "401"}, Not: []string{"userinfo"}, With: []string{"keycloak"}})
	_ = also("answer-hidden", Saying{All: []string{"httpresponseexception: unexpected response"}, Any: []string{": 400", ": 403", ": 500"}, Not: []string{"{"}, With: []string{"keycloak"}})
)

// Spring, where nothing is configured, and where its resource server refuses a token it could read.
var (
	_ = also("client-setting-required",
		Saying{All: []string{"no qualifying bean of type"}, Any: springOAuthBeans, Outcome: exchange.NotAsked},
		Saying{All: []string{"required a bean of type", "could not be found"}, Any: springOAuthBeans, Outcome: exchange.NotAsked},
	)
	_ = also("api-refused-token", Saying{All: []string{"failed to authenticate since the jwt was invalid"}, Outcome: exchange.Issued})
)

var springOAuthBeans = []string{"jwtdecoder", "clientregistrationrepository", "oauth2authorizedclient", "opaquetokenintrospector", "registeredclientrepository"}

// Quarkus: what its code flow says of the state cookie, of the session cookie and of a renewal.
var (
	_ = also("state-lost",
		Saying{All: []string{"state verification has failed"}, With: authWords, Outcome: exchange.NotAsked},
		Saying{All: []string{"state parameter can not be empty"}, Outcome: exchange.NotAsked},
		Saying{All: []string{"matching state cookie is not found"}, Outcome: exchange.NotAsked},
		Saying{All: []string{"state query parameter"}, Any: []string{"is missing", "multi-valued"}, Outcome: exchange.NotAsked},
		Saying{All: []string{"codeauthenticationmechanism.state"}, Any: []string{"cookieismissing", "paramismissing", "cookieisnotmatched"}, Outcome: exchange.NotAsked},
	)
	_ = also("state-unreadable", Saying{All: []string{"state cookie value for the", "can not be decrypted"}, Outcome: exchange.NotAsked})
	_ = also("callback-without-code", Saying{All: []string{"state cookie is present but neither"}, Outcome: exchange.NotAsked})
)

// pac4j, before it asks anything: its settings, and discovery by Java's own HTTP client.
var (
	_ = also("client-setting-required", Saying{All: []string{"technicalexception: ", " cannot be "}, Any: []string{"blank", "null"}, Outcome: exchange.NotAsked})
	_ = also("discovery-failed",
		Saying{All: []string{"technicalexception: ", "server returned http response code"}, Outcome: exchange.NotAsked},
		Saying{All: []string{"failed to retrieve openid configuration for"}, Outcome: exchange.NotAsked},
	)
)

// Micronaut, told to make its session of the ID token, where a mapper of its own dropped it.
var _ = also("id-token-missing", Saying{All: []string{"oautherrorresponseexception", "idtokenloginhandler"}, Lines: 3, Outcome: exchange.Issued})

// Okta's libraries check their settings at the start, each in a sentence of this kind.
var _ = also("client-setting-required",
	Saying{All: []string{"your okta ", " is missing"}, Outcome: exchange.NotAsked},
	Saying{All: []string{"your ", "okta developer console"}, Any: []string{"is missing", "replace {", "current value"}, Outcome: exchange.NotAsked},
)

// Quarkus, where the provider was down at the start; Jenkins's Entra plugin, which reads the ID token out of the callback.
var (
	_ = also("discovery-failed", Saying{All: []string{"tenant configuration has not been resolved"}, Outcome: exchange.NotAsked})
	_ = also("callback-without-code", Saying{All: []string{"can't extract id_token"}, Outcome: exchange.NotAsked})
)
