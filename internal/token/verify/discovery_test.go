package verify

import (
	"strings"
	"testing"
)

func TestDiscoveryURLs(t *testing.T) {
	for issuer, want := range map[string]string{
		"https://id.example.com":             "https://id.example.com/.well-known/openid-configuration https://id.example.com/.well-known/oauth-authorization-server",
		"https://id.example.com/realms/demo": "https://id.example.com/realms/demo/.well-known/openid-configuration https://id.example.com/.well-known/oauth-authorization-server/realms/demo",
		"https://id.example.com/tenant/":     "https://id.example.com/tenant/.well-known/openid-configuration https://id.example.com/.well-known/oauth-authorization-server/tenant",
		"http://localhost:8080/realms/demo":  "http://localhost:8080/realms/demo/.well-known/openid-configuration http://localhost:8080/.well-known/oauth-authorization-server/realms/demo",
		"accounts.google.com":                "https://accounts.google.com/.well-known/openid-configuration https://accounts.google.com/.well-known/oauth-authorization-server",
		"https://user@id.example.com":        "",
		"https://id.example.com/?a=b":        "",
		"my-service":                         "",
		"file:///etc/passwd":                 "",
		"":                                   "",
	} {
		if got := strings.Join(DiscoveryURLs(issuer), " "); got != want {
			t.Errorf("%s: got %s; want %s", issuer, got, want)
		}
	}
}
