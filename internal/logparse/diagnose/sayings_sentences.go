package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

// Sentences in which programs of any kind report that a token was not to be had.

// literals gives a saying for each message that one literal tells by itself. An empty outcome is the rule's own.
func literals(o exchange.Outcome, texts ...string) []Saying {
	out := make([]Saying, len(texts))
	for i, s := range texts {
		out[i] = Saying{All: []string{s}, Outcome: o}
	}
	return out
}

// judged is literals of a token's check: the words around say who made it.
func judged(o exchange.Outcome, texts ...string) []Saying {
	out := literals("", texts...)
	for i := range out {
		out[i].Judge = o
	}
	return out
}

// coded is literals of messages that begin with a code of their product.
func coded(o, judge exchange.Outcome, codes ...string) []Saying {
	out := make([]Saying, len(codes))
	for i, c := range codes {
		out[i] = Saying{All: []string{strings.ToLower(c)}, Outcome: o, Judge: judge, Codes: []string{c}}
	}
	return out
}

var _ = also("refresh-token-dead",
	Saying{All: []string{"refreshing token"}, Any: []string{"(400)", "(401)", "failed", "error refreshing token: 4", "refreshing token failed"}, Not: []string{"network", "timeout", "econn", "enotfound"}},
	Saying{All: []string{"error refreshing"}, Any: []string{"access token", "token: 4", "oauth token", "auth token"}, Not: []string{"network", "timeout", "econn", "enotfound"}},
	Saying{All: []string{"to refresh access token"}, Any: []string{"failed", "unable", "could not"}, Not: []string{"network", "timeout", "econn", "enotfound"}},
	Saying{All: []string{"refresh the access token"}, Any: []string{"failed", "unable", "could not"}, Not: []string{"network", "timeout", "econn", "enotfound"}},
	Saying{All: []string{"access and refresh token invalid"}},
	Saying{All: []string{"token refresh failed"}, Not: []string{"network", "timeout", "econn", "enotfound", "{"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"failed to get access token: "}, Any: []string{"400", "401", "403", "404", "500"}, Not: []string{"{"}},
	Saying{All: []string{"error getting access token"}, Not: []string{"{", "invalid_"}},
	Saying{All: []string{"unable to get access token"}, Not: []string{"{", "invalid_"}},
	Saying{All: []string{"error retrieving access token"}, Not: []string{"{", "invalid_"}},
	Saying{All: []string{"exchanging code for token"}, Any: []string{"error", "failed"}, Not: []string{"{", "invalid_"}},
	Saying{All: []string{"exchanging code for access token"}, Any: []string{"error", "failed"}, Not: []string{"{", "invalid_"}},
)

var _ = also("scope-missing",
	Saying{All: []string{"invalid scope(s) provided"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"client error response", "[status code] 4"}, Lines: 3},
	Saying{All: []string{"authorization with the mcp server failed"}},
)

var _ = also("no-credential-on-device",
	Saying{All: []string{"com.apple.accounts", "code=6"}},
	Saying{All: []string{"simpleautherrordomain", "code=102"}},
)

var _ = also("client-configuration-invalid",
	Saying{All: []string{"there is an error in logging you into this application"}},
	Saying{All: []string{"error logging in: an error occurred while accessing this application"}},
)

var _ = also("native-module-missing",
	Saying{All: []string{"cannot read property 'events' of undefined"}, With: []string{"facebook", "fbsdk", "login"}},
	Saying{All: []string{"undefined is not an object (evaluating"}, Any: []string{"appleauth", "googlesignin", "rnappauth", "fbsdk", "loginmanager", "authsession", "kakao", "naverlogin"}},
)

var _ = also("answer-hidden",
	Saying{All: []string{"platformexception(error_internal_error"}},
)

var _ = also("login-cancelled",
	Saying{All: []string{"getter 'accesstoken' was called on null"}},
	Saying{All: []string{"getter 'idtoken' was called on null"}},
	Saying{All: []string{"getter 'authentication' was called on null"}},
)

var _ = also("token-not-sent",
	Saying{All: []string{"{\"message\":\"unauthenticated.\"}"}},
	Saying{All: []string{"\"message\": \"unauthenticated.\""}},
)
