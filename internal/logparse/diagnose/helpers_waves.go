package diagnose

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
)

// week is the longest a Waves password may last, in seconds.
const week = 7 * 24 * 3600

// wavesMistakes names what is wrong with the form of a Waves token request, by the labels of package waves/mistake, most
// telling first. The signature itself is verified in the Waves view: its cryptography would cost every visitor of the
// page more than all rules together.
func wavesMistakes(f *exchange.Flow, e *exchange.Exchange, password string) []string {
	var found []string
	add := func(label string, wrong bool) {
		if wrong {
			found = append(found, label)
		}
	}
	body := e.Request.Body
	add("body_is_json", body != nil && body.Kind == artifact.BodyJSON && !body.Cut)
	add("wrong_grant_type", e.Params.Has("grant_type") && e.Params.Text("grant_type") != "password")
	username := e.Params.Text("username")
	add("username_is_address", len(username) == 35 && strings.HasPrefix(username, "3") && base58(username))
	add("username_hex", len(username) == 64 && strings.Trim(strings.ToLower(username), "0123456789abcdef") == "")
	expires, signature, ok := strings.Cut(password, ":")
	switch {
	case strings.Contains(password, "%3A"):
		add("password_double_encoded", true)
		return found
	case !ok:
		add("password_separator_missing", true)
		return found
	}
	add("signature_missing", signature == "")
	switch {
	case signature == "" || base58(signature) && len(signature) >= 86 && len(signature) <= 88:
	case strings.Trim(strings.ToLower(signature), "0123456789abcdef") == "":
		add("signature_hex", true)
	case strings.ContainsAny(signature, "+/="):
		add("signature_base64", true)
	case !base58(signature):
		add("signature_bad_base58", true)
	default:
		add("signature_wrong_length", len(signature) < 84 || len(signature) > 90)
	}
	return append(found, expiryMistakes(f, expires, e.Params.Text("scope"))...)
}

// expiryMistakes judges the first half of a password, a Unix time in seconds, at the log's own time.
func expiryMistakes(f *exchange.Flow, expires, scope string) []string {
	var found []string
	n, err := strconv.ParseInt(expires, 10, 64)
	now := int64(0)
	if !f.At.IsZero() && f.AtSource != exchange.AtNow {
		now = f.At.Unix()
	}
	switch {
	case err != nil:
		found = append(found, "expires_not_integer")
	case n > 1e11:
		found = append(found, "expires_milliseconds")
	case n < 1e9:
		found = append(found, "expires_is_duration")
	case now != 0 && n <= now:
		found = append(found, "expired")
	case now != 0 && n > now+week:
		found = append(found, "expires_over_7_days")
	}
	if scope != "" && scope != "general" {
		found = append(found, "wrong_scope")
	}
	return found
}

func base58(s string) bool {
	return s != "" && strings.Trim(s, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz") == ""
}
