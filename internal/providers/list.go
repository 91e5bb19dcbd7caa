package providers

import (
	"net/url"
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
		for _, template := range v.Endpoints.all() {
			host := templateHost(template)
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

func (e Endpoints) all() []string {
	list := []string{e.Issuer, e.Discovery, e.Authorize, e.Token, e.Device, e.PAR, e.CIBA, e.UserInfo, e.JWKS, e.Introspect, e.Revoke, e.Logout, e.Register}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
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

// ownDomain reports whether a pattern names hosts of one owner: at least two whole labels stand after the last star.
func ownDomain(pattern string) bool {
	labels := strings.Split(pattern, ".")
	n := len(labels)
	if n < 2 || slices.Contains(notPublic, labels[n-1]) || labels[n-2] == "example" {
		return false
	}
	for i, label := range labels {
		if label == "" || strings.Contains(label, "*") && (label != "*" || i >= n-2) {
			return false
		}
	}
	u, err := url.Parse("https://" + strings.ReplaceAll(pattern, "*", "x") + "/")
	return err == nil && u.Port() == "" && u.User == nil
}
