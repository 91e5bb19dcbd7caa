package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of .NET: Microsoft.IdentityModel (IDX), Microsoft.Identity.Web (IDW), the OpenID Connect handler, OpenIddict.

// idx gives a saying for each code: the numbers 213xx of the protocol's validator were 103xx before version 5.
func idx(o exchange.Outcome, judge exchange.Outcome, numbers ...string) []Saying {
	var out []Saying
	for _, n := range numbers {
		names := []string{n}
		if len(n) == 5 && n[:3] == "213" {
			names = append(names, "103"+n[3:])
		}
		for _, name := range names {
			out = append(out, Saying{All: []string{"idx" + name}, Lines: 2, Outcome: o, Judge: judge, Codes: []string{"IDX" + name}})
		}
	}
	return out
}

var (
	_ = also("state-lost", idx(exchange.NotAsked, "", "21329")...)
	_ = also("state-missing-in-callback", idx(exchange.NotAsked, "", "21330")...)
	_ = also("state-mismatch", idx(exchange.NotAsked, "", "21331")...)
	_ = also("callback-without-code", idx(exchange.NotAsked, "", "21333", "21334", "21332")...)
	_ = also("token-missing-in-answer", idx("", "", "21336")...)
	_ = also("subject-mismatch", idx(exchange.Issued, "", "21338")...)
	_ = also("token-hash-mismatch", idx(exchange.Issued, "", "21304", "21305", "21306", "21307", "21309", "21310", "21312", "21347", "21348", "21349", "21350")...)
	_ = also("id-token-claim-refused", idx(exchange.Issued, "", "21313", "21314", "21315", "21316", "21317", "21318", "21340", "21345")...)
	_ = also("nonce-cookie-missing", idx(exchange.Issued, "", "21311")...)
	_ = also("nonce-mismatch", idx(exchange.Issued, "", "21320", "21322")...)
	_ = also("token-audience", idx("", exchange.Rejected, "10207", "10209", "10215")...)
	_ = also("token-issuer", idx("", exchange.Rejected, "10212", "10213")...)
	_ = also("token-expired", idx("", exchange.Rejected, "10224", "10225", "10230")...)
	_ = also("token-signature", idx("", exchange.Rejected, "10502", "10504", "10505", "10506", "10507", "10508", "10509", "10512", "10513", "10515")...)
	_ = also("token-algorithm", idx("", exchange.Rejected, "10630", "10638", "10640", "10652", "10653", "10720", "10721")...)
	_ = also("token-encrypted", idx("", exchange.Rejected, "10604", "10607", "10608", "10610", "10611", "10615", "10616", "10617")...)
	_ = also("jwt-malformed", idx("", exchange.Rejected, "12720", "12721", "12723", "12729", "12740", "12742", "14101", "14102", "14107", "14120", "14121", "14122")...)
	_ = also("discovery-failed", idx(exchange.NotAsked, "", "20805", "20806", "20810", "21815", "21817")...)
)

var _ = also("client-setting-required",
	Saying{All: []string{"idw10106"}, Codes: []string{"IDW10106"}},
	Saying{All: []string{"idw10104"}, Codes: []string{"IDW10104"}},
	Saying{All: []string{"both client secret and client certificate cannot be null"}},
	Saying{All: []string{"option must be provided"}, Any: []string{"clientid", "clientsecret", "authority", "metadataaddress", "callbackpath"}},
	Saying{All: []string{"provide authority, metadataaddress, configuration, or configurationmanager"}},
	Saying{All: []string{"no clientid was specified"}},
)

var _ = also("scope-missing",
	Saying{All: []string{"idw10201"}, Codes: []string{"IDW10201"}, Outcome: exchange.Rejected},
	Saying{All: []string{"idw10203"}, Codes: []string{"IDW10203"}, Outcome: exchange.Rejected},
)

var _ = also("token-issuer",
	Saying{All: []string{"idw10303"}, Codes: []string{"IDW10303"}, Judge: exchange.Rejected},
	Saying{All: []string{"does not match any of the valid issuers"}, Judge: exchange.Rejected},
)

var _ = also("id-token-missing",
	Saying{All: []string{"unable to validate the 'id_token'", "was found for: ''"}},
	Saying{All: []string{"unable to validate the 'id_token'", "was found for:'.'"}},
)

var _ = also("state-unreadable",
	Saying{All: []string{"was not found in the key ring"}, With: []string{"authentication", "openidconnect", "oauth", "cookie", "correlation"}},
	Saying{All: []string{"the antiforgery token could not be decrypted"}, With: []string{"signin", "openidconnect", "login"}},
)

// IdentityServer and Duende, as the server logs its judgment of a request.
var (
	_ = also("grant-not-allowed",
		Saying{All: []string{"client not authorized for"}, Any: []string{" flow", "grant", "offline"}},
		Saying{All: []string{"invalid grant type for client"}},
	)
	_ = also("unsupported-grant-type",
		Saying{All: []string{"unsupported grant type"}, With: []string{"identityserver", "tokenrequestvalidator"}, Outcome: exchange.Refused},
		Saying{All: []string{"grant type is missing"}, Outcome: exchange.Refused},
	)
	_ = also("confidential-client-without-secret", literals("", "no api secret found", "no client secret found")...)
	_ = also("code-of-another-client", literals("", "trying to use a code from a different client", "code cannot be used by this client application")...)
	_ = also("code-not-valid", Saying{All: []string{"authorization code grant with value", "not found in store"}}, Saying{All: []string{"authorization_code grant with value", "not found in store"}})
	_ = also("refresh-token-dead", Saying{All: []string{"refresh_token grant with value", "not found in store"}})
	_ = also("redirect-uri-differs", Saying{All: []string{"redirect uri is missing"}, With: []string{"tokenrequestvalidator"}}, Saying{All: []string{"invalid redirect_uri", "expectedredirecturi"}, Lines: 4})
	_ = also("user-account-blocked", Saying{All: []string{"user has been disabled"}, Any: []string{"subjectid"}, Lines: 3})
	_ = also("scope-refused", literals("", "not found in store or not supported by requested resource", "application is not allowed to use the specified scope")...)
	_ = also("user-credentials-wrong", Saying{All: []string{"user authentication failed: "}, Any: []string{"invalid_username_or_password", "invalid_grant", "invalid credential"}})
	_ = also("parameter-missing", literals("", "nonce required for implicit and hybrid flow")...)
	_ = also("cors-blocked", literals(exchange.NoAnswer, "corspolicyservice did not allow origin")...)
	_ = also("token-expired", Saying{All: []string{"token expired."}, With: []string{"identityserver", "tokenvalidator"}, Judge: exchange.Rejected})
)

// ASP.NET Core's remote handlers.
var (
	_ = also("callback-without-code", Saying{All: []string{": code was not found."}, With: authWords})
	_ = also("token-missing-in-answer", literals("", "exception: failed to retrieve access token.")...)
	_ = also("access-denied", literals("", "denied by the resource owner or by the remote server")...)
	_ = also("discovery-failed", literals("", "cannot redirect to the authorization endpoint, the configuration may be missing", "cannot redirect to the end session endpoint, the configuration may be missing")...)
	_ = also("form-post-unhandled", literals("", "cannot contain an identity token or an access token when using response_mode=query")...)
	_ = also("profile-fetch-failed",
		Saying{All: []string{"an error occurred when retrieving", "user information ("}},
		Saying{All: []string{"an error occurred while retrieving the user profile"}, With: authWords},
		Saying{All: []string{"an error occurred while retrieving the user information"}, With: authWords},
	)
	_ = also("redirect-uri-not-registered", literals(exchange.NotAsked, "only loopback redirect uri is supported")...)
	_ = also("tls-plain-http", literals(exchange.NotAsked, "non_https_redirect_failed", "server only accepts https requests")...)
	_ = also("connection-timeout", Saying{All: []string{"request_timeout"}, With: []string{"msal"}, Codes: []string{"request_timeout"}})
	_ = also("provider-outage", Saying{All: []string{"service_not_available"}, With: []string{"msal"}, Codes: []string{"service_not_available"}})
	_ = also("native-browser-missing", Saying{All: []string{"linux_xdg_open_failed"}, Codes: []string{"linux_xdg_open_failed"}})
)

// openiddict is what stands beside its more general descriptions.
var openiddict = []string{"openiddict", "invalid_token", "invalid_request", "missing_token", "bearer"}

// OpenIddict's error descriptions, which the client prints as they came.
var (
	_ = also("client-secret-wrong", literals("", "the specified client credentials are invalid")...)
	_ = also("confidential-client-without-secret", literals("", "'client_secret' or 'client_assertion' parameter must be specified")...)
	_ = also("public-client-sends-secret", literals("", "'client_secret' parameter is not valid for this client")...)
	_ = also("grant-not-allowed", Saying{All: []string{"application is not allowed to use"}, Any: []string{"specified grant type", " flow", "response type"}})
	_ = also("pkce-verifier-mismatch", literals("", "specified 'code_verifier' parameter is invalid")...)
	_ = also("api-refused-token",
		Saying{All: []string{"the specified token is invalid"}, Not: []string{"refresh"}, With: openiddict},
		Saying{All: []string{"the specified token is no longer valid"}, Not: []string{"refresh"}, With: openiddict},
		Saying{All: []string{"the token has no expiration"}},
	)
	_ = also("token-not-sent", Saying{All: []string{"the security token is missing"}, With: openiddict})
	_ = also("token-request-not-form", Saying{All: []string{"the specified 'content-type' header is invalid"}, With: openiddict, Outcome: exchange.Refused})
	_ = also("http-method-refused", Saying{All: []string{"the specified http method is not valid"}, With: openiddict})
	_ = also("state-lost", literals(exchange.NotAsked, "the specified state token is", "the correlation cookie is missing or not valid")...)
)

// OpenIddict names the handler that rejected a context: “… was marked as rejected by OpenIddict.Server…+ValidateScopes.”
var (
	_ = also("client-unknown", rejectedBy(exchange.Refused, "validateclientid."))
	_ = also("client-secret-wrong", rejectedBy(exchange.Refused, "validateclientsecret.", "validateclientassertion"))
	_ = also("redirect-uri-not-registered", rejectedBy(exchange.Refused, "authentication+validateredirecturi", "authentication+validateclientredirecturi"))
	_ = also("redirect-uri-differs", rejectedBy(exchange.Refused, "exchange+validateredirecturi"))
	_ = also("pkce-required", rejectedBy(exchange.Refused, "validateproofkeyforcodeexchange"))
	_ = also("pkce-verifier-mismatch", rejectedBy(exchange.Refused, "validatecodeverifier"))
	_ = also("unsupported-grant-type", rejectedBy(exchange.Refused, "validategranttype."))
	_ = also("grant-not-allowed", rejectedBy(exchange.Refused, "granttypepermissions", "responsetypepermissions", "endpointpermissions", "validateclienttype"))
	_ = also("scope-refused", rejectedBy(exchange.Refused, "validatescopes", "validatescopepermissions"))
	_ = also("code-not-valid", rejectedBy(exchange.Refused, "validateauthorizationcode", "exchange+validatetoken"))
	_ = also("refresh-token-dead", rejectedBy(exchange.Refused, "validaterefreshtoken"))
	_ = also("parameter-missing", rejectedBy(exchange.Refused, "validateclientidparameter", "validateredirecturiparameter", "validatescopeparameter", "validateresponsetypeparameter", "validatenonceparameter", "validaterequiredparameters", "validategranttypeparameter", "validateauthorizationcodeparameter", "validaterefreshtokenparameter", "validateclientcredentialsparameters", "validateresourceownercredentialsparameters", "validatetokenparameter"))
	_ = also("token-audience", rejectedBy(exchange.Rejected, "validateaudience", "validatepresenters", "validateresources"))
	_ = also("token-expired", rejectedBy(exchange.Rejected, "validateexpirationdate"))
	_ = also("state-lost", rejectedBy(exchange.NotAsked, "validatestatetoken", "validaterequestforgeryprotection", "validatestatetokenendpointtype"))
	_ = also("callback-issuer-mismatch", rejectedBy(exchange.NotAsked, "validateissuerparameter"))
	_ = also("nonce-mismatch", rejectedBy(exchange.Issued, "validatefrontchannelidentitytokennonce", "validatebackchannelidentitytokennonce"))
	_ = also("id-token-claim-refused", rejectedBy(exchange.Issued, "validatebackchannelidentitytoken", "validatefrontchannelidentitytoken"))
	_ = also("profile-fetch-failed", rejectedBy(exchange.Issued, "validateuserinfotoken", "validateuserinforesponse"))
)

// rejectedBy is OpenIddict's line about a handler, by the end of the handler's name.
func rejectedBy(o exchange.Outcome, handlers ...string) Saying {
	return Saying{All: []string{"was marked as rejected by", "openiddict"}, Any: handlers, Outcome: o}
}

// HttpClient gives no more than this unless the inner exception is printed, too.
var _ = also("transport-silent",
	Saying{All: []string{"an error occurred while sending the request"}, Any: []string{"introspection endpoint", "token endpoint", "discovery endpoint", "userinfo", "connecting to http"}, Confidence: Possible},
)

var _ = also("noise-no-failure",
	Saying{All: []string{"bearer was not authenticated."}, Not: []string{"failure message"}},
)

// IdentityModel's OidcClient.
var (
	_ = also("jwks-unreachable", Saying{All: []string{"error connecting to http", "/certs: "}}, Saying{All: []string{"error connecting to http", "/jwks: "}})
	_ = also("id-token-missing", literals("", "identity token is missing on token response")...)
	_ = also("subject-mismatch", literals("", "does not match identity token sub claim", "does not match sub claim of identity token")...)
	_ = also("id-token-claim-refused", Saying{All: []string{"error validating identity token"}, Not: []string{"idx"}}, Saying{All: []string{"error validating token response"}, Not: []string{"idx", "nonce"}})
)

var _ = also("strategy-not-registered",
	Saying{All: []string{"authentication handler is registered for the scheme"}, Any: []string{"no authentication handler", "no sign-in authentication handler", "no sign-out authentication handler"}},
	Saying{All: []string{"no authenticationscheme was specified, and there was no default"}},
)

// Lines by which servers and libraries of .NET say that tokens were issued.
var _ = also("token-received-line",
	Saying{All: []string{"authenticationscheme: ", "signed in."}, With: []string{"openidconnect", "oauth", "oidc", "signin-"}},
	Saying{All: []string{"token request success"}},
	Saying{All: []string{"token issued success"}},
	Saying{All: []string{"token acquisition finished successfully"}},
)

// PowerShell's modules for Microsoft 365 and Azure, before anybody signed in.
var _ = also("no-session-at-client",
	Saying{All: []string{"authentication needed", "call connect-"}},
	Saying{All: []string{"you must call the connect-", "cmdlet before"}},
	Saying{All: []string{"run connect-azaccount to login"}},
)

// An exception in IdentityServer's own endpoint: no code was given.
var _ = also("login-failed", Saying{All: []string{"argumentnullexception", "identityserver"}, Any: []string{".endpoints.results.", ".endpoints.authorizeendpoint"}, Lines: 3, Outcome: exchange.Refused})

// Jellyfin's SSO plugin looks a login up by its state.
var (
	_ = also("state-missing-in-callback", Saying{All: []string{"value cannot be null. (parameter 'key')", "ssocontroller.oidpost"}, Lines: 6, Outcome: exchange.NotAsked})
	_ = also("state-lost", Saying{All: []string{"was not present in the dictionary", "ssocontroller.oid"}, Lines: 6, Outcome: exchange.NotAsked})
)
