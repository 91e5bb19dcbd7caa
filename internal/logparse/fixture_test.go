package logparse_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The fixture maker: logs of the shapes that started this project, with invented people, example.com hosts and tokens
// signed by test keys. The page's examples are its output.

// fixture is one log and what the engine must say of it.
type fixture struct {
	name string // file in web/src/examples, without .txt
	text string
}

const examplesDir = "../../web/src/examples"

var fixtureTime = time.Date(2026, 3, 2, 17, 31, 57, 0, time.UTC)

// maker signs with the test keys.
type maker struct {
	t    testing.TB
	rsa  *rsa.PrivateKey
	hmac []byte
	body string // of keycloak, once made
}

func newMaker(t testing.TB) *maker {
	t.Helper()
	raw, err := os.ReadFile("testdata/test-key.pem")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		t.Fatal("testdata/test-key.pem holds no PEM block")
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return &maker{t: t, rsa: key, hmac: []byte("a test secret that signs nothing real")}
}

func b64(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// rs256 signs claims, given as JSON text so that their order is the issuer's.
func (m *maker) rs256(claims string) string {
	input := b64([]byte(`{"alg":"RS256","typ" : "JWT","kid" : "Qm2vT8rWk1dLx0aYp7sHn4eJc6uBf3gZ"}`)) + "." + b64([]byte(claims))
	sum := sha256.Sum256([]byte(input))
	sig, err := rsa.SignPKCS1v15(nil, m.rsa, crypto.SHA256, sum[:])
	if err != nil {
		m.t.Fatal(err)
	}
	return input + "." + b64(sig)
}

func (m *maker) hs256(claims string) string {
	input := b64([]byte(`{"alg":"HS256","typ" : "JWT","kid" : "5d0c2b9e-7c14-4a6f-9a35-0f6a2f1f7e21"}`)) + "." + b64([]byte(claims))
	mac := hmac.New(sha256.New, m.hmac)
	mac.Write([]byte(input))
	return input + "." + b64(mac.Sum(nil))
}

func leftHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return b64(sum[:16])
}

// keycloak is a token response of a Keycloak realm.
func (m *maker) keycloak() string {
	const session = "3b1f6d0c-52e7-4c1b-8f0a-6d2e9c4b7a15"
	const user = `"email_verified":false,"name":"Anna Petrova","preferred_username":"apetrova","given_name":"Anna","family_name":"Petrova","email":"anna.petrova@example.com"`
	iat := fixtureTime.Unix()
	iss := "https://sso.example.com/realms/demo"
	sub := "c0f3a9d2-1e47-4b7a-9c55-7f2d8e6b1a04"
	access := m.rs256(fmt.Sprintf(`{"exp":%d,"iat":%d,"jti":"0a4d6b1c-9c3e-4f27-8d51-2b7e6a9f0c13","iss":"%s","aud":["orders-api","account"],"sub":"%s","typ":"Bearer","azp":"web-app","session_state":"%s","allowed-origins":["https://app.example.com"],"realm_access":{"roles":["offline_access","USER"]},"scope":"email openid profile","sid":"%s",%s}`, iat+1800, iat, iss, sub, session, session, user))
	refresh := m.hs256(fmt.Sprintf(`{"exp":%d,"iat":%d,"jti":"6e2f0b5a-3d19-4a88-b7c4-91d0e5f3a2c6","iss":"%s","aud":"%s","sub":"%s","typ":"Refresh","azp":"web-app","session_state":"%s","scope":"email openid profile","sid":"%s"}`, iat+7200, iat, iss, iss, sub, session, session))
	id := m.rs256(fmt.Sprintf(`{"exp":%d,"iat":%d,"auth_time":0,"jti":"f7b2c8d1-4e60-4d9b-a1f3-5c8e7d2b9a06","iss":"%s","aud":"web-app","sub":"%s","typ":"ID","azp":"web-app","session_state":"%s","at_hash":"%s","sid":"%s",%s}`, iat+1800, iat, iss, sub, session, leftHash(access), session, user))
	return fmt.Sprintf(`{"access_token":"%s","expires_in":1800,"refresh_expires_in":7200,"refresh_token":"%s","token_type":"Bearer","id_token":"%s","not-before-policy":0,"session_state":"%s","scope":"email openid profile"}`, access, refresh, id, session)
}

func (m *maker) cachedKeycloak() string {
	if m.body == "" {
		m.body = m.keycloak()
	}
	return m.body
}

// playwright is the founding example: a success called an error, then a page called 200 OK.
func (m *maker) playwright() string {
	body := m.keycloak()
	file := time.Date(2026, 3, 1, 9, 14, 21, 0, time.UTC)
	return "Ошибка аутентификации: " + body + "\nResponse body: " + body + `
Шаг 1: Поиск заказа по номеру
APIResponse: 200 OK
  Date: ` + fixtureTime.Add(time.Second).Format("Mon, 02 Jan 2006 15:04:05 GMT") + `
  Content-Type: text/html
  Content-Length: 812
  Connection: keep-alive
  Last-Modified: ` + file.Format("Mon, 02 Jan 2006 15:04:05 GMT") + `
  ETag: "` + fmt.Sprintf("%x-%x", file.Unix(), 812) + `"
  Cache-Control: no-cache
  Accept-Ranges: bytes
  Strict-Transport-Security: max-age=15724800; includeSubDomains
`
}

// wrap breaks a text into lines of n characters with blank lines between, as a PDF or a narrow page does.
func wrap(s string, n int, between string) string {
	var lines []string
	for len(s) > n {
		lines = append(lines, s[:n])
		s = s[n:]
	}
	return strings.Join(append(lines, s), between)
}

func (m *maker) moexTokens() (access, refresh string) {
	iat := time.Date(2026, 2, 10, 9, 0, 0, 0, time.UTC).Unix()
	iss := "http://sso.test.example.com:8080/auth/realms/SSO"
	access = m.rs256(fmt.Sprintf(`{"exp":%d,"iat":%d,"jti":"10c7a5b2-8e41-4f0d-9b36-2d7e1f4a6c58","iss":"%s","aud":["ca","account"],"sub":"f:2c9d7e10-6b3a-4e58-9f21-8a4c0d5b7e63:40017","typ":"Bearer","azp":"test_client","session_state":"7d5e2a91-0c4b-4f68-a3d7-1b9e6c8f2054","acr":"1","scope":"client_registration profile email","email_verified":false,"name":"Мария Соколова","preferred_username":"40017","given_name":"Мария","family_name":"Соколова","email":"maria.sokolova@example.com"}`, iat+3600, iat, iss))
	refresh = m.hs256(fmt.Sprintf(`{"exp":%d,"iat":%d,"jti":"8f1b4c6d-2a70-4e95-b3d8-6c0a9e7f5124","iss":"%s","aud":"%s","sub":"f:2c9d7e10-6b3a-4e58-9f21-8a4c0d5b7e63:40017","typ":"Refresh","azp":"test_client","session_state":"7d5e2a91-0c4b-4f68-a3d7-1b9e6c8f2054","scope":"client_registration profile email"}`, iat+3600, iat+1, iss, iss))
	return access, refresh
}

// moex is the migration document: the old answer beside the new one, its tokens broken over lines.
func (m *maker) moex() string {
	access, refresh := m.moexTokens()
	return `Ответ в старом формате

 { 

  "grant_type": "passport", 

  "access_token":"5c1f0e7a-93b4-4d26-8e5f-7a0b2c9d4e61", 

  "token_type":"Bearer", 

  "expires_in":3600, 

  "refresh_token":"e28d7c50-4b1a-4f93-a6c7-0d5e9f1b3a72", 

  "scope":"client_registration" 

} 

Ответ в новом формате

{ 

       "access_token": "` + wrap(access, 75, "\n\n") + `", 

       "expires_in": 3599, 
        "refresh_expires_in": 3599, 

       "refresh_token": "` + wrap(refresh, 75, "\n\n") + `", 

       "token_type": "Bearer", 

       "not-before-policy": 0, 

       "session_state": "7d5e2a91-0c4b-4f68-a3d7-1b9e6c8f2054", 

       "scope": "client_registration profile email" 

   } 
`
}

// scanned is the same new answer after a scanner has misread letters of the token.
func (m *maker) scanned() string {
	access, refresh := m.moexTokens()
	misread := strings.NewReplacer("0", "O", "1l", "l1", "l0", "@")
	broken := access[:40] + misread.Replace(access[40:380]) + access[380:600] + "]" + access[601:]
	return `HoBbin dopmaT oTBeTa

{

"access_token": "` + wrap(broken, 76, "\n") + `",

"expires_in": 3599,

"refresh_expires_in": 3599,

"refresh_token": "` + wrap(refresh[:60]+misread.Replace(refresh[60:]), 76, "\n") + `",

"token_type": "Bearer",
"not-before-policy": 0,
"session_state": "7d5e2a91-0c4b-4f68-a3d7-1b9e6c8f2054",

"scope": "client_registration profile email"
`
}

// waves is a page of documentation: requests as JSON sketches, answers with tokens cut off.
func (m *maker) waves() string {
	token := m.hs256(`{"signature":"3tVdW8n5kQ2xYpZr7sLhMfGjBcNaUeTbRvXwKyJmHgFdSaPoLiKuJyHtGrFeDwSq","user":"demo"}`)
	cut := token[:len("eyJhbGciOiJIUzI1NiIsInR5cCIgOiAiSldUIiw")+60] + "..."
	return `# POST /v1/oauth2/token

Returns an access token and a refresh token.

POST /v1/oauth2/token
Content-type: application/x-www-form-urlencoded

{
  "grant_type": "password",
  "scope": "general",
  "username": "(string)",
  "password" "(string)",
  "client_id": "waves.exchange"
}

# Example of the answer

{
  "access_token": "` + cut + `",
  "token_type": "bearer",
  "expires_in": 1772600400,
  "refresh_token": "` + cut + `"
}
`
}

func (m *maker) fixtures() []fixture {
	return []fixture{
		{"001-keycloak-success-called-error", m.playwright()},
		{"002-moex-old-and-new-answer", m.moex()},
		{"003-waves-documentation", m.waves()},
		{"004-scanned-token", m.scanned()},
		{"005-code-redeemed-twice", `2026-03-02 17:31:58,104 WARN  [org.keycloak.events] (executor-thread-12) type="CODE_TO_TOKEN_ERROR", realmId="5a1c9e70-3b2d-4f86-a7c4-0e9d6b8f1325", realmName="demo", clientId="orders-ui", userId="null", ipAddress="10.0.0.7", error="invalid_code", grant_type="authorization_code", code_id="9d4b7f12-6c0e-4a38-b5d1-2f8e7a3c9046", client_auth_method="client-secret"
2026-03-02 17:31:58,105 WARN  [org.keycloak.protocol.oidc.utils.OAuth2CodeParser] (executor-thread-12) Code '1f7a3c52-8e0d-4b96-9a4c-6d2e5b8f7013' already used for userSession '9d4b7f12-6c0e-4a38-b5d1-2f8e7a3c9046' and client 'c7e1a05d-4b92-4f38-8d6a-3e9f0b7c2154'.
[2026/03/02 17:31:58] [oauthproxy.go:881] Error redeeming code during OAuth2 callback: token exchange failed: oauth2: cannot fetch token: 400 Bad Request
Response: {"error":"invalid_grant","error_description":"Code not valid"}
`},
		{"006-github-error-in-200", `> POST /login/oauth/access_token HTTP/1.1
> Host: github.com
> Accept: application/json
> Content-Type: application/x-www-form-urlencoded
>
< HTTP/1.1 200 OK
< Date: Mon, 02 Mar 2026 17:31:58 GMT
< Content-Type: application/json; charset=utf-8
<
{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.","error_uri":"https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#bad-verification-code"}
`},
		{"007-redirect-uri-mismatch", `GET https://sso.example.com/realms/demo/protocol/openid-connect/auth?response_type=code&client_id=orders-ui&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&scope=openid&state=f3a91c7e0b

POST https://sso.example.com/realms/demo/protocol/openid-connect/token HTTP/1.1
Content-Type: application/x-www-form-urlencoded

grant_type=authorization_code&client_id=orders-ui&code=7b0e4c1a-2d95-4f63-8a17-9c5d6e3f0b28&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback%2F

HTTP/1.1 400 Bad Request
Content-Type: application/json

{"error":"invalid_grant","error_description":"Incorrect redirect_uri"}
`},
	}
}

// TestExamples holds the page's examples to the fixture maker's output.
func TestExamples(t *testing.T) {
	made := map[string]bool{}
	for _, f := range newMaker(t).fixtures() {
		path := filepath.Join(examplesDir, f.name+".txt")
		made[path] = true
		if *update {
			if err := os.WriteFile(path, []byte(f.text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile(path)
		if err != nil || string(have) != f.text {
			t.Errorf("%s is not what the fixture maker makes: run make update (%v)", path, err)
		}
	}
	files, _ := filepath.Glob(filepath.Join(examplesDir, "*.txt"))
	for _, f := range files {
		if !made[f] {
			t.Errorf("%s is not made by the fixture maker", f)
		}
	}
}
