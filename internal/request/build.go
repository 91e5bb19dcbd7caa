package request

import (
	"encoding/base64"
	"slices"
	"strings"
)

// Built is a request with its texts. Those that are not called masked hold secrets.
type Built struct {
	HTTP
	Text       string    `json:"http"`
	Curl       string    `json:"curl"`
	TextMasked string    `json:"httpMasked"`
	CurlMasked string    `json:"curlMasked"`
	Secrets    []Span    `json:"secrets"` // in Text, bytes
	Problems   []Problem `json:"problems"`
	Step       string    `json:"step"`
	// Browser: the address is opened as a page, not sent.
	Browser bool `json:"browser,omitempty"`
}

// Build makes the request of a step of what was filled in, and says what is wrong with it. It always makes one: a
// wrong request is what somebody may want to see refused.
func Build(p Params) Built {
	pl := newPlan(p)
	step := p.Step
	if !slices.Contains(pl.steps, step) {
		step = pl.steps[0]
		if step == StepPAR && pl.endpoint(StepPAR) == "" {
			step = pl.steps[1]
		}
	}
	b := Built{Step: step, Browser: step == StepAuthorize || step == StepLogout}
	params := pl.params(step)
	b.HTTP = HTTP{Method: "POST", URL: withPath(pl.endpoint(step)), Headers: []Pair{{"Accept", "application/json"}}}
	switch step {
	case StepAuthorize, StepLogout:
		b.Method, b.Headers, b.URL = "GET", []Pair{}, addQuery(b.URL, params)
	case StepDiscovery, StepJWKS:
		b.Method, b.URL = "GET", addQuery(b.URL, params)
	case StepUserInfo:
		scheme := "Bearer "
		if p.DPoP != "" {
			scheme = "DPoP "
		}
		b.Method, b.URL = "GET", addQuery(b.URL, params)
		if token := strings.TrimSpace(p.Values["access_token"]); token != "" {
			b.Headers = append(b.Headers, Pair{"Authorization", scheme + token})
		}
	default:
		b.Headers = append(b.Headers, Pair{"Content-Type", FormType})
		if pl.method == AuthBasic {
			if id, secret := p.Values["client_id"], p.Values["client_secret"]; id != "" || secret != "" {
				b.Headers = append(b.Headers, Pair{"Authorization", "Basic " + basic(id, secret)})
			}
		}
		b.Body = EncodePairs(params)
	}
	if p.DPoP != "" && !b.Browser && step != StepDiscovery && step != StepJWKS {
		b.Headers = append(b.Headers, Pair{"DPoP", p.DPoP})
	}
	for _, h := range p.Headers {
		if i := slices.IndexFunc(b.Headers, func(have Pair) bool { return strings.EqualFold(have[0], h[0]) }); i >= 0 && !slices.Contains(p.Headers, b.Headers[i]) {
			b.Headers[i] = h
		} else if h[0] != "" {
			b.Headers = append(b.Headers, h)
		}
	}
	b.render(pl.method == AuthTLS && authenticates(step))
	b.Problems = pl.problems(step, params)
	return b
}

func (b *Built) render(certificate bool) {
	b.Text, b.Secrets = b.HTTP.Text()
	b.Curl = b.HTTP.Curl()
	hidden := b.Masked()
	b.TextMasked, _ = hidden.text(secretSpans{headers: make([][]Span, len(hidden.Headers))})
	b.CurlMasked = hidden.Curl()
	if certificate {
		const options = " \\\n  --cert client.crt --key client.key"
		b.Curl += options
		b.CurlMasked += options
	}
	if b.Secrets == nil {
		b.Secrets = []Span{}
	}
}

// basic is the credentials of RFC 6749 section 2.3.1: both are form-encoded first, so that a colon or a plus in them
// arrives.
func basic(id, secret string) string {
	return base64.StdEncoding.EncodeToString([]byte(Encode(id) + ":" + Encode(secret)))
}

// params are the parameters of a step in the order they are sent in.
func (pl *plan) params(step string) []Pair {
	var out []Pair
	set := func(name, value string) {
		if value != "" {
			out = append(out, Pair{name, value})
		}
	}
	has := func(name string) bool { return slices.ContainsFunc(out, func(p Pair) bool { return p[0] == name }) }
	authorize := step == StepAuthorize || step == StepPAR
	if step == StepAuthorize && pl.Values["request_uri"] != "" {
		set("client_id", pl.Values["client_id"])
		set("request_uri", pl.Values["request_uri"])
		return append(out, pl.Extra...)
	}
	if step == StepToken {
		set("grant_type", pl.Grant)
	}
	for _, p := range pl.grant.Params {
		at := p.At
		if at == "" {
			at = StepToken
		}
		if at != step && !(at == StepAuthorize && authorize) || has(p.Name) || p.Name == "request_uri" {
			continue
		}
		if step == StepUserInfo && p.Name == "access_token" {
			continue
		}
		value, filled := pl.Values[p.Name]
		if !filled {
			value = p.Value
		}
		if p.Name == "code_challenge_method" && pl.Values["code_challenge"] == "" {
			value = ""
		}
		set(p.Name, value)
	}
	switch {
	case step == StepLogout:
		set("client_id", pl.Values["client_id"])
	case authenticates(step):
		for _, p := range pl.clientParams() {
			if !has(p[0]) {
				set(p[0], p[1])
			}
		}
	}
	return append(out, pl.Extra...)
}

// clientParams are what client authentication adds to the form.
func (pl *plan) clientParams() []Pair {
	id := Pair{"client_id", pl.Values["client_id"]}
	switch pl.method {
	case AuthBasic:
		return nil
	case AuthPost:
		return []Pair{id, {"client_secret", pl.Values["client_secret"]}}
	case AuthSecretJWT, AuthPrivateJWT:
		if pl.Assertion == "" {
			return []Pair{id}
		}
		return []Pair{id, {"client_assertion_type", AssertionType}, {"client_assertion", pl.Assertion}}
	}
	return []Pair{id}
}
