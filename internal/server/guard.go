package server

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// securityHeaders stand on every answer: the page's, its scripts' and workers' (each has a policy of its own), the API's.
var securityHeaders = map[string]string{
	"Content-Security-Policy": strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self'",
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"worker-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types grantlens",
	}, "; "),
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin-allow-popups", // not same-origin: a login popup must be able to report back
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
}

func setSecurityHeaders(h http.Header) {
	for name, value := range securityHeaders {
		h.Set(name, value)
	}
}

// knowsHost reports whether a Host header names this server. A page of another site that had its own name resolve to this
// machine (DNS rebinding) sends that name; an IP literal cannot be made to resolve.
func (s *Server) knowsHost(header string) bool {
	host := strings.TrimSuffix(hostOf(header), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Unmap().IsLoopback() || s.anyAddress || s.hosts[host]
	}
	return s.hosts[strings.ToLower(host)]
}

// hostOf takes the port and the brackets of an IPv6 literal off a host.
func hostOf(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
}

// safe reports whether a method only reads (RFC 9110 section 9.2.1).
func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// crossSite reports whether a browser sent the request for a page of another origin. A request without any sign of a
// browser is not: curl sends neither header. Sec-Fetch-Site decides where it is sent, for a page cannot set it and a proxy
// that changes Host leaves it right.
func crossSite(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return false
	case "":
		origin := r.Header.Get("Origin")
		u, err := url.Parse(origin)
		return origin != "" && (err != nil || !strings.EqualFold(u.Host, r.Host))
	}
	return true // "same-site" too: another port of this machine is another program
}
