package artifact

import (
	"fmt"
	"strings"
	"testing"

	"grantlens/internal/source"
)

// plainLine is a line of an application's log that speaks of no login.
func plainLine(i int) string {
	return fmt.Sprintf("2025-03-04 09:%02d:%02d,%03d INFO  [com.example.orders.OrderService] (worker-%d) order %d of customer %d packed in %d ms, next stop warehouse %d\n", i/60%60, i%60, i%1000, i%16, 100000+i, i%977, i%250, i%7)
}

const benchToken = "eyJhbGciOiJSUzI1NiIsImtpZCI6InQxIn0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbS9yZWFsbXMvZGVtbyIsInN1YiI6ImFsaWNlIiwiYXVkIjoid2ViIiwiZXhwIjoxNzQxMDc5ODY0fQ.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl"

// denseLog has a token response every two kilobytes.
func denseLog(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		if i%12 == 0 {
			fmt.Fprintf(&b, "2025-03-04 09:%02d:%02d,107 DEBUG [com.example.Login] (worker-1) token response: {\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300,\"scope\":\"openid email\",\"session_state\":\"s-%d\"}\n", i/60%60, i%60, benchToken, i)
		}
		b.WriteString(plainLine(i))
	}
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	var plain, jsonLines, events strings.Builder
	for i := 0; plain.Len() < 256<<10; i++ {
		plain.WriteString(plainLine(i))
	}
	for i := 0; jsonLines.Len() < 256<<10; i++ {
		fmt.Fprintf(&jsonLines, "{\"level\":\"info\",\"time\":\"2025-03-04T09:%02d:%02dZ\",\"caller\":\"orders/service.go:%d\",\"message\":\"order packed\",\"order\":%d}\n", i/60%60, i%60, i%400, i)
		if i%15 == 0 {
			fmt.Fprintf(&jsonLines, "{\"level\":\"error\",\"time\":\"2025-03-04T09:%02d:%02dZ\",\"error\":\"oauth2: cannot fetch token: 400 Bad Request\\nResponse: {\\\"error\\\":\\\"invalid_grant\\\",\\\"session\\\":\\\"%d\\\"}\",\"message\":\"login failed\"}\n", i/60%60, i%60, i)
		}
	}
	for i := 0; events.Len() < 256<<10; i++ {
		fmt.Fprintf(&events, "2025-03-04 09:%02d:%02d,107 WARN  [org.keycloak.events] (executor-thread-%d) type=\"CODE_TO_TOKEN_ERROR\", realmId=\"7e4e79ee\", realmName=\"demo\", clientId=\"web\", userId=\"null\", ipAddress=\"192.0.2.1\", error=\"invalid_code\", grant_type=\"authorization_code\", code_id=\"%d\"\n", i/60%60, i%60, i%9, i)
	}
	for _, bb := range []struct{ name, input string }{
		{"dense", denseLog(256 << 10)},
		{"plain", plain.String()},
		{"json-lines", jsonLines.String()},
		{"keycloak-events", events.String()},
	} {
		b.Run(bb.name, func(b *testing.B) {
			text := source.NewText(bb.input, 0, 0)
			b.SetBytes(int64(len(bb.input)))
			b.ReportAllocs()
			for b.Loop() {
				Read(source.Clean(source.Whole(text)))
			}
		})
	}
}
