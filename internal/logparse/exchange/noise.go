package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// noise are signs of lines that systems print in normal work beside any login.
var noise = [...]string{
	// browsers, their extensions and developer tools, React
	"devtools failed to load ",
	"unchecked runtime.lasterror",
	"receiving end does not exist",
	"a listener indicated an asynchronous response",
	"the message port closed before a response",
	"but the message channel closed before a response",
	"/favicon.ico 404",
	"/favicon.ico http/1.1\" 404",
	"hydration failed because",
	"text content did not match. server",
	"is not a supported stylesheet mime type",
	"google.accounts.id.initialize() is called multiple times",
	"authentication failures may occur when third-party cookies are blocked",
	// iOS, Android
	"nw_read_request_report",
	"nw_connection_",
	"nw_socket_",
	"libegl",
	"libgles",
	"akauthenticationerror code=-7071",
	"failed to get service from broker",
	"unknown calling package name 'com.google.android.gms'",
	"error getting app check token; using placeholder",
	"localrequestinterceptor",
	"x-firebase-locale because its value was null",
	// servers
	"failed to determine the https port for redirect",
	"kc-services0020", "kc-services0091",
}

// quiet is a view without its lines of noise, which is v itself where there are none.
func quiet(v *source.View, index pattern.Index) *source.View {
	const longest = 600
	var lines []source.Span
	for _, sign := range noise {
		if !index.May(sign) {
			continue
		}
		low := v.Lower()
		for at := 0; ; {
			i := strings.Index(low[at:], sign)
			if i < 0 {
				break
			}
			i += at
			from := strings.LastIndexByte(low[:i], '\n') + 1
			to := len(low)
			if j := strings.IndexByte(low[i:], '\n'); j >= 0 {
				to = i + j
			}
			if at = to; to-from <= longest {
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
