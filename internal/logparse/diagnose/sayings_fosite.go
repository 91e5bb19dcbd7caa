package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of Ory Fosite, the OAuth server library in Authelia, Hydra and others: the sentence of the RFC's error, then a hint that
// names the cause.

var _ = also("confidential-client-without-secret",
	Saying{All: []string{"client credentials missing or malformed in both"}},
	Saying{All: []string{"no client authentication included"}, Any: []string{"missing or malformed", "credentials missing"}},
)

var _ = also("client-secret-wrong",
	Saying{All: []string{"provided client secret did not match"}, Confidence: Certain},
)

var _ = also("client-unknown")

var _ = also("pkce-required",
	Saying{All: []string{"clients must include a code_challenge"}},
	Saying{All: []string{"must include a 'code_challenge'"}},
	Saying{All: []string{"is registered in a way that enforces pkce"}},
	Saying{All: []string{"this client must include a code_challenge"}},
)

var _ = also("pkce-verifier-mismatch",
	Saying{All: []string{"the pkce code verifier must"}},
)

var _ = also("redirect-uri-not-registered",
	Saying{All: []string{"'redirect_uri' parameter does not match any of the oauth 2.0 client"}},
)

var _ = also("redirect-uri-differs")

var _ = also("scope-refused")

var _ = also("audience-unknown",
	Saying{All: []string{"requested audience", "has not been whitelisted"}},
)

var _ = also("grant-not-allowed",
	Saying{All: []string{"the client is not allowed to request response_type"}},
	Saying{All: []string{"oauth 2.0 client is not allowed to use"}},
)

var _ = also("code-redeemed-twice")

var _ = also("refresh-token-reused")

var _ = also("parameter-missing",
	Saying{All: []string{"request parameter 'state' must be at least", "characters"}},
	Saying{All: []string{"parameter 'nonce' must be set"}},
)

// insecure_transport is oauthlib's and Authlib's word for a URL that is not https.
var _ = also("tls-plain-http",
	Saying{All: []string{"insecure_transport"}, Outcome: exchange.NotAsked, Codes: []string{"insecure_transport"}},
	Saying{All: []string{"insecuretransporterror"}, Not: []string{"import "}, Outcome: exchange.NotAsked, Codes: []string{"insecure_transport"}},
)

var _ = also("local-access-rule",
	Saying{All: []string{"using policy '", "could not be processed"}, Outcome: exchange.Refused},
)

var _ = also("client-auth-method",
	Saying{All: []string{"using 'token_endpoint_auth_method' method", "does not allow this method"}},
)

var (
	_ = also("silent-login-needs-interaction", literals("", "prompt 'none' was requested, but no existing login session")...)
	_ = also("code-of-another-client", literals("", "client id from this request does not match the one from the authorize request")...)
)
