// Package providers turns names, addresses and error texts into what is known of them:
//
//	host, issuer, log text ──▶ profile id
//	error, code, description ──▶ []Fact (meaning, cause, fix, source)
//
// The knowledge is data, one file a provider under data/; the folder is the
// registry, so a new provider is a new file and a new error code is a new entry.
// A file is a Profile with its facts as the last member, one entry a line, sorted.
// Four files are no provider: rfc (the specifications), transport (HTTP, TLS, CORS),
// clients (what client libraries throw), and oauth2, whose grants are the standard.
// Profiles are decoded once, on first use; the facts of a file only when
// somebody asks for them, for decoding all of them costs tens of milliseconds
// in a browser.
package providers

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed data/*.json
var embedded embed.FS

// Kinds of a profile.
const (
	KindService = "service" // one operator, known hosts
	KindServer  = "server"  // software anybody runs under any host
	KindGeneric = "generic" // no provider at all: endpoints come from discovery or from the user
	KindSpec    = "spec"    // not a provider: facts of the RFCs and of HTTP
)

// Text is one message in the two languages of the product.
type Text struct {
	EN string `json:"en"`
	RU string `json:"ru"`
}

// In returns the text in lang, English unless lang is "ru".
func (t Text) In(lang string) string {
	if lang == "ru" && t.RU != "" {
		return t.RU
	}
	return t.EN
}

// Source is where a fact stands, and the day somebody last compared it (2006-01-02,
// empty when the fact was never compared with the source).
type Source struct {
	Label   string `json:"label"`
	URL     string `json:"url"`
	Checked string `json:"checked,omitempty"`
}

// Profile is what is known of one provider.
type Profile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
	// Systems are the names under which the facts of this file are filed, the
	// one of the protocol answers first.
	Systems []string `json:"systems,omitempty"`
	// Like is the provider whose software answers here: its facts come after the own.
	Like      string    `json:"like,omitempty"`
	Recognise Recognise `json:"recognise,omitzero"`
	// Reads are the places beside a form where the token endpoint takes its
	// parameters: query, as the provider's documents show the request; json, a body.
	Reads      []string  `json:"reads,omitempty"`
	Variants   []Variant `json:"variants,omitempty"`
	Grants     []Grant   `json:"grants,omitempty"`
	ClientAuth []string  `json:"clientAuth,omitempty"` // names of RFC 8414 token_endpoint_auth_methods_supported
	// ClientAuthHelp explains every method; it stands in oauth2.json alone.
	ClientAuthHelp []Term            `json:"clientAuthHelp,omitempty"`
	Scopes         []Term            `json:"scopes,omitempty"`
	Quirks         []Quirk           `json:"quirks,omitempty"`
	Sources        map[string]Source `json:"sources,omitempty"`
}

// Recognise says by what a provider is known. All of it is compared without
// regard to case.
type Recognise struct {
	// Hosts are names without a port; "*" stands for one or more characters
	// ("*.okta.com").
	Hosts []string `json:"hosts,omitempty"`
	// Paths are parts of a URL, "{x}" standing for one segment. One that does
	// not begin with a slash begins with a host.
	Paths []string `json:"paths,omitempty"`
	// Keys are the names login libraries give the provider ("azure-ad"): they
	// count where a library writes them, as in providerId: 'azure-ad' or
	// /login/oauth2/code/azure-ad.
	Keys []string `json:"keys,omitempty"`
	// Words are texts of a log that name the provider, by their weight, 1 to 99:
	// above 80 only this provider writes them, below 50 they are a mention. A word
	// that ends in "*" may be followed by a letter or digit; what may not follow
	// stands behind " !": Firebase\JWT is a library for anybody's tokens.
	Words map[int][]string `json:"words,omitempty"`
	// Members are sets of JSON member or claim names; all of a set present names
	// the provider.
	Members [][]string `json:"members,omitempty"`
}

// Variant is one set of endpoints of a provider: an environment, an API version.
type Variant struct {
	ID        string    `json:"id"`
	Name      Text      `json:"name"`
	Note      Text      `json:"note,omitzero"`
	Vars      []Var     `json:"vars,omitempty"`
	Endpoints Endpoints `json:"endpoints"`
}

// Var is a part of the endpoint URLs the user fills in, written {name} there.
type Var struct {
	Name    string `json:"name"`
	Default string `json:"default,omitempty"`
	Help    Text   `json:"help"`
}

// Endpoints are URL templates; an empty one does not exist or is not known.
type Endpoints struct {
	Issuer     string `json:"issuer,omitempty"`
	Discovery  string `json:"discovery,omitempty"`
	Authorize  string `json:"authorize,omitempty"`
	Token      string `json:"token,omitempty"`
	Device     string `json:"device,omitempty"`
	PAR        string `json:"par,omitempty"`
	CIBA       string `json:"ciba,omitempty"`
	UserInfo   string `json:"userinfo,omitempty"`
	JWKS       string `json:"jwks,omitempty"`
	Introspect string `json:"introspect,omitempty"`
	Revoke     string `json:"revoke,omitempty"`
	Logout     string `json:"logout,omitempty"`
	Register   string `json:"register,omitempty"`
}

// Grant is one way to ask this provider for a token.
type Grant struct {
	// Type is the grant_type value as sent.
	Type string `json:"type"`
	// Variants are the ids of the variants that offer the grant; empty means all.
	Variants []string `json:"variants,omitempty"`
	// PKCE of an authorization code grant: required, supported, unsupported; empty when not known.
	PKCE   string  `json:"pkce,omitempty"`
	Params []Param `json:"params,omitempty"`
	Note   Text    `json:"note,omitzero"`
}

// Param is a parameter of a grant. A provider lists what differs from the standard;
// the grants of oauth2.json are the standard.
type Param struct {
	Name string `json:"name"`
	// At is the endpoint that takes it: authorize, token or device.
	At       string `json:"at,omitempty"`
	Value    string `json:"value,omitempty"` // preset
	Required bool   `json:"required,omitempty"`
	// Absent takes the parameter of the standard away: this provider does not want it.
	Absent bool `json:"absent,omitempty"`
	Help   Text `json:"help"`
}

// Term is a value a user may choose, explained: a scope, a client authentication
// method.
type Term struct {
	Name string `json:"name"`
	Help Text   `json:"help"`
}

// Quirk is a deviation a generic client must take.
type Quirk struct {
	ID         string `json:"id"` // kebab-case, named after the thing, unique in the file
	Text       Text   `json:"text"`
	Source     string `json:"source"`               // key in Sources
	Confidence string `json:"confidence,omitempty"` // empty: confirmed
}

// file is one data/*.json in three parts: what recognition needs is decoded at
// once, the rest of the profile and the facts when somebody asks.
type file struct {
	Profile           // up to and with recognise
	head       []byte // the object without facts
	raw        []byte // the value of facts
	rest, once sync.Once
	full       Profile
	facts      []Fact
}

var registry = sync.OnceValue(func() *catalogue { return mustLoad(embedded, "data") })

type catalogue struct {
	files   []*file // by id
	byID    map[string]*file
	bySys   map[string]*file
	finders *finder
}

// folder is what embed.FS and a test's own have.
type folder interface {
	ReadDir(name string) ([]fs.DirEntry, error)
	ReadFile(name string) ([]byte, error)
}

// mustLoad reads a folder that is part of the program: what is wrong with it is a
// defect that the tests of this package show.
func mustLoad(fsys folder, dir string) *catalogue {
	c, err := load(fsys, dir)
	if err != nil {
		panic(err)
	}
	return c
}

func load(fsys folder, dir string) (*catalogue, error) {
	entries, err := fsys.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	c := &catalogue{byID: map[string]*file{}, bySys: map[string]*file{}}
	for _, e := range entries {
		data, err := fsys.ReadFile(dir + "/" + e.Name())
		if err != nil {
			return nil, err
		}
		f, err := decodeHead(data)
		if err != nil {
			return nil, &dataError{e.Name(), err.Error()}
		}
		c.files = append(c.files, f)
		c.byID[f.ID] = f
		for _, s := range f.Systems {
			c.bySys[s] = f
		}
	}
	slices.SortFunc(c.files, func(a, b *file) int { return strings.Compare(a.ID, b.ID) })
	c.finders = newFinder(c.files)
	return c, nil
}

type dataError struct{ name, why string }

func (e *dataError) Error() string { return "providers: " + e.name + ": " + e.why }

// decodeHead decodes a file up to recognise. The order of the members is fixed:
// recognise stands before what is decoded later, facts come last.
func decodeHead(data []byte) (*file, error) {
	f := &file{head: data}
	if i := bytes.Index(data, []byte("\n\t\"facts\": [")); i >= 0 {
		f.raw = data[i+len("\n\t\"facts\": "):]
		f.head = slices.Concat(bytes.TrimRight(data[:i], ", \t\n"), []byte{'}'})
	}
	d := json.NewDecoder(bytes.NewReader(f.head))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	early := map[string]any{"id": &f.ID, "name": &f.Name, "kind": &f.Kind, "systems": &f.Systems, "like": &f.Like, "recognise": &f.Recognise}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		into := early[name]
		if into == nil {
			break
		}
		if err := d.Decode(into); err != nil {
			return nil, err
		}
	}
	if f.ID == "" {
		return nil, errors.New("no id")
	}
	return f, nil
}

// profile returns the whole profile, decoding the rest of it the first time.
func (f *file) profile() Profile {
	f.rest.Do(func() {
		if json.Unmarshal(f.head, &f.full) != nil { // the tests decode every file
			f.full = f.Profile
		}
		f.full.finish()
	})
	return f.full
}

func (p *Profile) finish() {
	for i := range p.Quirks {
		p.Quirks[i].Confidence = cmp.Or(p.Quirks[i].Confidence, Confirmed)
	}
}

// all returns the facts of the file, decoding them the first time.
func (f *file) all() []Fact {
	f.once.Do(func() {
		if f.raw == nil {
			return
		}
		var facts []Fact
		if json.NewDecoder(bytes.NewReader(f.raw)).Decode(&facts) != nil {
			return // the tests decode every file
		}
		p := f.profile()
		for i := range facts {
			facts[i].finish(p)
		}
		f.facts = facts
	})
	return f.facts
}

// All returns the profiles of providers, by id; the specifications are not among
// them.
func All() []Profile {
	var out []Profile
	for _, f := range registry().files {
		if f.Kind != KindSpec {
			out = append(out, f.profile())
		}
	}
	return out
}

// Get returns the profile with this id, a specification's too.
func Get(id string) (Profile, bool) {
	f, ok := registry().byID[id]
	if !ok {
		return Profile{}, false
	}
	return f.profile(), true
}

// Form returns the parameters of a grant at this provider: those of the standard with
// the provider's own in their place or after them. A variant the grant is not offered
// for, or a grant the profile does not list, gives false.
func (p Profile) Form(variant, grant string) (Grant, bool) {
	i := slices.IndexFunc(p.Grants, func(g Grant) bool {
		return g.Type == grant && (len(g.Variants) == 0 || slices.Contains(g.Variants, variant))
	})
	if i < 0 {
		return Grant{}, false
	}
	g := p.Grants[i]
	std := standardGrant(grant)
	params := slices.Clone(std.Params)
	for _, own := range g.Params {
		same := func(q Param) bool { return q.Name == own.Name && q.At == own.At }
		switch at := slices.IndexFunc(params, same); {
		case own.Absent:
			params = slices.DeleteFunc(params, same)
		case at >= 0:
			params[at] = own
		default:
			params = append(params, own)
		}
	}
	g.Params = params
	g.Note = cmp.Or(g.Note, std.Note)
	g.PKCE = cmp.Or(g.PKCE, std.PKCE)
	return g, true
}

func standardGrant(grant string) Grant {
	std, _ := Get("oauth2")
	for _, g := range std.Grants {
		if g.Type == grant {
			return g
		}
	}
	return Grant{}
}

// Fill puts values in the place of {name} in an endpoint template. A name without a
// value stays, so that a form can show what is missing.
func Fill(template string, values map[string]string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			b.WriteString("{" + rest)
			return b.String()
		}
		if v := values[name]; v != "" {
			if strings.HasPrefix(after, "/") { // an address pasted with its last slash
				v = strings.TrimRight(v, "/")
			}
			b.WriteString(v)
		} else {
			b.WriteString("{" + name + "}")
		}
		template = after
	}
}
