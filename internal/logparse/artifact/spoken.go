package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Errors that are spoken of, not printed as a body: libraries put the code of RFC 6749 and its description into a
// sentence of their own.
//
//	(invalid_grant) Bad Request                    oauthlib
//	[invalid_grant] Session not active             Spring Security
//	unauthorized_client (Client not enabled …)     openid-client, simple-oauth2
//	invalid_grant: Code not valid                  many
//	oauth2: "invalid_grant" "Code not valid"       golang.org/x/oauth2 since 0.7
//	failed: It is not valid. (bad_code)            github.com/cli/oauth
//	error="invalid_token", error_description="…"   WWW-Authenticate, RFC 6750
//	I get an invalid grant error                   people

var _ = register(Recogniser{ID: "spoken-error", Rank: 75, Read: readSpokenErrors})

// spokenCodes are error codes of the RFCs and of providers that are long enough to mean nothing else.
var spokenCodes = []string{
	"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
	"access_denied", "unsupported_response_type", "server_error", "temporarily_unavailable", "invalid_token", "insufficient_scope",
	"login_required", "consent_required", "interaction_required", "account_selection_required", "invalid_request_uri", "invalid_request_object",
	"authorization_pending", "slow_down", "expired_token", "invalid_target", "invalid_resource", "invalid_dpop_proof", "use_dpop_nonce", "mfa_required",
	"bad_verification_code", "incorrect_client_credentials", "redirect_uri_mismatch", "unverified_user_email", "invalid_redirect_uri", "unmet_authentication_requirements",
	"invalid_audience", "admin_policy_enforced", "origin_mismatch", "disabled_client", "deleted_client", "restricted_client", "bad_redirect_uri",
	"incorrect_device_code", "device_flow_disabled", "invalid_user_code", "invalid_client_metadata", "invalid_software_statement", "unapproved_software_statement",
	"request_not_supported", "request_uri_not_supported", "registration_not_supported", "invalid_authorization_details", "insufficient_user_authentication",
	"unsupported_response_mode", "bad_client_secret", "oauth_authorization_url_mismatch", "invalid_team_for_non_distributed_app",
	"disallowed_useragent", "unauthorized_scope_error", "code_already_used", "bad_refresh_token", "invalid_client_credentials", "pkce_verification_failed",
	"user_cancelled_authorize", "user_cancelled_login", "invalid_refresh_token", "invalid_instance", "application_suspended", "unknown_error",
}

// SpokenCode is the error code that stands as a word in a sentence, in lower case; "" for none.
func SpokenCode(sentence string) string {
	low := strings.ToLower(sentence)
	for _, code := range spokenCodes {
		i := strings.Index(low, code)
		if i >= 0 && (i == 0 || !isWord(low[i-1])) && (i+len(code) == len(low) || !isWord(low[i+len(code)])) {
			return code
		}
	}
	return ""
}

var spokenLiterals = findLiterals(spokenCodes...)

func readSpokenErrors(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(spokenLiterals) {
		s := source.Span{Start: h.at, End: h.at + len(spokenCodes[h.lit])}
		if s.Start > 0 && (isWord(text[s.Start-1]) || strings.IndexByte("/?&#.-%", text[s.Start-1]) >= 0) || s.End < len(text) && (isWord(text[s.End]) && !(isUpper(text[s.End]) && strings.HasSuffix(text[:s.Start], "Error: ")) || text[s.End] == '-' || text[s.End] == '%') || !r.Free(s) {
			continue
		}
		if IsVariable(text, s) || r.explains(s) || ofJOSE(r.Lower[r.lineStart(s.Start, 100):s.Start], r.Lower[s.Start:]) {
			continue
		}
		if before := strings.TrimRight(r.Lower[:s.Start], `"'\`); spokenCodes[h.lit] == "unknown_error" && !strings.HasSuffix(before, "error=") && !strings.HasSuffix(before, "error: ") {
			continue // Keycloak's; many other things are called so
		}
		r.spokenError(s)
	}
	for _, h := range r.hits(libraryErrors) { // whatever the code
		s := source.Span{Start: h.at + len(libraryErrors.texts[h.lit]), End: h.at + len(libraryErrors.texts[h.lit])}
		for s.End < len(text) && (isWord(text[s.End]) && !isUpper(text[s.End])) {
			s.End++
		}
		if s.Len() > 3 && s.End < len(text) && (strings.IndexByte(`:"\)`, text[s.End]) >= 0 || strings.HasPrefix(text[s.End:], " error processing")) && r.Free(s) && SpokenCode(text[s.Start:s.End]) == "" {
			r.spokenError(s)
		}
	}
	r.saidInWords()
	r.spokenEntra()
	r.signInPages()
	r.signInRecords()
}

// explains reports whether a line only names a code, and nobody met it: invalid_grant means …, a row of a table, an enum,
// source code, a test that passed.
func (r *Reader) explains(code source.Span) bool {
	before, after := r.Lower[r.lineStart(code.Start, 300):code.Start], r.Lower[code.End:r.lineEnd(code.End, 300)]
	line := strings.TrimLeft(before, " \t")
	if zero, _, _ := strings.Cut(strings.TrimLeft(after, "\"' "), "\n"); strings.HasSuffix(before, "(0 ") || strings.HasSuffix(before, " 0 ") || strings.HasPrefix(zero, ": 0") && strings.TrimRight(zero[3:], " \r,;})") == "" || strings.HasPrefix(zero, ":0") && (len(zero) == 2 || strings.IndexByte(",}", zero[2]) >= 0) {
		return true // a count
	}
	if sentence := before[strings.LastIndex(before, ". ")+1:]; strings.HasPrefix(strings.TrimLeft(sentence, " \t"), "if you ") {
		return true // advice
	}
	asked := strings.TrimLeft(before[max(strings.LastIndex(before, ". "), strings.LastIndex(before, "? "))+1:], " \t")
	if i := strings.IndexAny(after, "?."); i >= 0 && after[i] == '?' && (strings.Contains(asked, "error like ") || strings.Contains(asked, "errors like ") || strings.Contains(asked, "errors such as ") || strings.HasPrefix(asked, "do you ") || strings.HasPrefix(asked, "does your ")) {
		return true // a question before anything was tried
	}
	if strings.HasPrefix(after, " means ") || strings.HasPrefix(line, "|") && strings.Trim(line, "|` ") == "" && strings.Contains(after, "|") ||
		strings.HasPrefix(line, "✓") || strings.HasPrefix(line, "✔") || strings.HasPrefix(line, "enum: [") {
		return true
	}
	if strings.HasSuffix(before, " error = '") && strings.Contains(before, " where ") {
		return true // SQL
	}
	if i := strings.Index(before, " means "); i > 0 && strings.Contains(before[strings.LastIndexByte(before[:i], ' ')+1:i], "_") {
		return true // the second of a list
	}
	end := strings.TrimRight(after, " }")
	return strings.HasSuffix(end, ";") && (strings.Contains(before, "throw") || strings.Contains(before, "super(") || strings.Contains(before, " final ") || strings.HasPrefix(line, "const ")) && strings.Contains(before, "\"")
}

// libraryErrors are what Authlib, golang.org/x/oauth2, oauthlib and prawcore put before a code.
var libraryErrors = findLiterals("errors.oautherror: ", `oauth2: "`, `oauth2: \"`, "customoauth2error: (", "exceptions.oauthexception: ")

// ofJOSE reports whether a code is that of an exception by which joserfc or Authlib refuses a token: of a client's check, no answer.
func ofJOSE(before, code string) bool {
	return strings.HasPrefix(code, "expired_token: the token is expired") || strings.HasPrefix(code, "invalid_token: the token is not valid ") ||
		strings.HasSuffix(before, "error: ") && (strings.Contains(before, "joserfc.") || strings.Contains(before, "authlib.jose."))
}

// IsVariable reports whether a name is that of a variable, of a shell or a program, and no code: export INVALID_TOKEN=…
func IsVariable(text string, name source.Span) bool {
	before := text[:name.Start]
	return strings.HasPrefix(strings.TrimLeft(text[name.End:], " "), "=") || strings.HasSuffix(before, "$") || strings.HasSuffix(before, "${")
}

var wordedCodes = findLiterals("invalid grant", "invalid client", "invalid scope", "unauthorized client", "unsupported grant type", "redirect uri mismatch")

// SaidInWords is the format of a code that a person wrote with blanks.
const SaidInWords = "spoken-words"

// saidInWords finds codes written with blanks where error stands beside them.
func (r *Reader) saidInWords() {
	text := r.View.Text
	for _, h := range r.hits(wordedCodes) {
		s := source.Span{Start: h.at, End: h.at + len(wordedCodes.texts[h.lit])}
		before, after := strings.ToLower(text[max(0, s.Start-8):s.Start]), strings.ToLower(text[s.End:min(len(text), s.End+10)])
		if s.Start > 0 && isWord(text[s.Start-1]) || !r.Free(s) {
			continue
		}
		if strings.HasPrefix(after, " error") || strings.HasPrefix(after, " exception") || strings.HasSuffix(before, "error: ") || strings.HasSuffix(before, `error "`) {
			r.addSpoken(s, source.Span{})
		}
	}
}

// spokenError gives the code with the description that its grammar puts behind it.
func (r *Reader) spokenError(code source.Span) {
	text := r.View.Text
	rest := source.Span{Start: code.End, End: r.lineEnd(code.End, 600)}
	var desc source.Span
	after := text[rest.Start:rest.End]
	before := byte(0)
	if code.Start > 0 {
		before = text[code.Start-1]
	}
	switch {
	case after != "" && isUpper(after[0]): // oauth2client: FlowExchangeError: invalid_grantBad Request
		desc = rest
	case strings.Trim(after, " \t\r`*\"'.") == "" && strings.HasSuffix(strings.TrimRight(r.Lower[r.lineStart(code.Start, 100):code.Start], "0123456789 `*\"':"), "error"):
		desc = r.sentenceBelow(rest.End) // Google's page: Error 400: invalid_request
	case strings.HasPrefix(after, " ("):
		if i := strings.IndexByte(after, ')'); i > 2 {
			desc = source.Span{Start: rest.Start + 2, End: rest.Start + i}
		}
	case strings.HasPrefix(after, `" "`) || strings.HasPrefix(after, `\" \"`):
		from := rest.Start + strings.IndexByte(after, ' ') + 1
		for from < rest.End && (text[from] == '\\' || text[from] == '"') {
			from++
		}
		if i := strings.IndexByte(text[from:rest.End], '"'); i > 0 {
			desc = source.Span{Start: from, End: from + i}
		}
	case strings.HasPrefix(after, `""`): // mod_auth_openidc: the description has a line of its own
		const said = `"error_description" entry with value: ""`
		next := text[rest.Start:min(len(text), rest.Start+500)]
		if i := strings.Index(next, said); i > 0 {
			desc = source.Span{Start: rest.Start + i + len(said), End: r.lineEnd(rest.Start+i+len(said), 600)}
		}
	case before == '(' && strings.HasPrefix(after, ") ") || before == '[' && strings.HasPrefix(after, "] "):
		desc = source.Span{Start: rest.Start + 2, End: rest.End}
	case before == '(' && after == ")" && strings.HasSuffix(text[:code.Start-1], ". "): // cli/oauth: failed: It is not valid. (code)
		from := r.lineStart(code.Start, 600)
		if i := strings.LastIndex(text[from:code.Start], ": "); i >= 0 {
			from += i + len(": ")
		}
		desc = source.Span{Start: from, End: code.Start - 1}
	case strings.HasPrefix(after, ", description: "): // flutter_appauth
		desc = source.Span{Start: rest.Start + len(", description: "), End: rest.End}
		if i := strings.IndexByte(text[desc.Start:desc.End], ']'); i >= 0 {
			desc.End = desc.Start + i
		}
	case strings.HasPrefix(after, " error_description:"): // a Go map
		desc = source.Span{Start: rest.Start + len(" error_description:"), End: rest.End}
		if i := strings.IndexAny(text[desc.Start:desc.End], "]"); i >= 0 {
			desc.End = desc.Start + i
		}
	case before == ' ' && len(after) > 2 && after[0] == ' ' && isUpper(after[1]): // oauth2-proxy
		desc = source.Span{Start: rest.Start + 1, End: rest.End}
	case strings.HasPrefix(after, ": ") || strings.HasPrefix(after, " - "):
		desc = source.Span{Start: rest.Start + 2, End: rest.End}
	case strings.Contains(after[:min(len(after), 40)], "description=") && !strings.Contains(after, "description=null"):
		from := rest.Start + strings.Index(after, "description=") + len("description=")
		for from < rest.End && (text[from] == '\\' || text[from] == '"') {
			from++
		}
		end := from
		for end < rest.End && strings.IndexByte("\",\\&", text[end]) < 0 {
			end++
		}
		desc = source.Span{Start: from, End: end}
	}
	if before == '"' || before == '\'' {
		if i := strings.IndexByte(text[desc.Start:desc.End], before); i > 0 {
			desc.End = desc.Start + i
		}
	}
	desc = trim(text, desc)
	r.addSpoken(code, desc)
}

// sentenceBelow is the next line, where it is a sentence and no label with a value, and no line of a log or a stack.
func (r *Reader) sentenceBelow(at int) source.Span {
	const most, words = 400, 3
	text := r.View.Text
	for range 2 {
		if at < len(text) && text[at] == '\r' {
			at++
		}
		if at == len(text) || text[at] != '\n' {
			break
		}
		at++
	}
	line := trim(text, source.Span{Start: at, End: r.lineEnd(at, most)})
	said := text[line.Start:line.End]
	named, _, _ := strings.Cut(said, ": ")
	if len(said) < 2 || !isUpper(said[0]) || isUpper(said[1]) || strings.HasSuffix(said, ":") || strings.Count(named, " ") < words {
		return source.Span{}
	}
	return line
}

func (r *Reader) addSpoken(code, desc source.Span) {
	ps := Params{{Name: "error", NameSpan: r.View.Origin(code), Value: r.Value(code), Type: 's'}}
	format := "spoken-error"
	if strings.Contains(ps[0].Value.Text, " ") {
		format = SaidInWords
	}
	ps[0].Value.Text = strings.ReplaceAll(strings.ToLower(ps[0].Value.Text), " ", "_")
	span := code
	if !desc.Empty() {
		ps = append(ps, Param{Name: "error_description", NameSpan: r.View.Origin(desc), Value: r.Value(desc), Type: 's'})
		span.End = max(span.End, desc.End)
	}
	r.Add(Artifact{Kind: Spoken, Format: format, Span: r.View.Origin(span), Params: ps})
}

var entraLiterals = findLiterals("aadsts", "aadb2c")

// spokenEntra finds the codes of Entra ID and Azure AD B2C where no OAuth code stands on the line.
func (r *Reader) spokenEntra() {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(entraLiterals) {
		s := source.Span{Start: h.at, End: h.at + len("AADSTS")}
		for s.End < len(text) && isDigit(text[s.End]) {
			s.End++
		}
		if s.Len() < 9 || s.Start < last || text[s.Start:s.Start+3] != "AAD" || !r.Free(s) {
			continue
		}
		desc := trim(text, source.Span{Start: s.Start, End: r.lineEnd(s.Start, 600)})
		last = desc.End
		r.Add(Artifact{Kind: Spoken, Format: "spoken-error", Span: r.View.Origin(desc), Params: Params{
			{Name: "error_description", NameSpan: r.View.Origin(s), Value: r.Value(desc), Type: 's'}}})
	}
}
