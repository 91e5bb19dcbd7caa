// Package sample makes tokens of nobody, for tests and measurements.
package sample

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Keycloak2KB is an access token of 2 KB as Keycloak issues them: forty roles, from 1899999700 to 1900000000 (Unix
// seconds), for orders and account. Its signature is 256 bytes that verify with no key.
func Keycloak2KB() string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	var roles []string
	for i := range 40 {
		roles = append(roles, fmt.Sprintf(`"invented-role-%d"`, i))
	}
	return part(`{"alg":"RS256","typ":"JWT","kid":"bench"}`) + "." + part(`{"exp":1900000000,"iat":1899999700,"jti":"5f1d2c3b-0000-4000-8000-000000000000","iss":"https://sso.example.com/realms/demo",`+
		`"aud":["orders","account"],"sub":"7b1e2c3d-0000-4000-8000-000000000000","typ":"Bearer","azp":"web","realm_access":{"roles":[`+strings.Join(roles, ",")+`]},"scope":"openid email profile",`+
		`"email_verified":true,"name":"Anna Example","preferred_username":"anna","email":"anna@example.com"}`) + "." + part(strings.Repeat("\a", 256))
}
