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
//	error="invalid_token", error_description="…"   WWW-Authenticate, RFC 6750

var _ = register(Recogniser{ID: "spoken-error", Rank: 75, Read: readSpokenErrors})

// spokenCodes are error codes of the RFCs and of providers that are long enough to mean nothing else.
var spokenCodes = [...]string{
	"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
	"access_denied", "unsupported_response_type", "server_error", "temporarily_unavailable", "invalid_token", "insufficient_scope",
	"login_required", "consent_required", "interaction_required", "account_selection_required", "invalid_request_uri", "invalid_request_object",
	"authorization_pending", "slow_down", "expired_token", "invalid_target", "invalid_dpop_proof", "use_dpop_nonce", "mfa_required",
	"bad_verification_code", "incorrect_client_credentials", "redirect_uri_mismatch", "unverified_user_email", "invalid_redirect_uri", "unmet_authentication_requirements",
}

func readSpokenErrors(r *Reader) {
	for _, code := range spokenCodes {
		for at := 0; ; {
			i := strings.Index(r.Lower[at:], code)
			if i < 0 {
				break
			}
			start := at + i
			end := start + len(code)
			at = end
			s := source.Span{Start: start, End: end}
			if !r.Free(s) || start > 0 && (isWord(r.View.Text[start-1]) || strings.IndexByte("/?&#.-%", r.View.Text[start-1]) >= 0) || end < len(r.Lower) && (isWord(r.Lower[end]) || r.Lower[end] == '-' || r.Lower[end] == '%') {
				continue
			}
			r.spokenError(s)
		}
	}
	r.spokenAADSTS()
}

// spokenError gives the code with the description that its grammar puts behind it.
func (r *Reader) spokenError(code source.Span) {
	text := r.View.Text
	line := lineAt(text, code.Start)
	rest := source.Span{Start: code.End, End: min(line.End, code.End+600)}
	var desc source.Span
	after := text[rest.Start:rest.End]
	before := byte(0)
	if code.Start > line.Start {
		before = text[code.Start-1]
	}
	switch {
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
	case before == '(' && strings.HasPrefix(after, ") ") || before == '[' && strings.HasPrefix(after, "] "):
		desc = source.Span{Start: rest.Start + 2, End: rest.End}
	case strings.HasPrefix(after, ": ") || strings.HasPrefix(after, " - "):
		desc = source.Span{Start: rest.Start + 2, End: rest.End}
	case strings.Contains(after[:min(len(after), 40)], "error_description="):
		from := rest.Start + strings.Index(after, "error_description=") + len("error_description=")
		for from < rest.End && (text[from] == '\\' || text[from] == '"') {
			from++
		}
		end := from
		for end < rest.End && strings.IndexByte("\",\\&", text[end]) < 0 {
			end++
		}
		desc = source.Span{Start: from, End: end}
	}
	desc = trim(text, desc)
	r.addSpoken(code, desc)
}

func (r *Reader) addSpoken(code, desc source.Span) {
	ps := Params{{Name: "error", NameSpan: r.View.Origin(code), Value: r.Value(code), Type: 's'}}
	ps[0].Value.Text = strings.ToLower(ps[0].Value.Text)
	span := code
	if !desc.Empty() {
		ps = append(ps, Param{Name: "error_description", NameSpan: r.View.Origin(desc), Value: r.Value(desc), Type: 's'})
		span.End = max(span.End, desc.End)
	}
	r.Add(Artifact{Kind: Spoken, Format: "spoken-error", Span: r.View.Origin(span), Params: ps})
}

// spokenAADSTS finds Entra's codes where no OAuth code stands on the line.
func (r *Reader) spokenAADSTS() {
	text := r.View.Text
	for at := 0; ; {
		i := strings.Index(text[at:], "AADSTS")
		if i < 0 {
			return
		}
		start := at + i
		end := start + len("AADSTS")
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		at = end
		s := source.Span{Start: start, End: end}
		if s.Len() < 9 || !r.Free(s) {
			continue
		}
		line := lineAt(text, start)
		desc := trim(text, source.Span{Start: start, End: min(line.End, start+600)})
		code := r.Value(s)
		r.Add(Artifact{Kind: Spoken, Format: "spoken-error", Span: r.View.Origin(desc), Params: Params{
			{Name: "error_description", NameSpan: code.Span, Value: r.Value(desc), Type: 's'}}})
	}
}
