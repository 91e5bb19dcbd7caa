package request

import (
	"slices"
	"strings"

	"grantlens/internal/providers"
)

// endpointSteps are the steps with their endpoint in a profile, in the order in which equal addresses are decided.
var endpointSteps = []string{StepToken, StepAuthorize, StepPAR, StepDevice, StepCIBA, StepUserInfo, StepJWKS, StepIntrospect, StepRevoke, StepLogout, StepDiscovery}

// identify says which form a request fills, and fills it.
func (r *reader) identify(q HTTP) Imported {
	out := Imported{HTTP: q, Values: map[string]string{}, Vars: map[string]string{}, Extra: []Pair{}, MoreHeaders: []Pair{}}
	address, _, _ := strings.Cut(q.URL, "#")
	address, query, _ := strings.Cut(address, "?")
	params := q.params()
	get := func(name string) string {
		for _, p := range params {
			if p[0] == name {
				return p[1]
			}
		}
		return ""
	}
	var byAddress string
	out.Profile, out.Variant, out.Vars, byAddress = profileOf(address)
	step := stepAsked(q, byAddress, get)
	if out.Profile == "" {
		out.Profile, out.Variant = "oauth2", "manual"
		if issuer, ok := strings.CutSuffix(address, "/.well-known/openid-configuration"); ok {
			out.Profile, out.Variant, out.Vars = "oidc", "discovery", map[string]string{"issuer": issuer}
		}
	}
	out.Grant, out.Endpoint = grantAsked(step, out.Profile, get)
	out.Step = step

	// The addresses that the profile does not give.
	pl := newPlan(Params{Profile: out.Profile, Variant: out.Variant, Vars: out.Vars, Grant: out.Grant, Endpoint: out.Endpoint})
	if pl.endpoint(step) != address {
		if byAddress != "" && query != "" && pl.endpoint(step) == address+"?"+query {
			params = bodyParams(q.Body)
		} else if out.Profile == "oauth2" && (step == StepToken || step == StepAuthorize) {
			out.Vars = map[string]string{step: address}
		} else {
			out.Values[URLPrefix+step] = address
		}
	}

	r.clientOf(&out, q, get, slices.ContainsFunc(params, func(p Pair) bool { return p[0] == "client_secret" }))
	pl = newPlan(Params{Profile: out.Profile, Variant: out.Variant, Vars: out.Vars, Grant: out.Grant, Endpoint: out.Endpoint, ClientAuth: out.ClientAuth})
	out.fill(params, pl.grant, step)
	r.headersOf(&out, q, step)
	_, host, _ := split(q.URL)
	out.Label = q.Method + " " + host + " " + step
	if out.Grant != "" && step == StepToken {
		out.Label += " (" + shortGrant(out.Grant) + ")"
	}
	r.misplaced(q, step)
	return out
}

// stepAsked is the step that a request takes: its address is a profile's endpoint of it ("" when of none), or its parameters say so.
func stepAsked(q HTTP, byAddress string, get func(string) string) string {
	if byAddress != "" && (byAddress != StepToken || get("grant_type") != "") {
		return byAddress
	}
	if guess := stepOf(q, get); guess != "" {
		return guess
	}
	scheme, _, _ := strings.Cut(q.Header("Authorization"), " ")
	switch {
	case byAddress != "" || q.Method != "GET":
		return StepToken
	case strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "dpop"):
		return StepUserInfo
	}
	return StepDiscovery
}

// grantAsked is the grant of a step, or the endpoint of one that no grant has.
func grantAsked(step, profile string, get func(string) string) (grant, endpoint string) {
	switch step {
	case StepToken:
		switch {
		case get("grant_type") != "":
			return get("grant_type"), ""
		case get("refresh_token") != "": // some providers need no grant_type
			return GrantRefresh, ""
		case get("device_code") != "":
			return deviceGrant(profile), ""
		}
		return GrantCode, ""
	case StepPAR, StepAuthorize:
		return GrantCode, ""
	case StepDevice:
		return deviceGrant(profile), ""
	case StepCIBA:
		return GrantCIBA, ""
	}
	return "", step
}

// fill puts the parameters into the fields that a grant has at a step; the rest are Extra.
func (out *Imported) fill(params []Pair, grant providers.Grant, step string) {
	fields := map[string]bool{}
	for _, p := range grant.Params {
		at := p.At
		if at == "" {
			at = StepToken
		}
		if at == step || at == StepAuthorize && step == StepPAR {
			fields[p.Name] = true
			if p.Value != "" {
				out.Values[p.Name] = "" // a preset that the request does not have is not sent
			}
		}
	}
	if out.ClientAuth != AuthBasic || step == StepAuthorize || step == StepLogout {
		fields["client_id"] = true
	}
	taken := map[string]bool{}
	for _, p := range params {
		name := p[0]
		switch {
		case name == "grant_type" && step == StepToken && !taken[name], name == "client_assertion_type" && out.Assertion != "" && !taken[name]:
		case name == "client_assertion" && !taken[name]:
		case name == "client_secret" && out.ClientAuth == AuthPost && !taken[name], fields[name] && !taken[name]:
			out.Values[name] = p[1]
		default:
			out.Extra = append(out.Extra, p)
		}
		taken[name] = true
	}
}

// misplaced notes parameters that stand where a token endpoint does not read them.
func (r *reader) misplaced(q HTTP, step string) {
	if strings.HasPrefix(strings.TrimSpace(q.Body), "{") && step == StepToken {
		r.note(words{"The parameters were sent as JSON; a token endpoint takes a form (RFC 6749 section 3.2). The new request is a form.", "Параметры переданы как JSON; token endpoint принимает форму (RFC 6749, раздел 3.2). Новый запрос — форма."})
	}
	if _, inQuery, _ := strings.Cut(q.URL, "?"); step == StepToken && q.Body == "" && strings.Contains(inQuery, "grant_type=") {
		r.note(words{"The parameters stood in the address, where servers log them; RFC 6749 section 3.2 wants them in the body of a POST. The new request has them there.", "Параметры стояли в адресе, где их записывают в логи; RFC 6749 (раздел 3.2) требует их в теле POST. В новом запросе они там."})
	}
}

// deviceGrant is the name a provider has for the device grant.
func deviceGrant(profile string) string {
	p, _ := providers.Get(profile)
	for _, g := range p.Grants {
		if slices.ContainsFunc(g.Params, func(q providers.Param) bool { return q.At == StepDevice }) {
			return g.Type
		}
	}
	return GrantDevice
}

func shortGrant(grant string) string {
	if i := strings.LastIndexAny(grant, ":/"); i >= 0 {
		return grant[i+1:]
	}
	return grant
}

// clientOf reads how the client authenticated itself.
func (r *reader) clientOf(out *Imported, q HTTP, get func(string) string, secret bool) {
	out.Assertion = get("client_assertion")
	switch authorization := q.Header("Authorization"); {
	case out.Step == StepAuthorize || out.Step == StepLogout || out.Step == StepDiscovery || out.Step == StepJWKS:
	case out.Step == StepUserInfo:
		if scheme, token, ok := strings.Cut(authorization, " "); ok && (strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "dpop")) {
			out.Values["access_token"] = strings.TrimSpace(token)
		}
	case out.Assertion != "":
		out.ClientAuth = AuthPrivateJWT
		if strings.Contains(headerOf(out.Assertion), `"HS`) {
			out.ClientAuth = AuthSecretJWT
		}
	case authorization != "" && strings.EqualFold(strings.SplitN(authorization, " ", 2)[0], "basic"):
		id, secret, raw, ok := basicOf(authorization)
		if !ok {
			r.note(words{"The Basic header does not decode to id:secret.", "Заголовок Basic не раскодируется в id:secret."})
		}
		if raw && ok {
			r.note(words{"The Basic header was made without form-encoding id and secret first (RFC 6749 section 2.3.1); with characters such as + or % many servers read another secret. The new request encodes them.", "Заголовок Basic собран без form-кодирования id и секрета (RFC 6749, раздел 2.3.1); с символами вроде + или % многие серверы прочитают другой секрет. Новый запрос их кодирует."})
		}
		out.ClientAuth = AuthBasic
		out.Values["client_id"], out.Values["client_secret"] = id, secret
	case secret:
		out.ClientAuth = AuthPost
	default:
		out.ClientAuth = AuthNone
	}
}

// headersOf keeps the headers that the form does not make.
func (r *reader) headersOf(out *Imported, q HTTP, step string) {
	for _, h := range q.Headers {
		switch name := strings.ToLower(h[0]); {
		case name == "dpop":
			out.DPoP = h[1]
		case name == "content-type": // the form's own
		case name == "accept" && strings.Contains(h[1], "application/json") && step != StepAuthorize:
		case name == "accept" && h[1] == "*/*":
		case name == "authorization" && (out.ClientAuth == AuthBasic || out.Values["access_token"] != "" && step == StepUserInfo):
		case name == "accept-encoding", name == "accept-language", name == "user-agent", name == "referer", name == "priority", name == "pragma", name == "cache-control", name == "dnt", name == "upgrade-insecure-requests", name == "te":
		default:
			out.MoreHeaders = append(out.MoreHeaders, h)
		}
	}
}

// stepByPath tells an endpoint by the words its address usually has.
func stepByPath(address string) string {
	address, _, _ = strings.Cut(address, "?")
	_, _, path := split(address)
	path = strings.ToLower(path)
	for _, w := range []struct{ word, step string }{
		{"/.well-known/openid-configuration", StepDiscovery}, {"/.well-known/oauth-authorization-server", StepDiscovery},
		{"introspect", StepIntrospect}, {"tokeninfo", StepIntrospect}, {"revo", StepRevoke}, {"userinfo", StepUserInfo}, {"jwks", StepJWKS}, {"/certs", StepJWKS}, {"/discovery/keys", StepJWKS}, {"oauth2/v1/keys", StepJWKS},
		{"bc-authorize", StepCIBA}, {"bc/authorize", StepCIBA}, {"ciba", StepCIBA}, {"backchannel", StepCIBA}, {"par/request", StepPAR}, {"/par", StepPAR}, {"device", StepDevice},
		{"end_session", StepLogout}, {"endsession", StepLogout}, {"end-session", StepLogout}, {"logout", StepLogout}, {"/authorize", StepAuthorize}, {"/oauth2/auth", StepAuthorize}, {"/token", StepToken},
	} {
		if strings.Contains(path, w.word) {
			return w.step
		}
	}
	return ""
}

// stepOf guesses the step of a request to an address that no profile names.
func stepOf(q HTTP, get func(string) string) string {
	switch {
	case get("grant_type") != "":
		return StepToken
	case q.Method == "GET" && (get("response_type") != "" || get("request_uri") != "" || get("client_id") != "" && get("redirect_uri") != ""):
		return StepAuthorize
	case q.Method == "POST" && get("response_type") == "device_code":
		return StepDevice
	case q.Method == "POST" && get("response_type") != "":
		return StepPAR
	}
	return stepByPath(q.URL)
}

// profileOf finds the profile, the variant and the endpoint of an address (without query), and the parts of the
// template. step is "" when the provider is known by its host alone.
func profileOf(address string) (profile, variant string, vars map[string]string, step string) {
	vars = map[string]string{}
	id, ok := providers.ByURL(address)
	if !ok {
		return "", "", vars, ""
	}
	p, ok := providers.Get(id)
	if !ok || p.Kind == providers.KindSpec || len(p.Variants) == 0 {
		return "", "", vars, ""
	}
	best := -1
	for _, v := range p.Variants {
		pl := plan{variant: v}
		for _, s := range endpointSteps {
			template, _, _ := strings.Cut(pl.template(s), "?")
			got, ok := match(template, address)
			if fixed := len(template) - len(got)*4; ok && fixed > best {
				best = fixed
				variant, step, vars = v.ID, s, got
			}
		}
	}
	if best < 0 {
		return id, p.Variants[0].ID, vars, ""
	}
	return id, variant, vars, step
}

// match compares an address with a template and returns what stands in the place of its {names}: at the beginning
// anything with a scheme, elsewhere one segment.
func match(template, address string) (map[string]string, bool) {
	vars := map[string]string{}
	if template == "" || strings.HasPrefix(template, "{") && strings.HasSuffix(template, "}") && strings.Count(template, "{") == 1 {
		return nil, false
	}
	return vars, matchFrom(template, address, true, vars)
}

func matchFrom(template, address string, first bool, vars map[string]string) bool {
	literal, rest, more := strings.Cut(template, "{")
	if !more {
		return template == address
	}
	address, ok := strings.CutPrefix(address, literal)
	if !ok {
		return false
	}
	name, rest, _ := strings.Cut(rest, "}")
	first = first && literal == ""
	for end := 1; end <= len(address); end++ {
		if !first && strings.IndexByte("/?", address[end-1]) >= 0 {
			break
		}
		if first && !hasHost(address[:end]) {
			continue
		}
		if known, again := vars[name]; again && known != address[:end] {
			continue
		}
		if matchFrom(rest, address[end:], false, vars) {
			vars[name] = address[:end]
			return true
		}
	}
	return false
}

// hasHost reports whether s is a scheme and a host, with or without a path.
func hasHost(s string) bool {
	_, host, ok := strings.Cut(s, "://")
	return ok && host != "" && !strings.HasPrefix(host, "/")
}
