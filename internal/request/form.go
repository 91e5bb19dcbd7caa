package request

import (
	"slices"
	"strings"

	"grantlens/internal/providers"
)

// Steps of a grant, and the other endpoints. A step is named after the endpoint of the profile that takes it.
const (
	StepPAR        = "par"
	StepAuthorize  = "authorize"
	StepDevice     = "device"
	StepCIBA       = "ciba"
	StepToken      = "token"
	StepDiscovery  = "discovery"
	StepJWKS       = "jwks"
	StepUserInfo   = "userinfo"
	StepIntrospect = "introspect"
	StepRevoke     = "revoke"
	StepLogout     = "logout"
)

// Grants by the names of the specifications.
const (
	GrantCode     = "authorization_code"
	GrantPassword = "password"
	GrantClient   = "client_credentials"
	GrantRefresh  = "refresh_token"
	GrantDevice   = "urn:ietf:params:oauth:grant-type:device_code"
	GrantExchange = "urn:ietf:params:oauth:grant-type:token-exchange"
	GrantJWT      = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	GrantCIBA     = "urn:openid:params:grant-type:ciba"
)

var grantAliases = map[string]string{
	"device_code": GrantDevice, "token_exchange": GrantExchange, "token-exchange": GrantExchange, "jwt_bearer": GrantJWT, "jwt-bearer": GrantJWT, "ciba": GrantCIBA,
}

// Client authentication methods (RFC 8414 token_endpoint_auth_methods_supported).
const (
	AuthNone       = "none"
	AuthBasic      = "client_secret_basic"
	AuthPost       = "client_secret_post"
	AuthSecretJWT  = "client_secret_jwt"
	AuthPrivateJWT = "private_key_jwt"
	AuthTLS        = "tls_client_auth"
)

// AssertionType is the value of client_assertion_type (RFC 7523 section 2.2).
const AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// Groups of fields.
const (
	GroupEndpoint = "endpoint"
	GroupClient   = "client"
	GroupGrant    = "grant"
	GroupSecurity = "security"
	GroupExtra    = "extra"
)

// Prefixes of the fields that are not parameters of the request: parts of the profile's URLs, a URL in place of the
// profile's, what the client assertion is signed with.
const (
	VarPrefix       = "var."
	URLPrefix       = "url."
	AssertionPrefix = "assertion."
)

// Params choose a form, and with the values a request.
type Params struct {
	Profile  string            `json:"profile"`
	Variant  string            `json:"variant"`
	Vars     map[string]string `json:"vars"`
	Grant    string            `json:"grant"`
	Endpoint string            `json:"endpoint"` // "" for a grant, else discovery, jwks, userinfo, introspect, revoke or logout
	// Step is the step of the grant to build; empty: the first.
	Step       string            `json:"step"`
	ClientAuth string            `json:"clientAuth"`
	Values     map[string]string `json:"values"` // by field; an empty one is not sent
	Extra      []Pair            `json:"extra"`  // parameters beside the fields, sent even when empty
	// Headers are headers beside those the request has; one of the same name takes its place.
	Headers   []Pair `json:"moreHeaders"`
	DPoP      string `json:"dpop"` // proof for this request (RFC 9449)
	Assertion string `json:"assertion"`
	Lang      string `json:"lang"`
}

// Form is what a person fills in.
type Form struct {
	Steps      []Step   `json:"steps"`
	Fields     []Field  `json:"fields"`
	ClientAuth []Choice `json:"clientAuth"`
	// Method is the client authentication the fields are for: the one asked for, else the profile's first.
	Method string   `json:"method"`
	Notes  []string `json:"notes"`
	Hosts  []string `json:"-"`
}

// Step is one request of a grant.
type Step struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Help     string `json:"help"`
	Optional bool   `json:"optional,omitempty"`
	// Browser: opened by the browser as a page, not sent.
	Browser bool `json:"browser,omitempty"`
}

// Field is one value to fill in. Name is the parameter as sent, or has one of the prefixes.
type Field struct {
	Name        string   `json:"name"`
	Step        []string `json:"step"`
	Group       string   `json:"group"`
	Kind        string   `json:"kind"` // text, secret, multiline, select, url, scope, key
	Value       string   `json:"value"`
	Placeholder string   `json:"placeholder,omitempty"`
	Required    bool     `json:"required"`
	Help        string   `json:"help"`
	Options     []Option `json:"options,omitempty"`
}

// Option is one value of a select, or a scope.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Choice is a client authentication method, explained.
type Choice struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// plan is a profile with what was chosen of it: what Build and NewForm both start from.
type plan struct {
	Params
	profile providers.Profile
	variant providers.Variant
	grant   providers.Grant
	listed  bool // the profile lists the grant for this variant
	known   bool // the profile is known
	steps   []string
	method  string
}

func newPlan(p Params) plan {
	pl := plan{Params: p}
	pl.profile, pl.known = providers.Get(p.Profile)
	if !pl.known {
		pl.profile, _ = providers.Get("oauth2")
	}
	if i := slices.IndexFunc(pl.profile.Variants, func(v providers.Variant) bool { return v.ID == p.Variant }); i >= 0 {
		pl.variant = pl.profile.Variants[i]
	} else if len(pl.profile.Variants) > 0 {
		pl.variant = pl.profile.Variants[0]
	}
	if name, ok := grantAliases[p.Grant]; ok {
		pl.Grant = name
	}
	pl.Vars = map[string]string{}
	for _, v := range pl.variant.Vars {
		pl.Vars[v.Name] = v.Default
	}
	for name, value := range p.Vars {
		if value != "" {
			pl.Vars[name] = strings.TrimSpace(value)
		}
	}
	for name, value := range p.Values {
		if name, ok := strings.CutPrefix(name, VarPrefix); ok && value != "" {
			pl.Vars[name] = strings.TrimSpace(value)
		}
	}
	if _, ok := otherEndpoints[p.Endpoint]; ok {
		pl.grant, pl.listed, pl.steps = providers.Grant{Params: otherEndpoints[p.Endpoint]}, true, []string{p.Endpoint}
	} else {
		pl.Endpoint = ""
		pl.grant, pl.listed = pl.profile.Form(pl.variant.ID, pl.Grant)
		if !pl.listed {
			std, _ := providers.Get("oauth2")
			pl.grant, _ = std.Form("manual", pl.Grant)
			pl.grant.Type = pl.Grant
		}
		pl.grant.Params = withCommon(pl.grant)
		pl.steps = stepsOf(pl.grant)
		if pl.template(StepPAR) == "" && pl.profile.Kind != providers.KindGeneric && p.Values[URLPrefix+StepPAR] == "" {
			pl.steps = slices.DeleteFunc(pl.steps, func(s string) bool { return s == StepPAR })
		}
	}
	pl.method = pl.ClientAuth
	if pl.method == "" {
		pl.method = pl.methods()[0]
	}
	return pl
}

// methods are the client authentication methods of the profile; those of the standard when it lists none.
func (pl *plan) methods() []string {
	if len(pl.profile.ClientAuth) > 0 {
		return pl.profile.ClientAuth
	}
	return []string{AuthBasic, AuthPost, AuthNone}
}

func stepsOf(g providers.Grant) []string {
	var steps []string
	for _, id := range []string{StepAuthorize, StepDevice, StepCIBA} {
		if slices.ContainsFunc(g.Params, func(p providers.Param) bool { return p.At == id }) {
			if id == StepAuthorize {
				steps = append(steps, StepPAR)
			}
			steps = append(steps, id)
		}
	}
	return append(steps, StepToken)
}

// endpoint is the address of a step: the one given, else the profile's with its parts filled in.
func (pl *plan) endpoint(step string) string {
	if own := strings.TrimSpace(pl.Values[URLPrefix+step]); own != "" {
		return own
	}
	if step == StepDiscovery {
		if u := pl.discovery(); u != "" {
			return u
		}
	}
	return providers.Fill(pl.template(step), pl.Vars)
}

// discovery is the address of the metadata in the place that was chosen.
func (pl *plan) discovery() string {
	issuer := pl.issuer()
	kind := pl.Values["discovery.kind"]
	if kind == "" && strings.HasSuffix(pl.variant.Endpoints.Discovery, "oauth-authorization-server") {
		kind = "oauth-authorization-server"
	}
	if issuer == "" || strings.Contains(issuer, "{") {
		return ""
	}
	switch kind {
	case "openid-configuration":
		return strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration"
	case "oauth-authorization-server": // RFC 8414 section 3.1: between host and path
		scheme, host, target := split(issuer)
		return scheme + "://" + host + "/.well-known/oauth-authorization-server" + strings.TrimSuffix(target, "/")
	}
	return ""
}

func (pl *plan) issuer() string { return providers.Fill(pl.variant.Endpoints.Issuer, pl.Vars) }

func (pl *plan) template(step string) string {
	e := pl.variant.Endpoints
	switch step {
	case StepPAR:
		return e.PAR
	case StepAuthorize:
		return e.Authorize
	case StepDevice:
		return e.Device
	case StepCIBA:
		return e.CIBA
	case StepToken:
		return e.Token
	case StepDiscovery:
		return e.Discovery
	case StepJWKS:
		return e.JWKS
	case StepUserInfo:
		return e.UserInfo
	case StepIntrospect:
		return e.Introspect
	case StepRevoke:
		return e.Revoke
	case StepLogout:
		return e.Logout
	}
	return ""
}

// authenticates reports whether the client authenticates itself at a step.
func authenticates(step string) bool {
	switch step {
	case StepPAR, StepDevice, StepCIBA, StepToken, StepIntrospect, StepRevoke:
		return true
	}
	return false
}

// NewForm returns the fields that apply to a profile, a grant and a client authentication, preset by the profile.
func NewForm(p Params) Form {
	pl := newPlan(p)
	lang := p.Lang
	f := Form{Notes: []string{}, Method: pl.method}
	for _, id := range pl.steps {
		t := stepTexts[id]
		s := Step{ID: id, Title: t.title.in(lang), Help: t.help.in(lang), Browser: id == StepAuthorize || id == StepLogout}
		s.Optional = id == StepPAR
		f.Steps = append(f.Steps, s)
	}
	f.Fields = pl.fields()
	std, _ := providers.Get("oauth2")
	for _, name := range pl.methods() {
		c := Choice{Name: name}
		for _, t := range std.ClientAuthHelp {
			if t.Name == name {
				c.Help = t.Help.In(lang)
			}
		}
		f.ClientAuth = append(f.ClientAuth, c)
	}
	f.Notes = append(f.Notes, pl.notes()...)
	return f
}

func (pl *plan) notes() []string {
	var notes []string
	add := func(t words) {
		if s := t.in(pl.Lang); s != "" && !slices.Contains(notes, s) {
			notes = append(notes, s)
		}
	}
	if !pl.known {
		add(words{"This provider is not known: the form is the standard's, with the endpoints by hand.", "Этот провайдер неизвестен: форма взята из стандарта, адреса укажите вручную."})
	}
	add(of(pl.variant.Note))
	if pl.Endpoint == "" {
		add(of(pl.grant.Note))
		if !pl.listed && pl.known {
			add(words{"The profile does not list this grant here; the fields are those of the standard.", "В профиле этого гранта здесь нет; поля взяты из стандарта."})
		}
		if pl.method == AuthTLS {
			add(tlsNote)
		}
	}
	return notes
}

func (pl *plan) fields() []Field {
	var fields []Field
	lang := pl.Lang
	for _, v := range pl.variant.Vars {
		if !pl.usesVar(v.Name) {
			continue
		}
		kind := "text"
		if v.Name == "base" || v.Name == "issuer" || v.Name == "authorize" || v.Name == "token" {
			kind = "url"
		}
		fields = append(fields, Field{Name: VarPrefix + v.Name, Step: pl.steps, Group: GroupEndpoint, Kind: kind, Value: pl.Vars[v.Name], Required: true, Help: v.Help.In(lang)})
	}
	if pl.Endpoint == StepDiscovery {
		fields = append(fields, Field{Name: "discovery.kind", Step: pl.steps, Group: GroupEndpoint, Kind: "select", Value: pl.Values["discovery.kind"], Help: discoveryHelp.in(lang), Options: []Option{
			{"", words{"as the profile has it", "как в профиле"}.in(lang)}, {"openid-configuration", "OpenID Connect: /.well-known/openid-configuration"}, {"oauth-authorization-server", "RFC 8414: /.well-known/oauth-authorization-server"}}})
	}
	for _, step := range pl.steps {
		template := pl.template(step)
		filled := providers.Fill(template, pl.Vars)
		if step == StepDiscovery && pl.discovery() != "" {
			filled = pl.discovery()
		}
		f := Field{Name: URLPrefix + step, Step: []string{step}, Group: GroupEndpoint, Kind: "url", Placeholder: filled, Required: template == "" && step != StepPAR, Help: stepTexts[step].address.in(lang)}
		if template == "" {
			f.Help += " " + noEndpoint.in(lang)
		}
		fields = append(fields, f)
	}
	if slices.ContainsFunc(pl.steps, authenticates) || pl.Endpoint == StepLogout {
		fields = append(fields, pl.clientFields()...)
	}
	for _, p := range pl.grant.Params {
		fields = pl.addParam(fields, p)
	}
	if pl.Endpoint != StepDiscovery && pl.Endpoint != StepJWKS && pl.Endpoint != StepLogout {
		steps := slices.DeleteFunc(slices.Clone(pl.steps), func(s string) bool { return s == StepAuthorize || s == StepDevice || s == StepCIBA })
		fields = append(fields, Field{Name: "dpop", Step: steps, Group: GroupSecurity, Kind: "select", Help: dpopHelp.in(lang), Options: []Option{{"", words{"no proof", "без proof"}.in(lang)}, {"ES256", "ES256"}, {"EdDSA", "EdDSA"}, {"RS256", "RS256"}, {"PS256", "PS256"}, {"ES384", "ES384"}, {"ES512", "ES512"}}})
	}
	return fields
}

// usesVar reports whether an address of the form has this part.
func (pl *plan) usesVar(name string) bool {
	for _, step := range pl.steps {
		if strings.Contains(pl.template(step), "{"+name+"}") {
			return true
		}
	}
	return name == "issuer" || name == "base"
}

// clientFields are what the client shows to be itself.
func (pl *plan) clientFields() []Field {
	lang := pl.Lang
	steps := slices.DeleteFunc(slices.Clone(pl.steps), func(s string) bool { return !authenticates(s) })
	id := Field{Name: "client_id", Step: pl.steps, Group: GroupClient, Kind: "text", Required: pl.Endpoint != StepLogout && pl.Endpoint != StepRevoke, Help: clientIDHelp.in(lang)}
	secret := Field{Name: "client_secret", Step: steps, Group: GroupClient, Kind: "secret", Required: true, Help: secretHelp.in(lang)}
	if len(steps) == 0 {
		return []Field{id}
	}
	switch pl.method {
	case AuthBasic, AuthPost:
		return []Field{id, secret}
	case AuthSecretJWT, AuthPrivateJWT:
		fields := []Field{id}
		algs, help := []string{"HS256", "HS384", "HS512"}, secretJWTHelp
		if pl.method == AuthPrivateJWT {
			algs, help = []string{"RS256", "PS256", "ES256", "EdDSA", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"}, keyHelp
		}
		alg := Field{Name: AssertionPrefix + "alg", Step: steps, Group: GroupClient, Kind: "select", Value: algs[0], Required: true, Help: algHelp.in(lang)}
		for _, a := range algs {
			alg.Options = append(alg.Options, Option{a, a})
		}
		fields = append(fields, Field{Name: AssertionPrefix + "key", Step: steps, Group: GroupClient, Kind: "key", Required: true, Help: help.in(lang)}, alg)
		if pl.method == AuthPrivateJWT {
			fields = append(fields, Field{Name: AssertionPrefix + "kid", Step: steps, Group: GroupClient, Kind: "text", Help: kidHelp.in(lang)})
		}
		aud := Field{Name: AssertionPrefix + "aud", Step: steps, Group: GroupClient, Kind: "url", Placeholder: pl.issuer(), Required: true, Help: audHelp.in(lang)}
		if issuer := pl.issuer(); issuer != "" && !strings.Contains(issuer, "{") {
			aud.Value = issuer
			aud.Options = append(aud.Options, Option{issuer, "issuer"})
		}
		if endpoint := pl.endpoint(steps[len(steps)-1]); endpoint != "" && !strings.Contains(endpoint, "{") {
			aud.Options = append(aud.Options, Option{endpoint, words{"the endpoint itself", "сам endpoint"}.in(lang)})
			if aud.Placeholder == "" {
				aud.Placeholder = endpoint
			}
		}
		return append(fields, aud)
	}
	return []Field{id}
}

// addParam adds the field of a parameter, or its step to the field of the same name.
func (pl *plan) addParam(fields []Field, p providers.Param) []Field {
	at := p.At
	if at == "" {
		at = pl.steps[len(pl.steps)-1]
	}
	steps := []string{at}
	if at == StepAuthorize {
		pushed := slices.Contains(pl.steps, StepPAR)
		if p.Name == "request_uri" && !pushed {
			return fields
		} else if p.Name != "request_uri" && pushed {
			steps = []string{StepPAR, StepAuthorize}
		}
	}
	if i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == p.Name }); i >= 0 {
		f := &fields[i]
		merged := slices.Clone(f.Step)
		for _, s := range steps {
			if !slices.Contains(merged, s) {
				merged = append(merged, s)
			}
		}
		f.Step = merged
		if f.Value == "" {
			f.Value = p.Value
		}
		f.Required = f.Required || p.Required
		if f.Group == GroupClient && p.Help != (providers.Text{}) {
			f.Help = p.Help.In(pl.Lang)
		}
		return fields
	}
	f := Field{Name: p.Name, Step: steps, Group: groupOf(p), Kind: kindOf(p.Name), Value: p.Value, Required: p.Required, Help: p.Help.In(pl.Lang), Options: optionsOf(p.Name, pl.Lang)}
	for _, value := range suggestions[p.Name] {
		f.Options = append(f.Options, Option{value, value})
	}
	if f.Kind == "scope" {
		for _, s := range pl.profile.Scopes {
			f.Options = append(f.Options, Option{s.Name, s.Help.In(pl.Lang)})
		}
	}
	return append(fields, f)
}

func kindOf(name string) string {
	switch {
	case name == "scope":
		return "scope"
	case name == "authorization_details" || name == "claims" || name == "assertion":
		return "multiline"
	case name == "redirect_uri" || name == "resource" || name == "post_logout_redirect_uri":
		return "url"
	case optionsOf(name, "") != nil:
		return "select"
	case IsSecret(name):
		return "secret"
	}
	return "text"
}

func groupOf(p providers.Param) string {
	switch p.Name {
	case "client_id", "client_secret", "secret", "appid":
		return GroupClient
	case "state", "nonce", "code_challenge", "code_challenge_method", "code_verifier", "request_uri":
		return GroupSecurity
	case "response_mode", "prompt", "login_hint", "max_age", "acr_values", "resource", "authorization_details", "token_type_hint", "actor_token", "actor_token_type", "ui_locales", "logout_hint", "requested_expiry", "binding_message", "display", "claims":
		if !p.Required && !(p.Name == "login_hint" && p.At == StepCIBA) { // there it says who is asked
			return GroupExtra
		}
	}
	if p.At == StepAuthorize && !p.Required && p.Name != "scope" {
		return GroupExtra
	}
	return GroupGrant
}
