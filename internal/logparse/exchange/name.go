package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/providers"
)

// name finds the provider of each exchange: by the address asked, by the issuer of its tokens, by members and headers
// only one provider has, and last by what the text around names.
func (f *Flow) name() {
	byURL := providersByURL{}
	for _, e := range f.Exchanges {
		e.Provider = f.providerOf(e, byURL)
	}
	if len(f.Exchanges) == 0 {
		return
	}
	// What one exchange shows holds for the others of the same login that show nothing.
	named := ""
	for _, e := range f.Exchanges {
		if e.Provider != "" {
			named = e.Provider
			break
		}
	}
	if named == "" {
		named = f.Named()
	}
	for _, e := range f.Exchanges {
		if e.Provider == "" && (e.Endpoint != EndpointAPI || len(f.Exchanges) == 1) {
			e.Provider = named
		}
	}
}

// minWeight is how sure a word must be to name the provider of a whole text.
const minWeight = 40

// certainWeight is the weight of what only this provider writes.
const certainWeight = 80

// saidWeight is the weight from which on an answer's own words name who gave it.
const saidWeight = 60

// Named is the provider the text as a whole names, or "".
func (f *Flow) Named() string {
	for _, h := range f.Providers {
		if h.Weight >= minWeight {
			return h.ID
		}
	}
	return ""
}

// names reports whether the text names a provider.
func (f *Flow) names(id string) bool {
	return slices.ContainsFunc(f.Providers, func(h providers.Hit) bool { return h.ID == id })
}

// providersByURL remembers the providers of the addresses of one flow: most exchanges ask the same few.
type providersByURL map[string]string

func (seen providersByURL) find(raw string) (id string, ok bool) {
	if raw == "" {
		return "", false
	}
	if i := strings.IndexAny(raw, "?#"); i >= 0 && strings.Contains(raw[:i], "://") {
		raw = raw[:i] // what stands behind differs each time and does not count
	}
	id, known := seen[raw]
	if !known {
		id, _ = providers.ByURL(raw)
		seen[raw] = id
	}
	return id, id != ""
}

func (f *Flow) providerOf(e *Exchange, byURL providersByURL) string {
	if e.Event != nil {
		return "keycloak"
	}
	own := e.Redirect != nil || e.Endpoint == EndpointCallback // the address asked is the client's, not the provider's
	if !own {
		address := e.URL()
		if strings.HasPrefix(address, "/") && e.Request != nil { // as a request line has it
			address = "https://" + e.Request.Header("Host") + address
		}
		if id, ok := byURL.find(address); ok {
			return id
		}
	}
	if e.Request != nil && !own {
		if id, ok := byURL.find(e.Request.Header("Host")); ok {
			return id
		}
	}
	for _, t := range e.Tokens {
		if id, ok := byURL.find(t.Issuer()); ok && !strings.ContainsAny(t.Issuer(), " \t\r\n") {
			return id
		}
		if hits := providers.ByMembers(func(name string) bool { _, ok := t.Claim(name); return ok }); len(hits) > 0 {
			return hits[0].ID
		}
	}
	var ps artifact.Params
	if e.Body != nil {
		ps = e.Body.Members
	} else if own {
		if ps = e.Params; e.Redirect != nil {
			ps = e.Redirect.Params
		}
		if id, ok := providers.ByIssuer(ps.Text("iss")); ok {
			return id
		}
		if keycloakCode(ps.Text("code")) {
			return "keycloak"
		}
	}
	if hits := providers.ByMembers(ps.Has); len(ps) > 0 && len(hits) > 0 {
		for _, h := range hits[1:] {
			if f.names(h.ID) && !f.names(hits[0].ID) {
				return h.ID // DingTalk answers as WeChat does
			}
		}
		return hits[0].ID
	}
	if id, ok := byURL.find(ps.Text("error_uri")); ok {
		return id
	}
	if hits := providers.ByText(strings.ToLower(e.Error.Text)); len(hits) > 0 && hits[0].Weight >= certainWeight {
		return hits[0].ID
	}
	if e.Error.OK() || e.Description.OK() { // decoded: in the text they may be escaped
		said := strings.ToLower(e.Description.Text + " " + ps.Text("error_uri"))
		if hits := providers.ByText(said); len(hits) > 0 && hits[0].Weight >= saidWeight {
			return hits[0].ID
		}
	}
	if e.Response != nil && e.Response.Label.OK() {
		// A broker's line names the provider behind it: what the broker itself is called does not count.
		for _, h := range providers.ByText(strings.ToLower(e.Response.Label.Text)) {
			if h.ID != "keycloak" && h.Weight >= minWeight {
				return h.ID
			}
		}
	}
	if strings.HasPrefix(e.Code.Text, "AADSTS") {
		return "entra"
	}
	if e.Response != nil {
		for _, h := range e.Response.Headers {
			if hits := providers.ByText(strings.ToLower(h.Name + ": " + h.Value.Text)); len(hits) > 0 && hits[0].Weight >= 60 {
				return hits[0].ID
			}
		}
	}
	return ""
}

// keycloakCode reports whether a code is built as Keycloak's are: its own id, the session's and the client's, two of them UUIDs.
func keycloakCode(code string) bool {
	id, rest, _ := strings.Cut(code, ".")
	session, client, ok := strings.Cut(rest, ".")
	uuid := func(s string) bool {
		return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
	}
	return ok && uuid(id) && uuid(client) && len(session) >= 20
}
