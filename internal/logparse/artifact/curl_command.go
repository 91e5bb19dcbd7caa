package artifact

import (
	"encoding/base64"
	"strings"

	"grantlens/internal/source"
)

// curl command lines, also over several lines (\ in a shell, ^ in cmd.exe, ` in PowerShell): the request they send.
//
//	curl -X POST https://idp.example.com/token -u web:secret -d grant_type=client_credentials \
//	     --data-urlencode 'redirect_uri=https://app.example.com/cb' -H 'Accept: application/json'
//	$ http -f POST https://idp.example.com/token grant_type=client_credentials

var _ = register(Recogniser{ID: "curl-command", Rank: 24, Read: readCurlCommands})

var curlLiterals = findLiterals("curl ", "curl.exe ", "curl\t", "$ http ", "$ https ")

func readCurlCommands(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(curlLiterals) {
		httpie := text[h.at] == '$'
		if h.at < last || !httpie && !beginsCommand(text[r.lineStart(h.at, 200):h.at]) || r.Opened(source.Span{Start: h.at, End: h.at + 4}) || strings.HasPrefix(r.Lower[h.at:], "curl error") {
			continue
		}
		words, end := shellWords(text, h.at, min(len(text), h.at+maxCommand))
		read := r.curlRequest
		if httpie {
			read, words = r.httpieRequest, words[1:]
		}
		if a, ok := read(words[1:]); ok {
			s := source.Span{Start: h.at, End: end}
			a.Span = r.View.Origin(s)
			r.Take(s)
			r.Add(a)
		}
		last = end
	}
}

// beginsCommand reports whether a command may follow what stands before it on its line: nothing, a prompt, another command.
func beginsCommand(before string) bool {
	before = strings.TrimSpace(before)
	if before == "" || strings.IndexByte("$#>%&|(`;\"'/", before[len(before)-1]) >= 0 {
		return true
	}
	for _, word := range [...]string{"sudo", "time", "run:", "RUN", "-", "+", "command:", "❯", "exec", "--"} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// maxCommand bounds the bytes of one command line.
const maxCommand = 32 << 10

// word is a word of a command line: the text it means, and where it stands (inside its quotation marks when they
// enclose all of it).
type word struct {
	text string
	span source.Span
}

// cut is what stands before a separator and after it: each in its place where the word is written as it reads, else in the
// whole word's.
func (w word) cut(separator string) (name, value word, ok bool) {
	n, v, ok := strings.Cut(w.text, separator)
	name, value = word{n, w.span}, word{v, w.span}
	if w.span.Len() == len(w.text) {
		name.span.End, value.span.Start = w.span.Start+len(n), w.span.End-len(v)
	}
	return name, value, ok
}

// shellWords splits a command line that begins at offset at into words; it returns where the command ends.
func shellWords(text string, at, end int) ([]word, int) {
	var words []word
	for at < end {
		switch c := text[at]; {
		case c == ' ' || c == '\t' || c == '\r':
			at++
			continue
		case c == '\n' || c == '|' || c == ';' || c == '>' || c == '`' && !continues(text, at):
			return words, at
		case (c == '\\' || c == '^' || c == '`') && continues(text, at):
			at = at + strings.IndexByte(text[at:], '\n') + 1
			continue
		}
		w, next := shellWord(text, at, end)
		words = append(words, w)
		at = max(next, at+1)
	}
	return words, at
}

// continues reports whether the line goes on after the mark at offset at.
func continues(text string, at int) bool {
	rest := strings.TrimLeft(text[at+1:min(len(text), at+4)], " \r")
	return strings.HasPrefix(rest, "\n")
}

func shellWord(text string, at, end int) (word, int) {
	var b strings.Builder
	start := at
	inside := source.Span{Start: -1}
	for at < end {
		c := text[at]
		switch {
		case c == '\'' || c == '"':
			at++
			from := at
			for at < end && text[at] != c {
				if c == '"' && text[at] == '\\' && at+1 < end && strings.IndexByte("\"\\$`", text[at+1]) >= 0 {
					at++
				} else if c == '\'' && strings.HasPrefix(text[at:end], `\'`) && b.Len() == 0 && at == from {
					break
				}
				b.WriteByte(text[at])
				at++
			}
			if from == start+1 {
				inside = source.Span{Start: from, End: at}
			}
			at = min(at+1, end)
		case c == '$' && at+1 < end && text[at+1] == '\'' && at == start:
			at++
		case c == '\\' && at+1 < end && text[at+1] != '\n' && text[at+1] != '\r':
			b.WriteByte(text[at+1])
			at += 2
		case isSpace(c) || c == '|' || c == ';' || c == '`':
			goto done
		case c == '\\' && continues(text, at) || c == '^' && continues(text, at):
			goto done
		default:
			b.WriteByte(c)
			at++
		}
	}
done:
	w := word{b.String(), source.Span{Start: start, End: at}}
	if inside.Start >= 0 && inside.End+1 == at {
		w.span = inside
	}
	return w, at
}

// curlRequest reads the arguments of curl.
func (r *Reader) curlRequest(words []word) (Artifact, bool) {
	a := Artifact{Kind: Request, Format: "curl-command", Client: "curl"}
	value := func(w word) Value { return Value{Text: w.text, Span: r.View.Origin(w.span)} }
	var form Params
	var bodies []word
	get := false
	for i := 0; i < len(words); i++ {
		w := words[i]
		if !strings.HasPrefix(w.text, "-") {
			if strings.Contains(w.text, "://") || strings.Contains(w.text, ".") && strings.Contains(w.text, "/") || strings.HasPrefix(w.text, "localhost") {
				if !a.URL.OK() {
					a.URL = value(w)
				}
			}
			continue
		}
		name, arg := w.text, word{}
		if long, rest, ok := strings.Cut(w.text, "="); ok && strings.HasPrefix(w.text, "--") {
			name, arg = long, word{rest, source.Span{Start: w.span.End - len(rest), End: w.span.End}}
		} else if !strings.HasPrefix(w.text, "--") && len(w.text) > 2 && strings.IndexByte("XHdubFA", w.text[1]) >= 0 {
			name, arg = w.text[:2], word{w.text[2:], source.Span{Start: w.span.Start + 2, End: w.span.End}} // -XPOST
		} else if takesValue(w.text) && i+1 < len(words) {
			i++
			arg = words[i]
		}
		switch name {
		case "-X", "--request":
			a.Method = value(arg)
		case "--url":
			a.URL = value(arg)
		case "-H", "--header":
			if n, v, ok := arg.cut(":"); ok {
				v.text, v.span = strings.TrimSpace(v.text), trim(r.View.Text, v.span)
				a.Headers = append(a.Headers, Param{Name: n.text, NameSpan: r.View.Origin(n.span), Value: value(v)})
			}
		case "-u", "--user":
			v := Value{Text: "Basic " + base64.StdEncoding.EncodeToString([]byte(arg.text)), Span: r.View.Origin(arg.span)}
			a.Headers = append(a.Headers, Param{Name: "Authorization", NameSpan: r.View.Origin(w.span), Value: v})
		case "-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--json":
			if name == "--json" {
				a.Headers = append(a.Headers, Param{Name: "Content-Type", NameSpan: r.View.Origin(w.span), Value: Value{Text: "application/json", Span: r.View.Origin(w.span)}})
			}
			bodies = append(bodies, arg)
		case "--data-urlencode", "-F", "--form":
			if n, v, ok := arg.cut("="); ok {
				form = append(form, Param{Name: n.text, NameSpan: r.View.Origin(n.span), Value: value(v)})
			}
		case "-G", "--get":
			get = true
		case "-A", "--user-agent":
			a.Headers = append(a.Headers, Param{Name: "User-Agent", NameSpan: r.View.Origin(w.span), Value: value(arg)})
		}
	}
	if !a.URL.OK() {
		return a, false
	}
	if len(bodies) > 0 || len(form) > 0 {
		a.Body = r.curlBody(bodies, form)
		if !a.Method.OK() && !get {
			a.Method.Text = "POST"
		}
		if get && a.Body != nil {
			a.Params, a.Body = a.Body.Members, nil
		}
	}
	if !a.Method.OK() {
		a.Method.Text = "GET"
	}
	return a, true
}

// httpieRequest reads the arguments of HTTPie, which sends JSON unless it is told otherwise. With -v it prints the request itself.
func (r *Reader) httpieRequest(words []word) (Artifact, bool) {
	a := Artifact{Kind: Request, Format: "curl-command", Client: "HTTPie"}
	body := &Content{Kind: BodyJSON}
	for i := 0; i < len(words); i++ {
		w := words[i]
		value := Value{Text: w.text, Span: r.View.Origin(w.span)}
		switch {
		case strings.HasPrefix(w.text, "--verbose") || strings.HasPrefix(w.text, "-v"):
			return a, false
		case strings.HasPrefix(w.text, "-"):
			if w.text == "-f" || w.text == "--form" {
				body.Kind = BodyForm
			} else if w.text == "-a" || w.text == "--auth" || w.text == "-A" || w.text == "-p" {
				i++
			}
		case a.URL.OK():
			if n, v, ok := w.cut("="); ok && paramName(n.text) {
				body.Members = append(body.Members, Param{Name: n.text, NameSpan: r.View.Origin(n.span), Value: Value{Text: v.text, Span: r.View.Origin(v.span)}})
				body.Span = value.Span
			}
		case strings.ContainsAny(w.text, ":/."):
			a.URL = value
		default:
			a.Method = value
		}
	}
	if len(body.Members) > 0 {
		body.Span.Start = body.Members[0].NameSpan.Start
		a.Body = body
	}
	if !a.Method.OK() {
		a.Method.Text = "GET"
		if a.Body != nil {
			a.Method.Text = "POST"
		}
	}
	return a, a.URL.OK()
}

// takesValue reports whether the option is followed by its value: of letters behind one dash, the last one decides.
func takesValue(option string) bool {
	if !strings.HasPrefix(option, "--") {
		return strings.IndexByte("AbcCdDeEFHKmoPQrtTuUwxXyYz", option[len(option)-1]) >= 0
	}
	switch option {
	case "--include", "--silent", "--show-error", "--verbose", "--insecure", "--location", "--fail", "--globoff", "--get", "--head", "--compressed", "--http1.1", "--http2", "--basic", "--no-buffer", "--fail-with-body", "--trace-time", "--anyauth", "--digest", "--ntlm", "--negotiate", "--ipv4", "--ipv6", "--no-progress-meter", "--progress-bar", "--tlsv1.2", "--tlsv1.3", "--http1.0", "--location-trusted", "--remote-name", "--no-keepalive":
		return false
	}
	return true
}

// curlBody is what the options for data make together.
func (r *Reader) curlBody(bodies []word, form Params) *Content {
	c := &Content{Kind: BodyForm, Members: form}
	for _, w := range bodies {
		if strings.HasPrefix(strings.TrimLeft(w.text, " \n"), "{") {
			if body, _ := r.contentOf(w.span.Start, w.span.End); body != nil {
				return body
			}
			return &Content{Kind: BodyText, Span: r.View.Origin(w.span), Text: clip(w.text, 400)}
		}
		if ps, ok := r.formParams(w.span); ok {
			c.Members = append(c.Members, ps...)
			continue
		}
		for part := range strings.SplitSeq(w.text, "&") { // the shell's text is not the bytes under the span, or no name is known
			if name, v, ok := strings.Cut(part, "="); ok && paramName(name) {
				c.Members = append(c.Members, Param{Name: unescapeForm(name), NameSpan: r.View.Origin(w.span), Value: Value{Text: unescapeForm(v), Span: r.View.Origin(w.span)}})
			}
		}
	}
	if len(c.Members) == 0 {
		return nil
	}
	c.Span = c.Members[0].Value.Span
	for _, p := range c.Members {
		c.Span.Start, c.Span.End = min(c.Span.Start, p.NameSpan.Start, p.Value.Span.Start), max(c.Span.End, p.Value.Span.End)
	}
	return c
}
