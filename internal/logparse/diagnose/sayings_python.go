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
	Saying{All: []string{"token error: signature"}, Outcome: exchange.Issued},
)

var _ = also("signing-key-not-found",
	Saying{All: []string{"could not find a valid jwks"}, Outcome: exchange.Issued},
	Saying{All: []string{"certificate for key id", "not found"}, Judge: exchange.Rejected},
	Saying{All: []string{"invalid json web key set"}, Judge: exchange.Issued},
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
