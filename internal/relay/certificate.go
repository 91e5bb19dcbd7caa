package relay

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"time"
)

// TLS is what the handshake showed. Of a failed one it shows what came before the failure.
type TLS struct {
	Version    string        `json:"version,omitempty"`
	Cipher     string        `json:"cipher,omitempty"`
	ALPN       string        `json:"alpn,omitempty"`
	ServerName string        `json:"serverName"`
	Chain      []Certificate `json:"chain"` // as sent, the server's own first
	// Problem says in words what is wrong; empty when the chain was verified.
	Problem string `json:"problem"`
	// ClientCertificate: the server asked for one, and the relay has none.
	ClientCertificate bool `json:"clientCertificate,omitempty"`
}

// Certificate is one certificate of a chain. Times are RFC 3339, UTC.
type Certificate struct {
	Subject   string   `json:"subject"`
	Issuer    string   `json:"issuer"`
	Names     []string `json:"names"`
	NotBefore string   `json:"notBefore"`
	NotAfter  string   `json:"notAfter"`
}

// What of a chain is shown: a server may send more than anybody reads.
const (
	maxCertificates = 10
	maxNames        = 50
)

func chainOf(certs []*x509.Certificate) []Certificate {
	out := []Certificate{}
	for _, c := range certs[:min(len(certs), maxCertificates)] {
		names := append([]string{}, c.DNSNames...)
		for _, ip := range c.IPAddresses {
			names = append(names, ip.String())
		}
		out = append(out, Certificate{
			Subject: c.Subject.String(), Issuer: c.Issuer.String(), Names: names[:min(len(names), maxNames)],
			NotBefore: c.NotBefore.UTC().Format(time.RFC3339), NotAfter: c.NotAfter.UTC().Format(time.RFC3339),
		})
	}
	return out
}

// problem names what failed in a handshake: a code, and what fills its words.
func problem(err error, host string, now time.Time) (string, blanks) {
	say := func(code string, pairs ...string) (string, blanks) {
		return code, pairsOf(append(pairs, "host", host))
	}
	var certs []*x509.Certificate
	var unverified *tls.CertificateVerificationError
	if errors.As(err, &unverified) {
		certs = unverified.UnverifiedCertificates
	}
	var (
		invalid   x509.CertificateInvalidError
		wrongHost x509.HostnameError
		unknown   x509.UnknownAuthorityError
		noTLS     tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		subject, code := invalid.Cert.Subject.String(), "tls_expired"
		if now.Before(invalid.Cert.NotBefore) {
			code = "tls_not_yet_valid"
		}
		return say(code, "subject", subject, "until", invalid.Cert.NotAfter.UTC().Format(time.DateTime), "from", invalid.Cert.NotBefore.UTC().Format(time.DateTime))
	case errors.As(err, &wrongHost):
		names := strings.Join(wrongHost.Certificate.DNSNames[:min(len(wrongHost.Certificate.DNSNames), 8)], ", ")
		if names == "" {
			names = "—"
		}
		return say("tls_wrong_host", "names", names)
	case errors.As(err, &unknown) && len(certs) == 1 && bytes.Equal(certs[0].RawIssuer, certs[0].RawSubject):
		return say("tls_self_signed")
	case errors.As(err, &unknown) && len(certs) == 1:
		return say("tls_chain_incomplete", "issuer", certs[0].Issuer.String())
	case errors.As(err, &unknown):
		issuer := ""
		if len(certs) > 0 {
			issuer = certs[len(certs)-1].Issuer.String()
		}
		return say("tls_unknown_authority", "issuer", issuer)
	case unverified != nil:
		return say("tls_certificate")
	case errors.As(err, &noTLS) && strings.HasPrefix(string(noTLS.RecordHeader[:]), "HTTP"):
		return say("tls_plain_http")
	case errors.As(err, &noTLS):
		return say("tls_not_spoken")
	case strings.Contains(err.Error(), "protocol version"):
		return say("tls_version")
	}
	var remote *net.OpError // crypto/tls wraps an alert of the peer so
	if errors.As(err, &remote) && remote.Op == "remote error" {
		switch text := remote.Err.Error(); {
		case strings.Contains(text, "protocol version"):
			return say("tls_version")
		case strings.Contains(text, "unrecognized name"):
			return say("tls_name")
		default:
			return "tls_alert", blanks{"alert": alertOf(strings.TrimPrefix(text, "tls: "))}
		}
	}
	return say("tls_failed")
}
