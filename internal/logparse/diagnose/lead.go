package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// leads say which cause of a rule holds where something else stands in the text, too: that cause and its fix come first, and what
// stands there is quoted. A rule's items are known by a part of their English text; of two leads the later one wins. Behind = stand the
// signs without which the items hold nothing for this text, and are left out.
var leads = [...]struct {
	rule, signs string // the signs in lower case, divided by |
	cause, fix  string
}{
	{"android-app-not-registered", "key hash", "Facebook: the key hash", "Facebook: take the key hash"},
	{"api-key-invalid", "client application", "restricted to other apps", "check restrictions"},
	{"api-refused-token", "=apiserver|kubectl|kubernetes|kubelet", "kube-apiserver", ""},
	{"api-refused-token", "rbac: access denied|rbac_access_denied", "AuthorizationPolicy", ""},
	{"api-refused-token", "unsupported app only token", "SharePoint takes", ""},
	{"apple-sign-in-not-set-up", "is not associated with domain", "domain is not associated", "apple-app-site-association"},
	{"browser-got-no-answer", "cors request did not succeed", "not reachable", "Open the URL"},
	{"browser-got-no-answer", "=a redirected response was used", "service worker", "service worker"},
	{"client-auth-method", "multiple client auth|multiple authentication|more than one", "", "Send one method"},
	{"cloud-login-expired", "aadsts700082|due to inactivity", "over its lifetime", ""},
	{"cloud-login-expired", "az login' to set|interactive authentication is needed", "Nobody has logged in", "Machines should"},
	{"cloud-metadata-unreachable", "identity not found|has not been assigned to this resource|no managed identity", "no identity attached", "Inside it"},
	{"code-not-valid", codeTwice, "had already been redeemed", ""},
	{"confidential-client-without-secret", "secret_hash", "", "Cognito: "},
	{"cors-blocked", "=redirected from|redirect is not allowed for a preflight", "script was sent to the login page", "401 in place of a redirect"},
	{"cors-blocked", "=must not be the wildcard '*'", "names no origin", "name the origin"},
	{"csrf-token-missing", "key ring", "data-protection keys", ""},
	{"email-claim-missing", "isn't verified|not verified|not been verified|unverified|email_verified", "email_verified is false", ""},
	{"federated-credential-unmatched", "no openidconnect provider found|issuer in id token|pool or provider is disabled", "No credential or identity provider", ""},
	{"federated-credential-unmatched", "incorrect token audience|audience in id token", "The audience differs", ""},
	{"federated-credential-unmatched", "attribute condition|getaccesstoken' denied", "attribute condition (CEL)", ""},
	{"host-unresolved", "127.0.0.11|on 10.96.0.10", "known elsewhere only", ""},
	{"javascript-origin-not-registered", "auth/unauthorized-domain", "", "Firebase console"},
	{"kubernetes-oidc-not-ready", "x509: ", "certificate of the issuer", "--oidc-ca-file (cert"},
	{"local-access-rule", "sign up is disabled|signup-disabled", "First login of a new user", ""},
	{"mail-xoauth2-refused", "authenticated but not connected", "in the XOAUTH2 string", "Exchange Online"},
	{"mail-xoauth2-refused", "smtpclientauthentication is disabled", "SMTP AUTH or IMAP is disabled", "Exchange Online"},
	{"native-browser-missing", "webauthenticationsession", "iOS: the session has no presentation", "presentationContextProvider"},
	{"native-redirect-setup", "signature hash|msauth", "MSAL Android", "MSAL: copy"},
	{"native-redirect-setup", "=because a user gesture is required", "needs a tap", "a button"},
	{"no-credential-on-device", "google play services", "Play services missing", ""},
	{"parameter-missing", "=device_id is invalid", "device_id", "device_id"},
	{"provider-error", codeTwice, "redeemed a second time", ""},
	{"redirect-scheme-not-allowed", "=for your android client", "Custom URI scheme is off", "Enable custom URI scheme"},
	{"redirect-scheme-not-allowed", "=exp://", "Expo Go", "development build"},
	{"redirect-uri-not-registered", "logout_error|post_logout_redirect", "After a logout", ""},
	{"second-sign-in-refused", "audience|not authorized to be used in the project", "for another client", "client id"},
	{"second-sign-in-refused", "=different-credential|credential-already-in-use|17012|17025", "account of the project", "linkWithCredential"},
	{"signing-key-not-found", "keys for realm|new signing key|rotated|rotating", "rotated its keys", ""},
	{"state-lost", instances, "several instances", "between instances"},
	{"state-lost", "must also set 'secure'|samesite=none|samesite=strict|without the samesite|invalid samesite", "SameSite=Lax or", "compare Set-Cookie"},
	{"state-lost", "=storage-partitioned", "authDomain", "authDomain"},
	{"state-lost", "=no stored state", "process of the app", "redirect activity"},
	{"tls-expired", "validity interval is out-of-date", "trust store or clock", "client's clock"},
	{"tls-handshake-failed", "bad certificate|bad_certificate|certificate required|certificate_required", "demands a client certificate", "Send the client certificate"},
	{"tls-untrusted", "=certificate pinning failure", "pins a certificate", ""},
	{"token-not-sent", "=unauthorized: authentication required", "docker login", "Run docker login"},
	{"user-not-allowed", "=app not active", "development mode", "switch the app to Live"},
	{"user-not-allowed", "verification process|test user|testing|не прошло проверку", "testing mode", "Google: "},
}

// Signs that are no words of the text.
const (
	instances = "#instances" // lines of several instances of one program
	codeTwice = "#twice"     // the callback of one code, requested twice
)

// led puts first what the rest of the text speaks for.
func (x *Finding) led(f *exchange.Flow) {
	for _, l := range leads {
		if l.rule != x.Rule.ID {
			continue
		}
		var at []source.Span
		signs, only := strings.CutPrefix(l.signs, "=")
		switch signs {
		case instances:
			at = severalInstances(f)
		case codeTwice:
			at = callbackTwice(f)
		default:
			at = findAny(f, strings.Split(signs, "|")...)
		}
		if len(at) == 0 {
			if only {
				x.Causes, x.Fixes = without(x.Causes, l.cause), without(x.Fixes, l.fix)
			}
			continue
		}
		x.Causes, x.Fixes = first(x.Causes, l.cause), first(x.Fixes, l.fix)
		for _, s := range at {
			if !overlapsAny(x.Evidence, s) && len(x.Evidence) < MaxEvidence {
				x.Evidence = append(x.Evidence, s)
			}
		}
	}
}

// first puts the item that holds part before the others.
func first(items []Text, part string) []Text {
	i := slices.IndexFunc(items, func(t Text) bool { return strings.Contains(t.EN, part) })
	if part == "" || i < 1 {
		return items
	}
	return slices.Concat(items[i:i+1], items[:i], items[i+1:])
}

// without leaves out the item that holds part.
func without(items []Text, part string) []Text {
	return slices.DeleteFunc(slices.Clone(items), func(t Text) bool { return part != "" && strings.Contains(t.EN, part) })
}

// severalInstances are the names of two instances of one program ("node-a", "web-2"), each in front of a line.
func severalInstances(f *exchange.Flow) []source.Span {
	if !isExcerpt(f) {
		return nil
	}
	var out []source.Span
	seen := map[string]string{}
	for at := 0; at < len(f.Lower); {
		line, _, _ := strings.Cut(f.Lower[at:], "\n")
		for i, word := range strings.Fields(line[:min(len(line), 60)]) {
			word = strings.Trim(word, "[]:|()")
			stem := strings.TrimRight(word, "0123456789")
			if k := len(word) - 1; stem == word && k > 1 && word[k-1] == '-' {
				stem = word[:k]
			}
			if i > 2 || stem == word || !slices.Contains(instanceNames, strings.TrimRight(stem, "-_")) {
				continue
			}
			if have, ok := seen[stem]; !ok || have != word {
				seen[stem] = word
				from := at + strings.Index(line, word)
				out = append(out, f.View.Origin(source.Span{Start: from, End: from + len(word)}))
			}
			break
		}
		at += len(line) + 1
	}
	if len(out) < 2 {
		return nil
	}
	return out[:2]
}

var instanceNames = []string{"node", "pod", "web", "app", "srv", "server", "host", "replica", "instance", "worker", "backend", "api"}

// callbackTwice are two requests of a callback with one code.
func callbackTwice(f *exchange.Flow) []source.Span {
	first := map[string]source.Span{}
	for _, code := range paramValues(f, "code") {
		if code.step == exchange.EndpointToken || code.step == "event" || code.text == "" || placeholder(code.text) {
			continue
		}
		if have, ok := first[code.text]; ok && have != code.span {
			return []source.Span{lineTo(f, have), lineTo(f, code.span)}
		}
		first[code.text] = code.span
	}
	return nil
}

// lineTo is the line up to a value that is not shown.
func lineTo(f *exchange.Flow, s source.Span) source.Span {
	seen := f.View.Seen(s)
	return f.View.Origin(source.Span{Start: lineStart(f.Lower, seen.Start, 80), End: seen.Start})
}

// quote adds to the evidence the values that a message compares.
func (x *Verdict) quote(f *exchange.Flow, values ...string) {
	const reach = 900
	at := f.View.Seen(x.Evidence[0]).Start
	text := f.View.Text[at:min(len(f.View.Text), at+reach)]
	for _, value := range values {
		for i := range places(text, value) {
			to := i + len(value)
			if s := f.View.Origin(source.Span{Start: at + i, End: at + to}); value != "" && (to == len(text) || !wordByte(text[to]) && text[to] != '/') && !overlapsAny(x.Evidence, s) {
				x.Evidence = append(x.Evidence, s)
				break
			}
		}
	}
}

// toTheEnd widens the first quote to the end of its line where the values follow there that the message compares.
func (x *Verdict) toTheEnd(f *exchange.Flow) {
	const longest = 100
	at := f.View.Seen(x.Evidence[0])
	rest, _, _ := strings.Cut(f.View.Text[at.End:min(len(f.View.Text), at.End+longest)], "\n")
	if rest = strings.TrimRight(rest, " \t\r\"'}])"); rest == "" || at.Len()+len(rest) >= longest {
		return
	}
	wide := f.View.Origin(source.Span{Start: at.Start, End: at.End + len(rest)})
	x.Evidence = append([]source.Span{wide}, slices.DeleteFunc(slices.Clone(x.Evidence), wide.Overlaps)...)
}

// compare reads the values from a message that compares two, and quotes them.
func (x *Finding) compare(f *exchange.Flow) {
	if len(x.Evidence) == 0 {
		return
	}
	n := len(x.Evidence)
	switch x.Rule.ID {
	case "token-issuer":
		compareIssuer(f, &x.Verdict, x.inRulesWords())
	case "token-audience":
		compareAudience(f, &x.Verdict, x.inRulesWords())
	case "nonce-mismatch", "tls-name-mismatch":
	default:
		return
	}
	if n == len(x.Evidence) && !x.Compared {
		x.toTheEnd(f)
	}
}
