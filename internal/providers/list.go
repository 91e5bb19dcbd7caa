package providers

import (
	"slices"
	"strings"
)

// Hosts returns the hosts at which a provider answers, sorted: those of its endpoints and the others that are the
// provider's alone. A star stands for one label of a tenant's name, as the first label for one or more; what stands after
// the last star is the provider's own domain, so nobody else can have a host that fits. Software that people run
// themselves has no hosts.
func (p Profile) Hosts() []string {
	var hosts []string
	tenant := false // the whole host of an endpoint is what the user writes
	for _, v := range p.Variants {
		for _, e := range v.Endpoints.List() {
			host := templateHost(e.URL)
			tenant = tenant || host == "*"
			hosts = append(hosts, host)
		}
	}
	for _, host := range p.Recognise.Hosts {
		if tenant || p.Kind == KindService && !strings.Contains(host, "*") {
			hosts = append(hosts, host)
		}
	}
	hosts = slices.DeleteFunc(hosts, func(h string) bool { return !ownDomain(h) })
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Endpoint is one endpoint with its name, which is that of its member in a profile.
type Endpoint struct{ Name, URL string }

// List returns the endpoints that there are, in the order of a login.
func (e Endpoints) List() []Endpoint {
	list := []Endpoint{{"issuer", e.Issuer}, {"discovery", e.Discovery}, {"authorize", e.Authorize}, {"par", e.PAR}, {"device", e.Device}, {"ciba", e.CIBA},
		{"token", e.Token}, {"userinfo", e.UserInfo}, {"jwks", e.JWKS}, {"introspect", e.Introspect}, {"revoke", e.Revoke}, {"logout", e.Logout}, {"register", e.Register}}
	return slices.DeleteFunc(list, func(e Endpoint) bool { return e.URL == "" })
}

// templateHost is the host of an endpoint template, a star for each label that holds a variable.
func templateHost(template string) string {
	_, rest, ok := strings.Cut(template, "://")
	if !ok {
		return "*" // {base}/token: the variable holds the scheme too
	}
	host, _, _ := strings.Cut(rest, "/")
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if strings.Contains(label, "{") {
			labels[i] = "*"
		}
	}
	return strings.Join(labels, ".")
}

// notPublic are top-level domains that name no host of the public Internet (RFC 6761, RFC 8375, RFC 9476 and usage).
var notPublic = []string{"alt", "arpa", "corp", "example", "home", "internal", "invalid", "lan", "local", "localdomain", "localhost", "onion", "svc", "test"}

// shared are second-level domains under which a country registers other people's: nobody owns *.co.uk.
var shared = []string{"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "mil", "ne", "net", "nom", "or", "org"}

// ownDomain reports whether a pattern names hosts of one owner: a whole registered domain stands after the last star.
func ownDomain(pattern string) bool {
	labels := strings.Split(pattern, ".")
	n := len(labels)
	if n < 2 || slices.Contains(notPublic, labels[n-1]) || labels[n-2] == "example" {
		return false
	}
	owned := 2 // labels of the registered domain
	if len(labels[n-1]) == 2 && slices.Contains(shared, labels[n-2]) {
		owned = 3
	}
	for i, label := range labels {
		if label == "*" && i < n-owned {
			continue
		}
		if label == "" || strings.ContainsFunc(label, func(c rune) bool { return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') }) {
			return false
		}
	}
	return true
}
