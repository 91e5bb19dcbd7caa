package exchange

import (
	"strings"

	"grantlens/internal/logparse/artifact"
)

// steps tell by the words of a client's sentence, and by the functions in its stack, which call was answered: a client
// that reports a status does not always print the address.
var steps = []struct {
	words    []string
	endpoint string
	url      bool // sure even where an address is printed
}{
	{[]string{"failed to query provider", "oidc discovery", "discover oidc", "openid-configuration", "provider metadata", "failed to verify connection: {url", "openidc_discover", "discovery document", "function.discover (", "issuer.discover ("}, EndpointDiscovery, true},
	{[]string{"fetching keys", "jwks", "key set", "querykeystore"}, EndpointJWKS, false},
	{[]string{"introspectionre", "client.introspect"}, EndpointIntrospect, false},
	{[]string{"revocationre", "client.revoke", "tokenrevocation"}, EndpointRevoke, false},
	{[]string{"deviceauthorization"}, EndpointDevice, false},
	{[]string{"pushedauthorization"}, EndpointPAR, false},
	{[]string{"client.register (", "dynamicclientregistration"}, EndpointRegistration, false},
	{[]string{"userinfo", "user info", "user profile", "fetch_user", "getuserbytoken"}, EndpointUserinfo, false},
	{[]string{"redeemauthorizationcode", "redeeming code", "redeem code", "fetch_token", "fetch_access_token", "exchange_code", "exchangecode", "request_access_token", "request_token", "in get_token", "get_authenticated_user", "getaccesstoken", "get_access_token", "gettokenasync", "code for token", "code into token", "code for a token", "token endpoint", "token exchange", "token request", "exchange the code", "exchanging code", "exchange code", "requesttoken", "client.grant (", "access token response", "refresh_access_token"}, EndpointToken, false},
}

// step finds the endpoint of an answer that only a sentence reports. A fault that a person tells of, and of no address, is not
// looked into: what stands around it need not be of that call.
func (f *Flow) step(e *Exchange) {
	if e.Endpoint != EndpointAPI || e.Response == nil || e.Response.Kind != artifact.Response || e.Response.Format != "status-sentence" {
		return
	}
	const frames = 700
	at := f.View.Seen(e.Span)
	from := strings.LastIndexByte(f.Lower[:at.Start], '\n') + 1
	if line, _, _ := strings.Cut(f.Lower[from:], "\n"); e.URL() == "" && e.Body == nil && e.Status() >= 500 && prose(line) {
		e.byPerson = true
		return
	}
	around := f.Lower[max(from, at.Start-frames):min(len(f.Lower), at.End+frames)] + traceback(f.Lower[:from])
	for _, s := range steps {
		if (e.URL() == "" || s.url) && containsAny(around, s.words) {
			e.Endpoint = s.endpoint
			return
		}
	}
}

// traceback is the frames that end a text: Python's stand above what was raised.
func traceback(text string) string {
	const longest = 3000
	from := len(text)
	for from > 0 && len(text)-from < longest {
		above := strings.LastIndexByte(text[:from-1], '\n') + 1
		if text[above] != ' ' {
			break
		}
		from = above
	}
	if !strings.Contains(text[from:], "\", line ") {
		return ""
	}
	return text[from:]
}
