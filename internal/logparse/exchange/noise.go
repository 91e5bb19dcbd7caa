package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// noise are lines that systems print in normal work beside any login, and those by which a test passed whose name speaks of a
// failure. A line is one if it holds the sign and one of the words, and no answer behind them.
var noise = [...]struct {
	sign  string
	words []string
}{
	// browsers, their extensions and developer tools, React
	{sign: "devtools failed to load source"},
	{sign: "receiving end does not exist"},
	{sign: "the message port closed before a response"},
	{sign: "but the message channel closed before a response"},
	{sign: "favicon.ico", words: []string{" 404"}},
	{sign: "hydration failed because"},
	{sign: "text content did not match. server"},
	{sign: "is not a supported stylesheet mime type"},
	{sign: "google.accounts.id.initialize() is called multiple times"},
	{sign: "authentication failures may occur when third-party cookies are blocked"},
	// iOS, Android
	{sign: "nw_read_request_report"},
	{sign: "nw_connection_"},
	{sign: "nw_socket_"},
	{sign: "failed to load libgles"},
	{sign: "failed to get service from broker"},
	{sign: "unknown calling package name 'com.google.android.gms'"},
	{sign: "error getting app check token; using placeholder"},
	{sign: "x-firebase-locale because its value was null"},
	// tests that passed
	{sign: "✓ ", words: wrong},
	{sign: "✔ ", words: wrong},
	{sign: "√ ", words: wrong},
	{sign: "--- pass: ", words: wrong},
	{sign: " passed [", words: wrong},
	{sign: "]' passed (", words: wrong},
	{sign: "]' started.", words: wrong},
	{sign: ") passed", words: wrong},
	{sign: " ... ok", words: wrong},
}

// wrong are words of what a test is about that looks whether a failure is treated as one.
var wrong = []string{"error", "fail", "invalid", "expire", "reject", "denied", "deny", "denies", "throw", "unauthor", "wrong", "refus", "forbid", "mismatch", "missing", "40"}

// quiet is a view without its lines of noise, which is v itself where there are none.
func quiet(v *source.View, index pattern.Index) *source.View {
	const longest = 600
	var lines []source.Span
	for _, n := range noise {
		if !index.May(n.sign) {
			continue
		}
		low := v.Lower()
		for at := 0; ; {
			i := strings.Index(low[at:], n.sign)
			if i < 0 {
				break
			}
			i += at
			from := strings.LastIndexByte(low[:i], '\n') + 1
			to := len(low)
			if j := strings.IndexByte(low[i:], '\n'); j >= 0 {
				to = i + j
			}
			if at = to; to-from <= longest && (n.words == nil || containsAny(low[from:to], n.words) && strings.IndexByte(low[from:to], '{') < 0) {
				lines = append(lines, source.Span{Start: from, End: to})
			}
		}
	}
	if lines == nil {
		return v
	}
	slices.SortFunc(lines, func(a, b source.Span) int { return a.Start - b.Start })
	b, kept := source.NewBuilder(v), 0
	for _, line := range lines {
		if line.Start >= kept {
			b.Keep(source.Span{Start: kept, End: line.Start})
			kept = line.End
		}
	}
	b.Keep(source.Span{Start: kept, End: len(v.Text)})
	return b.View()
}
