package artifact

import (
	"strconv"
	"strings"
)

// The dumps of HTTP clients: axios and Gaxios errors, Octokit, got, request, Angular's HttpErrorResponse, simple-oauth2.
//
//	{config: {url, method, data, headers, params}, response: {status, statusText, headers, data}}

var _ = registerShape(shape{id: "client-dump", rank: 40, read: readClientDump})

func readClientDump(r *Reader, n *node) bool {
	response := n.get("response")
	config := dumpConfig(n, response)
	found := false
	pair := 0
	if config != nil {
		pair = r.NextPair()
		r.Add(requestOfConfig(r, config, pair))
		found = true
	}
	answer := response
	if answer == nil || answer.typ != 'o' {
		answer = n
	}
	if config == n {
		r.dump = dumpRequest{pair, n.span.End}
	}
	if config == nil && r.dump.pair > 0 && n.span.Start-r.dump.end < 4096 && n.span.Start > r.dump.end && isResponse(answer) {
		pair = r.dump.pair // `config: {…}, response: {…}`, pasted without the braces around them
		r.dump.pair = 0
	}
	if isResponse(answer) || config != nil && config != n && answer.statusNode() != nil {
		if pair == 0 {
			pair = r.NextPair()
		}
		a := responseOfDump(r, answer, pair)
		if a.Body == nil && answer != n && protocolBody(n) {
			a.Body = objectContent(r.View, n) // openid-client copies the error beside the response
		}
		r.Add(a)
		found = true
	}
	if found {
		for _, m := range n.members {
			if m.val.typ == 's' && (m.key == "message" || m.key == "stack") && worthReading(m.val.text) {
				before := len(r.more)
				r.Reread(m.val.inside)
				for i := before; i < len(r.more); i++ {
					r.more[i].inDump = true
				}
			}
		}
	}
	return found
}

// dumpRequest is the request of a dump whose response has not been read.
type dumpRequest struct{ pair, end int }

// dumpConfig is the object that describes the request: axios' config, got's options, Octokit's request, or n itself.
func dumpConfig(n, response *node) *node {
	for _, c := range [...]*node{n.get("config"), response.get("config"), n.get("options"), n.get("request")} {
		if c != nil && c.typ == 'o' && (c.get("url") != nil || c.get("uri") != nil) && (c.get("method") != nil || c.get("data") != nil || c.get("headers") != nil) {
			return c
		}
	}
	if n.get("method") == nil || n.get("level") != nil { // a record of a log tells what was asked of the server that wrote it
		return nil
	}
	// simple-oauth2 and request print the request itself; axios prints `config: {…}` as a member of an error without braces.
	if n.get("uri") != nil && (n.get("form") != nil || n.get("headers") != nil) || n.get("url") != nil && n.get("status") == nil && (n.get("data") != nil || n.get("headers") != nil) {
		return n
	}
	return nil
}

// statusNode is the member that holds the status of an answer.
func (n *node) statusNode() *node {
	for _, name := range [...]string{"status", "statusCode", "http_code"} {
		if s := n.get(name); s != nil && s.typ == 'n' {
			if code, err := strconv.Atoi(s.text); err == nil && (code == 0 && name != "http_code" || code >= 100 && code <= 599) {
				return s
			}
		}
	}
	return nil
}

// isResponse: a status with a body, headers or a URL beside it.
func isResponse(n *node) bool {
	if n == nil || n.typ != 'o' {
		return false
	}
	if n.statusNode() == nil {
		return false
	}
	for _, name := range [...]string{"data", "headers", "statusText", "body", "_body", "responseText", "url", "config", "payload"} {
		if n.get(name) != nil {
			return true
		}
	}
	return false
}

func requestOfConfig(r *Reader, config *node, pair int) Artifact {
	a := Artifact{Kind: Request, Format: "client-dump", Span: r.View.Origin(config.span), Pair: pair}
	u := config.get("url")
	if u == nil {
		u = config.get("uri")
	}
	if u.typ == 'o' && u.get("href") != nil {
		u = u.get("href")
	}
	a.URL = r.nodeValue(u)
	if base := config.get("baseURL"); base != nil && base.typ == 's' && !strings.Contains(a.URL.Text, "://") {
		a.URL.Text = strings.TrimSuffix(base.text, "/") + "/" + strings.TrimPrefix(a.URL.Text, "/")
	}
	if m := config.get("method"); m != nil {
		a.Method = r.nodeValue(m)
		a.Method.Text = strings.ToUpper(a.Method.Text)
	}
	a.Headers = r.headersOf(config.get("headers"))
	for _, name := range [...]string{"data", "body", "form"} {
		if d := config.get(name); d != nil {
			a.Body = r.bodyOfNode(d)
			if name == "form" && a.Body != nil { // what request and got send urlencoded
				a.Body.Kind = BodyForm
			}
			break
		}
	}
	if p := config.get("params"); p != nil && p.typ == 'o' {
		a.Params = flatten(r.View, p, "", 3)
	}
	return a
}

func responseOfDump(r *Reader, n *node, pair int) Artifact {
	a := Artifact{Kind: Response, Format: "client-dump", Span: r.View.Origin(n.span), Pair: pair}
	status := n.statusNode()
	a.Status = r.nodeValue(status)
	a.Code, _ = strconv.Atoi(status.text)
	if t := n.get("statusText"); t != nil {
		a.Reason = r.nodeValue(t)
	}
	if u := n.get("url"); u != nil && u.typ == 's' {
		if u.typ == 'o' && u.get("href") != nil {
			u = u.get("href")
		}
		a.URL = r.nodeValue(u)
	}
	a.Headers = r.headersOf(n.get("headers"))
	if status == n.get("http_code") { // PHP's curl_getinfo
		a.Client = CurlInfo
		for _, h := range [...][2]string{{"content_type", "Content-Type"}, {"redirect_url", "Location"}} {
			if v := n.get(h[0]); v.str() != "" {
				a.Headers = append(a.Headers, Param{Name: h[1], NameSpan: r.View.Origin(v.inside), Value: r.nodeValue(v)})
			}
		}
	}
	if n.get("error").str() != "" && n.get("error_description") != nil && n.get("data") == nil && n.get("body") == nil {
		a.Body = objectContent(r.View, n) // better-auth puts the status into the answer itself
	}
	for _, name := range [...]string{"data", "body", "_body", "responseText", "error", "text", "payload"} {
		if a.Body != nil {
			break
		}
		if d := n.get(name); d != nil && d.typ != '0' && !isStream(d) {
			a.Body = r.bodyOfNode(d)
			break
		}
	}
	if n.get("name").str() == "HttpErrorResponse" {
		a.Format, a.Client = "angular", "Angular HttpClient"
		// {error: {error: SyntaxError…, text: "the real body"}}
		if e := n.get("error"); e != nil && e.typ == 'o' && e.get("text") != nil {
			a.Body = r.bodyOfNode(e.get("text"))
		}
		if m := n.get("message"); m != nil {
			a.Text = r.nodeValue(m)
		}
	}
	if b := n.get("_body"); b != nil && b.get("isTrusted") != nil && n.get("type").str() == "3" {
		a.Code, a.Body = 0, nil // Angular's old Http gives a ProgressEvent of the network this status
	}
	a.Label, a.Heading = r.wordsBefore(n.span.Start)
	return a
}

// CurlInfo is the client whose print of an answer tells its address and status, and stands behind the answer itself.
const CurlInfo = "PHP curl_getinfo"

// isStream: a stream in place of a body, as Node prints the Response of fetch and answers of its http module. What came
// through it is not printed.
func isStream(n *node) bool {
	return n.get("supportsBYOB") != nil || n.get("_readableState") != nil
}

// nodeValue is the value of a string, number or word.
func (r *Reader) nodeValue(n *node) Value {
	if n == nil {
		return Value{}
	}
	return Value{Text: n.str(), Span: r.View.Origin(n.inside)}
}

// bodyOfNode reads the body that a dump holds as an object or as a string.
func (r *Reader) bodyOfNode(n *node) *Content {
	switch n.typ {
	case 'o', 'a':
		r.rereadStrings(n)
		c := objectContent(r.View, n)
		if c != nil && strings.HasSuffix(strings.TrimRight(r.View.Text[max(0, n.span.Start-20):n.span.Start], " "), "URLSearchParams") {
			c.Kind = BodyForm
		}
		return c
	case 's':
		return r.contentOfString(n)
	}
	return nil
}

// headersOf reads headers printed as an object, or as HAR's list of {name, value}.
func (r *Reader) headersOf(n *node) Params {
	if n == nil {
		return nil
	}
	var ps Params
	for _, m := range n.members {
		if m.val.typ == 'o' && n.typ == 'a' {
			name, value := m.val.get("name"), m.val.get("value")
			if name != nil && value != nil {
				ps = append(ps, Param{Name: name.str(), NameSpan: r.View.Origin(name.inside), Value: r.nodeValue(value)})
			}
		} else if m.key != "" && m.val.typ != 'o' {
			v := r.nodeValue(m.val)
			if m.val.typ == 'a' {
				v = Value{Text: joinArray(m.val), Span: r.View.Origin(m.val.span)}
			}
			ps = append(ps, Param{Name: m.key, NameSpan: r.View.Origin(m.keySpan), Value: v})
		}
	}
	return ps
}
