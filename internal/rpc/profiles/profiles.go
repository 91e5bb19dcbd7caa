// Package profiles registers providers.list, which says how to ask each provider for a token: for the server, and for the
// worker that makes requests. The worker that reads logs is built without what it takes.
package profiles

import (
	"slices"

	"grantlens/internal/providers"
	"grantlens/internal/rpc"
)

// Register adds the method to a Mux.
func Register(m *rpc.Mux) { m.Register("providers.list", rpc.Typed(list)) }

// Params are the parameters of providers.list.
type Params struct {
	Lang string `json:"lang"`
}

// List is the answer of providers.list: every profile, in one language.
type List struct {
	Providers []Provider `json:"providers"`
}

// Provider is one profile. Its lists may be empty, and are never null.
type Provider struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Kind       string    `json:"kind"` // service, server or generic
	Variants   []Variant `json:"variants"`
	Grants     []Grant   `json:"grants"`
	ClientAuth []Term    `json:"clientAuth"`
	Scopes     []Term    `json:"scopes"`
	Quirks     []Quirk   `json:"quirks"`
	Hosts      []string  `json:"hosts"` // where the relay sends; a star stands for a tenant's labels
}

// Variant is one set of endpoints: URL templates with {name} for each of Vars.
type Variant struct {
	ID        string              `json:"id"`
	Name      string              `json:"name"`
	Note      string              `json:"note"`
	Vars      []Var               `json:"vars"`
	Endpoints providers.Endpoints `json:"endpoints"`
}

// Var is a part of the URLs that the user fills in.
type Var struct {
	Name    string `json:"name"`
	Default string `json:"default"`
	Help    string `json:"help"`
}

// Grant is one way to a token. Params are those in which the provider differs from the standard.
type Grant struct {
	Type     string       `json:"type"`
	Variants []string     `json:"variants"` // that offer it; empty: all
	PKCE     string       `json:"pkce,omitempty"`
	Note     string       `json:"note"`
	Params   []GrantParam `json:"params"`
}

// GrantParam is a parameter the provider adds, presets, requires or does not want.
type GrantParam struct {
	Name     string `json:"name"`
	At       string `json:"at,omitempty"` // authorize, token or device
	Value    string `json:"value,omitempty"`
	Required bool   `json:"required,omitempty"`
	Absent   bool   `json:"absent,omitempty"`
	Help     string `json:"help"`
}

// Term is a value with its explanation.
type Term struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// Quirk is a deviation, with where it is written and when somebody looked.
type Quirk struct {
	ID         string      `json:"id"`
	Text       string      `json:"text"`
	Source     QuirkSource `json:"source"`
	Confidence string      `json:"confidence"`
}

// QuirkSource is a reference and the day it was read (2006-01-02), if anybody did.
type QuirkSource struct {
	Label   string `json:"label"`
	URL     string `json:"url"`
	Checked string `json:"checked,omitempty"`
}

func list(p Params) (any, error) { return Of(p.Lang), nil }

// Of lists every profile by id, in English or Russian ("ru").
func Of(lang string) List {
	explained := map[string]string{}
	if std, ok := providers.Get("oauth2"); ok {
		for _, t := range std.ClientAuthHelp {
			explained[t.Name] = t.Help.In(lang)
		}
	}
	list := List{Providers: []Provider{}}
	for _, p := range providers.All() {
		out := Provider{ID: p.ID, Name: p.Name, Kind: p.Kind, Variants: []Variant{}, Grants: []Grant{}, ClientAuth: []Term{}, Scopes: []Term{},
			Quirks: []Quirk{}, Hosts: append([]string{}, p.Hosts()...)}
		for _, v := range p.Variants {
			vars := []Var{}
			for _, x := range v.Vars {
				vars = append(vars, Var{x.Name, x.Default, x.Help.In(lang)})
			}
			out.Variants = append(out.Variants, Variant{v.ID, v.Name.In(lang), v.Note.In(lang), vars, v.Endpoints})
		}
		for _, g := range p.Grants {
			out.Grants = append(out.Grants, grantOf(p, g, lang))
		}
		for _, name := range p.ClientAuth {
			out.ClientAuth = append(out.ClientAuth, Term{name, explained[name]})
		}
		for _, t := range p.Scopes {
			out.Scopes = append(out.Scopes, Term{t.Name, t.Help.In(lang)})
		}
		for _, q := range p.Quirks {
			s := p.Sources[q.Source]
			out.Quirks = append(out.Quirks, Quirk{q.ID, q.Text.In(lang), QuirkSource{s.Label, s.URL, s.Checked}, q.Confidence})
		}
		list.Providers = append(list.Providers, out)
	}
	return list
}

func grantOf(p providers.Profile, g providers.Grant, lang string) Grant {
	variant := ""
	if len(g.Variants) > 0 {
		variant = g.Variants[0]
	}
	whole, _ := p.Form(variant, g.Type) // what the standard says where the profile is silent
	out := Grant{Type: g.Type, Variants: append([]string{}, g.Variants...), PKCE: whole.PKCE, Note: whole.Note.In(lang), Params: []GrantParam{}}
	for _, own := range g.Params {
		out.Params = append(out.Params, GrantParam{own.Name, own.At, own.Value, own.Required, own.Absent, own.Help.In(lang)})
	}
	slices.SortStableFunc(out.Params, func(a, b GrantParam) int { return required(b) - required(a) })
	return out
}

func required(p GrantParam) int {
	if p.Required {
		return 1
	}
	return 0
}
