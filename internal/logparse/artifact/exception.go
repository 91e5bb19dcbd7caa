package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Exceptions and errors by name, as stack traces, tracebacks and consoles print them.
//
//	Caused by: com.example.TokenException: signature invalid
//	oauthlib.oauth2.rfc6749.errors.MissingTokenError: (missing_token) Missing access token parameter.
//	RequestError [HttpError]: Bad credentials
//	OAuth2::Error (invalid_grant: expired)

var _ = register(Recogniser{ID: "exception", Rank: 82, Read: readExceptions})

var exceptionSuffixes = findLiterals("exception", "error", "warning", "failure", "fault")

func readExceptions(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(plainFailures) {
		r.plainFailure(h)
	}
	for _, h := range r.hits(rubyEndings) {
		r.rubyException(h)
	}
	for _, h := range r.hits(exceptionSuffixes) {
		end := h.at + len(exceptionSuffixes.texts[h.lit])
		if !isUpper(text[h.at]) || text[h.at+1:end] != r.Lower[h.at+1:end] {
			continue
		}
		// `HttpClientErrorException$Unauthorized` goes on; `ErrorHandler` and `Exception\ClientException` end elsewhere.
		if end < len(text) && text[end] == '$' {
			for end++; end < len(text) && isWord(text[end]); end++ {
			}
		}
		if end < len(text) && (isWord(text[end]) || strings.IndexByte(`(/=\`, text[end]) >= 0 || end+1 < len(text) && (text[end] == '.' || text[end] == ':') && (isLetter(text[end+1]) || text[end+1] == ':')) {
			continue
		}
		from := r.lineStart(h.at, 300)
		start := h.at
		for start > from && (isWord(text[start-1]) || strings.IndexByte(`.$\`, text[start-1]) >= 0 || text[start-1] == ':' && (text[start] == ':' || start-2 >= from && text[start-2] == ':')) {
			start--
		}
		name := source.Span{Start: start, End: end}
		if !upperWord(text[start:end]) || r.Opened(name) || plainWord(text[start:end], r.Lower[from:start]) {
			continue
		}
		r.exception(name, from)
	}
}

// plainFailures are how languages without exceptions end a program, and Dart a cast.
var plainFailures = findLiterals("panicked at ", "is not a subtype of type ", "panic: ")

func (r *Reader) plainFailure(h hit) {
	s := source.Span{Start: h.at, End: h.at + len(plainFailures.texts[h.lit])}
	line := trim(r.View.Text, source.Span{Start: r.lineStart(h.at, 300), End: r.lineEnd(h.at, 2000)})
	if r.Opened(s) || plainFailures.texts[h.lit] == "panic: " && line.Start != h.at {
		return
	}
	r.Add(Artifact{Kind: Exception, Format: "exception", Span: r.View.Origin(line), Name: r.Value(trim(r.View.Text, s)), Text: r.Value(line)})
}

// rubyEndings are how the names of Ruby's exceptions end besides Error: JSON::JWS::VerificationFailed, IdToken::InvalidNonce.
var rubyEndings = findLiterals("failed", "notfound", "expired", "signature", "unauthorized", "forbidden", "timeout", "refused", "mismatch", "::invalid")

// rubyException reads a name of at least two parts at the beginning of a line, repeated behind it or with a message.
func (r *Reader) rubyException(h hit) {
	text := r.View.Text
	end := h.at + len(rubyEndings.texts[h.lit])
	for end < len(text) && isWord(text[end]) {
		end++
	}
	start := h.at
	for start > 0 && (isWord(text[start-1]) || text[start-1] == ':') {
		start--
	}
	name := source.Span{Start: start, End: end}
	if low := r.Lower[start:end]; strings.HasSuffix(low, "error") || strings.HasSuffix(low, "exception") {
		return // readExceptions has it
	}
	if !isUpper(text[start]) || strings.Count(text[start:end], "::") == 0 || end+2 >= len(text) || r.Opened(name) {
		return
	}
	from := r.lineStart(start, 300)
	if before := strings.TrimSpace(text[from:start]); before != "" && !strings.HasSuffix(before, ":") && !strings.HasSuffix(before, "!") && !strings.HasSuffix(before, "]") {
		return
	}
	if rest := text[end:]; !strings.HasPrefix(rest, ": ") && !strings.HasPrefix(rest, " (") && !strings.HasPrefix(rest, ", ") {
		return
	}
	message := trim(text, source.Span{Start: end + 1, End: r.lineEnd(end, 2000)})
	r.Add(Artifact{Kind: Exception, Format: "exception", Span: r.View.Origin(source.Span{Start: start, End: message.End}), Name: r.Value(name), Text: r.Value(message)})
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// plainWord: `Client Error:`, `Internal Server Error` are phrases, not names.
func plainWord(name, before string) bool {
	if name != "Error" && name != "Exception" && name != "Warning" && name != "Failure" && name != "Fault" {
		return false
	}
	for _, word := range [...]string{"client ", "server ", "internal ", "-"} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// exception gives the exception of that name out, when what stands around it shows that it was raised.
func (r *Reader) exception(name source.Span, from int) {
	text := r.View.Text
	a := Artifact{Kind: Exception, Format: "exception", Name: r.Value(name)}
	span := name
	end := r.lineEnd(name.End, 2000)
	rest := text[name.End:end]
	if strings.HasPrefix(rest, " Domain=") {
		return // an NSError
	}
	if strings.HasPrefix(rest, " [") { // Node: Error [ERR_CODE]: …
		if i := strings.Index(rest[:min(len(rest), 80)], "]: "); i > 0 {
			rest = rest[i+1:]
		}
	}
	switch {
	case strings.HasPrefix(rest, ":"):
		message := trim(text, source.Span{Start: end - len(rest) + 1, End: end})
		a.Text = r.Value(message)
		span.End = max(span.End, message.End)
	case strings.HasPrefix(rest, " (") && (strings.Contains(text[name.Start:name.End], "::") || strings.HasSuffix(strings.TrimSpace(rest), "):")): // Ruby, Rails
		message := source.Span{Start: name.End + 2, End: end}
		if i := strings.LastIndexByte(rest, ')'); i > 2 {
			message.End = name.End + i
		}
		a.Text = r.Value(message)
		span.End = message.End
	case strings.TrimSpace(text[from:name.Start]) == "" || strings.HasSuffix(r.Lower[from:name.Start], "caused by: ") || strings.HasSuffix(text[from:name.Start], "--> "):
		if message := trim(text, source.Span{Start: name.End, End: end}); name.Len() < 10 && !message.Empty() { // Error writing data to …
			a.Text = r.Value(message)
			span.End = message.End
		}
	case strings.HasPrefix(rest, " at ") && strings.Contains(rest, ":") && strings.Contains(rest, "("): // a stack on the same line
	case strings.TrimSpace(rest) == ")" && text[max(name.Start-1, 0)] == '(' && strings.Contains(text[max(0, name.Start-1000):name.Start], ".rb:"):
		// Ruby ends a program so: file.rb:1:in `name': message (OAuth2::Error)
		if i := strings.LastIndex(text[from:name.Start], "': "); i >= 0 {
			a.Text = r.Value(trim(text, source.Span{Start: from + i + len("': "), End: name.Start - 1}))
		}
	case strings.TrimSpace(rest) != "":
		return // a class name in a sentence or a frame
	}
	a.Span = r.View.Origin(span)
	r.Add(a)
	r.spokenName(name, a.Text)
}

// spokenName gives the OAuth error out that a class is named after: InvalidGrantError, OAuth2::InvalidClientException. Its
// message is the description, unless that names the error itself.
func (r *Reader) spokenName(name source.Span, message Value) {
	last := r.View.Text[name.Start:name.End]
	if i := strings.LastIndexAny(last, ".$\\:"); i >= 0 {
		last = last[i+1:]
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(last, "Error"), "Exception")
	if len(stem) < 10 || stem == last {
		return
	}
	var code strings.Builder
	for i := 0; i < len(stem); i++ {
		if c := stem[i]; isUpper(c) {
			if i > 0 {
				code.WriteByte('_')
			}
			code.WriteByte(c + 'a' - 'A')
		} else {
			code.WriteByte(c)
		}
	}
	if !classCodes[code.String()] || strings.Contains(r.Lower[name.End:r.lineEnd(name.End, 600)], code.String()) {
		return
	}
	s := source.Span{Start: name.End - len(last), End: name.End}
	v := r.Value(s)
	v.Text = code.String()
	ps := Params{{Name: "error", NameSpan: r.View.Origin(s), Value: v, Type: 's'}}
	if message.OK() && len(message.Text) < 400 {
		ps = append(ps, Param{Name: "error_description", NameSpan: message.Span, Value: message, Type: 's'})
	}
	r.Add(Artifact{Kind: Spoken, Format: "spoken-error", Span: r.View.Origin(s), Params: ps})
}

// classCodes are the error codes that libraries name classes after and that no other kind of program does.
var classCodes = map[string]bool{"invalid_client": true, "invalid_grant": true, "unauthorized_client": true, "unsupported_grant_type": true, "unsupported_response_type": true, "invalid_client_metadata": true, "insufficient_scope": true}

// upperWord: the last part of a dotted name begins with a capital, as class names do.
func upperWord(s string) bool {
	if i := strings.LastIndexAny(s, ".$\\:"); i >= 0 {
		s = s[i+1:]
	}
	return len(s) > 0 && isUpper(s[0])
}
