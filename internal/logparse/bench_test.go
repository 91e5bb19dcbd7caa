package logparse_test

import (
	"fmt"
	"strings"
	"testing"

	"grantlens/internal/logparse"
)

// dense is a log with a token response every few kilobytes.
func dense(b testing.TB, size int) string {
	m := newMaker(b)
	var s strings.Builder
	for i := 0; s.Len() < size; i++ {
		body := strings.Replace(m.cachedKeycloak(), `"expires_in":1800`, fmt.Sprintf(`"expires_in":%d`, 1000+i%800), 1)
		fmt.Fprintf(&s, "2026-03-02 10:%02d:%02d.%03d DEBUG 4711 --- [nio-%d] token answer %d: %s\n", i/60%60, i%60, i%1000, i%16, i, body)
	}
	return s.String()
}

func feed(text []byte) {
	p := logparse.New(logparse.Options{})
	for len(text) > 0 {
		n := min(len(text), 256<<10)
		p.Feed(text[:n])
		text = text[n:]
	}
	p.Close()
}

func BenchmarkDense(b *testing.B) {
	text := []byte(dense(b, 8<<20))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		feed(text)
	}
}

func BenchmarkSparse(b *testing.B) {
	var s strings.Builder
	for i := 0; s.Len() < 64<<20; i++ {
		fmt.Fprintf(&s, "2026-03-02 10:%02d:%02d.%03d INFO 4711 --- [nio-8080-exec-%d] c.e.shop.OrderService : order %d stored in %d ms for customer %d\n", i/60%60, i%60, i%1000, i%16, i, i%97, i*7919%100000)
	}
	text := []byte(s.String())
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		feed(text)
	}
}

// BenchmarkPaste is what one paste on the page costs.
func BenchmarkPaste(b *testing.B) {
	text := []byte(newMaker(b).playwright())
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		feed(text)
	}
}
