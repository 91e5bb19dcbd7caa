package verify

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
)

// Discovery is what a discovery document says of verifying (OIDC Discovery 3, RFC 8414 2).
type Discovery struct {
	Issuer      string
	JWKSURI     string
	IDTokenAlgs []string // id_token_signing_alg_values_supported
}

// ErrNoDiscovery is the answer for a text that is no discovery document.
var ErrNoDiscovery = errors.New("verify: discovery: not a JSON object with issuer")

// ParseDiscovery reads a discovery document.
func ParseDiscovery(s string) (Discovery, error) {
	var d struct {
		Issuer  string
		JWKSURI string   `json:"jwks_uri"`
		Algs    []string `json:"id_token_signing_alg_values_supported"`
	}
	if json.Unmarshal([]byte(s), &d) != nil || d.Issuer == "" {
		return Discovery{}, ErrNoDiscovery
	}
	return Discovery{d.Issuer, d.JWKSURI, d.Algs}, nil
}

// IsDiscovery tells a discovery document from a key set.
func IsDiscovery(s string) bool {
	_, err := ParseKeys(s)
	return err == ErrDiscovery
}

// DiscoveryURLs lists where the discovery document of an issuer should be: OIDC puts the well-known path behind the
// issuer's, RFC 8414 before it. None for an issuer that is no web address, or one with a query.
func DiscoveryURLs(issuer string) []string {
	if issuer == "accounts.google.com" { // Google's older tokens leave out the scheme
		issuer = "https://" + issuer
	}
	u, err := url.Parse(issuer)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil
	}
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	base := u.Scheme + "://" + u.Host
	return []string{base + path + "/.well-known/openid-configuration", base + "/.well-known/oauth-authorization-server" + path}
}
