package relay

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
)

// Limits of an answer, in bytes.
const (
	maxHead    = 64 << 10 // status line and headers
	maxBody    = 2 << 20  // of the body, as received and again as decoded
	maxCount   = 16 << 20 // of a longer body this much is counted, and then the connection closed
	maxInterim = 8        // 1xx answers before the real one
)

var (
	errHead    = errors.New("relay: head too large")
	errNotHTTP = errors.New("relay: not HTTP")
)

// Response is an answer as received. Headers stand in the order of the wire, repeated ones repeated.
type Response struct {
	Proto        string      `json:"proto"`
	Status       int         `json:"status"`
	StatusText   string      `json:"statusText"`
	Headers      [][2]string `json:"headers"`
	Body         string      `json:"body"`
	BodyEncoding string      `json:"bodyEncoding"`      // utf-8, or base64 when it is not text
	Decoded      string      `json:"decoded,omitempty"` // the Content-Encoding that was undone
	Charset      string      `json:"charset,omitempty"` // that Body was turned into text from, when it was not UTF-8
	Size         int64       `json:"size"`              // bytes of the body on the wire; of a cut one as many as were counted
	Truncated    bool        `json:"truncated"`         // Body is its beginning
}

// raw is a request as it goes onto the wire: HTTP/1.1, headers in the client's order and spelling.
func (t target) raw() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", t.method, t.path)
	for _, h := range t.headers {
		b.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	b.WriteString("\r\n")
	b.Write(t.body)
	return b.Bytes()
}

// readResponse reads the answer to a request of method. What came before an error is returned with it. net/http parses and
// frames, but forgets the order of headers: they are read from the same bytes.
func readResponse(br *bufio.Reader, method string) (*Response, error) {
	for range maxInterim {
		head, err := readHead(br)
		if err != nil {
			return nil, err
		}
		res, err := http.ReadResponse(bufio.NewReader(io.MultiReader(bytes.NewReader(head), br)), &http.Request{Method: method})
		if err != nil {
			return nil, fmt.Errorf("%w: %v", errNotHTTP, err)
		}
		if res.StatusCode >= 100 && res.StatusCode < 200 && res.StatusCode != http.StatusSwitchingProtocols {
			continue
		}
		out := &Response{Proto: res.Proto, Status: res.StatusCode, Headers: headersOf(head), BodyEncoding: "utf-8"}
		if _, words, ok := strings.Cut(res.Status, " "); ok {
			out.StatusText = printable(words)
		}
		if res.StatusCode == http.StatusSwitchingProtocols {
			return out, nil
		}
		return out, out.readBody(res)
	}
	return nil, errNotHTTP
}

// readHead reads up to and with the empty line.
func readHead(br *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		line, err := br.ReadSlice('\n')
		head = append(head, line...)
		if len(head) > maxHead {
			return nil, errHead
		}
		if begin := head[:min(len(head), 5)]; !bytes.HasPrefix([]byte("HTTP/"), begin) {
			return nil, errNotHTTP
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil {
			return nil, err
		}
		if bytes.HasSuffix(head, []byte("\n\n")) || bytes.HasSuffix(head, []byte("\n\r\n")) {
			return head, nil
		}
	}
}

// headersOf reads the lines of a head that http.ReadResponse has accepted. A continued line (RFC 9112 section 5.2) is joined.
func headersOf(head []byte) [][2]string {
	out := [][2]string{}
	for i, line := range strings.Split(strings.TrimRight(string(head), "\r\n"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		switch name, value, ok := strings.Cut(line, ":"); {
		case i == 0:
		case (line == "" || line[0] == ' ' || line[0] == '\t') && len(out) > 0:
			out[len(out)-1][1] += " " + printable(strings.TrimSpace(line))
		case ok:
			out = append(out, [2]string{printable(strings.TrimSpace(name)), printable(strings.TrimSpace(value))})
		}
	}
	return out
}

// printable makes text of what may hold bytes that JSON cannot carry.
func printable(s string) string { return strings.ToValidUTF8(s, "�") }

// header returns the last value of a header, as a client would take it.
func (r *Response) header(name string) string {
	for _, h := range slices.Backward(r.Headers) {
		if strings.EqualFold(h[0], name) {
			return h[1]
		}
	}
	return ""
}

// readBody keeps the beginning of the body and counts the rest.
func (r *Response) readBody(res *http.Response) error {
	kept, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	r.Size = int64(len(kept))
	if err == nil && len(kept) == maxBody {
		switch rest := res.ContentLength - maxBody; {
		case rest > 0:
			r.Size, r.Truncated = res.ContentLength, true
		case rest < 0: // not known: chunked, or until the connection ends
			var n int64
			n, err = io.CopyN(io.Discard, res.Body, maxCount-maxBody)
			r.Size += n
			r.Truncated = n > 0
			if err == io.EOF {
				err = nil
			}
		}
	}
	codings := codingsOf(r.Headers)
	if decoded, cut, ok := decode(kept, codings); ok {
		kept, r.Decoded = decoded, strings.Join(codings, ", ")
		r.Truncated = r.Truncated || cut
	}
	switch {
	case utf8.Valid(kept), r.Truncated && validBeginning(kept):
		r.Body = strings.ToValidUTF8(string(kept), "") // a cut may split the last character
	default:
		if r.Body, r.Charset = fromCharset(kept, r.header("Content-Type")); r.Charset != "" {
			break
		}
		r.Body, r.BodyEncoding = base64.StdEncoding.EncodeToString(kept), "base64"
	}
	return err
}

// validBeginning reports whether only the last character of a text is cut.
func validBeginning(b []byte) bool {
	for cut := range min(utf8.UTFMax, len(b)) {
		if utf8.Valid(b[:len(b)-cut]) {
			return true
		}
	}
	return false
}

// decoders undo the codings that the relay asks for.
var decoders = map[string]func(io.Reader) (io.Reader, error){
	"gzip":   func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	"x-gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	"br":     func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	"deflate": func(r io.Reader) (io.Reader, error) { // zlib by RFC 9110 section 8.4.1.2; many send it without its wrapper
		br := bufio.NewReader(r)
		if start, err := br.Peek(2); err == nil && start[0]&0x0f == 8 && (uint(start[0])<<8|uint(start[1]))%31 == 0 {
			return zlib.NewReader(br)
		}
		return flate.NewReader(br), nil
	},
}

// maxCodings: real servers apply one.
const maxCodings = 2

func codingsOf(headers [][2]string) []string {
	var out []string
	for _, h := range headers {
		if !strings.EqualFold(h[0], "Content-Encoding") {
			continue
		}
		for _, c := range strings.Split(h[1], ",") {
			if c = strings.ToLower(strings.TrimSpace(c)); c != "" && c != "identity" {
				out = append(out, c)
			}
		}
	}
	return out
}

// decode undoes the codings of a body, last applied first, never giving more than maxBody: a bomb ends there, and cut says
// so. ok is false when the body is not what its header says; then it stays as it came.
func decode(body []byte, codings []string) (decoded []byte, cut, ok bool) {
	if len(codings) == 0 || len(codings) > maxCodings || len(body) == 0 {
		return nil, false, false
	}
	var r io.Reader = bytes.NewReader(body)
	for _, coding := range slices.Backward(codings) {
		open, known := decoders[coding]
		if !known {
			return nil, false, false
		}
		opened, err := open(r)
		if err != nil {
			return nil, false, false
		}
		r = io.LimitReader(opened, maxBody+1)
	}
	decoded, err := io.ReadAll(r)
	if len(decoded) > maxBody {
		return decoded[:maxBody], true, true
	}
	if err != nil {
		return decoded, true, len(decoded) > 0 // cut on the way: what came is shown
	}
	return decoded, false, true
}

// decodable leaves of an Accept-Encoding what the relay can undo.
func decodable(value string) string {
	var out []string
	for _, item := range strings.Split(value, ",") {
		coding, _, _ := strings.Cut(item, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if _, ok := decoders[coding]; ok || coding == "identity" {
			out = append(out, strings.TrimSpace(item))
		}
	}
	if len(out) == 0 {
		return "identity"
	}
	return strings.Join(out, ", ")
}

// transcript is the exchange as text, which the engine reads and the report's spans point into. error is what a client's
// log would say when no answer came.
func transcript(t target, res *Response, failed error) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\n", t.method, t.path)
	writeMessage(&b, t.headers, string(t.body), utf8.Valid(t.body), len(t.body))
	if res != nil {
		fmt.Fprintf(&b, "\n%s %d %s\n", res.Proto, res.Status, res.StatusText)
		headers := slices.DeleteFunc(slices.Clone(res.Headers), func(h [2]string) bool {
			// The body stands here without its codings.
			return strings.EqualFold(h[0], "Transfer-Encoding") || res.Decoded != "" && (strings.EqualFold(h[0], "Content-Encoding") || strings.EqualFold(h[0], "Content-Length"))
		})
		writeMessage(&b, headers, res.Body, res.BodyEncoding == "utf-8", int(res.Size))
	}
	if failed != nil {
		fmt.Fprintf(&b, "\n%s %q: %s\n", t.method, t.url, failed)
	}
	return b.String()
}

func writeMessage(b *strings.Builder, headers [][2]string, body string, isText bool, size int) {
	for _, h := range headers {
		b.WriteString(h[0] + ": " + h[1] + "\n")
	}
	b.WriteByte('\n')
	switch {
	case isText && body != "":
		b.WriteString(strings.TrimRight(body, "\r\n") + "\n")
	case body != "":
		b.WriteString("[" + strconv.Itoa(size) + " bytes that are not text]\n")
	}
}
