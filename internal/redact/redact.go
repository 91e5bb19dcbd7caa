// Package redact turns a log into the same log without its secrets, and a receipt of what was masked where.
//
//	bytes ─candidates by pairs of bytes─▶ names, values ─mask─▶ bytes + Receipt
//
// A secret becomes redacted-KIND-N. The same secret gets the same word wherever it stands, so that a reader still sees
// a code redeemed twice or a token sent on. What stands around it (quotes, separators, escaping) stays, and text
// without secrets is not changed. Where a text may be read in two ways the package masks: a lost word costs less
// than a leaked password.
//
// A text of any size is read in bounded memory and linear time; the result does not depend on how it was cut into
// pieces. Neither the receipt nor an error holds anything of a secret, not even its length.
package redact

import (
	"bytes"
	"cmp"
	"errors"
	"hash/maphash"
	"io"
	"slices"
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// ErrBinary is the answer to an input that is no text: nothing of it is passed on, for secrets in it would not be found.
var ErrBinary = errors.New("redact: input: not a text")

// Options are the settings of a Redactor. The zero value works.
type Options struct {
	// KeepClaims leaves the header and the payload of a JWT readable and masks its signature alone. A payload may hold
	// names, addresses and session ids of people.
	KeepClaims bool
	// Word stands for every secret instead of redacted-KIND-N, where a short quote is shown.
	Word string
}

// Receipt says what was masked, and never what it was.
type Receipt struct {
	Bytes    int64   `json:"bytes"` // of the input
	Lines    int64   `json:"lines"`
	Encoding string  `json:"encoding,omitempty"` // of the input when not UTF-8; the output is UTF-8
	Masked   int64   `json:"masked"`             // places
	Kinds    []Count `json:"kinds"`              // most places first
}

// Count is what was masked of one kind.
type Count struct {
	Kind     string  `json:"kind"` // access_token, client_secret, password, cookie …
	Count    int64   `json:"count"`
	Distinct int64   `json:"distinct"` // different values among them
	Places   []Place `json:"places"`
	Omitted  int64   `json:"omitted,omitempty"` // places beyond maxPlaces
}

// Place is where a masked value began in the input: Line and Column are 1-based, Column and Offset in bytes of UTF-8.
type Place struct {
	Line   int64 `json:"line"`
	Column int64 `json:"column"`
	Offset int64 `json:"offset"`
}

// maxPlaces bounds the places listed of one kind, maxValues the different values told apart: beyond it a value gets
// the number 0.
const (
	maxPlaces = 200
	maxValues = 1 << 17
)

// Text masks the secrets of a text.
func Text(text string, opts Options) (string, Receipt) {
	var out strings.Builder
	out.Grow(len(text))
	s := newScan(&out, opts)
	s.buf = append(s.buf, text...)
	s.run(true)
	s.flush(len(s.buf))
	return out.String(), s.receipt(int64(len(text)), "")
}

// Redactor masks the secrets of what is written to it.
type Redactor struct {
	scan     *scan
	head     []byte // until the encoding is known
	sniffed  bool
	encoding string
	utf16    *source.UTF16Decoder
	bytes    int64
}

// New returns a Redactor that passes the masked text on to w.
func New(w io.Writer, opts Options) *Redactor {
	return &Redactor{scan: newScan(w, opts)}
}

// sniffLen is how many bytes are looked at to tell the encoding; piece is how many are scanned at a time.
const (
	sniffLen = 4096
	piece    = 256 << 10
)

// Write takes the next piece of the log. It fails with ErrBinary, or as the writer below fails.
func (r *Redactor) Write(p []byte) (int, error) {
	r.bytes += int64(len(p))
	if r.sniffed {
		return len(p), r.take(p)
	}
	r.head = append(r.head, p...)
	if len(r.head) < sniffLen {
		return len(p), nil
	}
	return len(p), r.sniff()
}

func (r *Redactor) sniff() error {
	r.sniffed = true
	r.encoding = source.Sniff(r.head[:min(len(r.head), sniffLen)])
	if r.encoding == source.UTF16LE || r.encoding == source.UTF16BE {
		r.utf16 = &source.UTF16Decoder{BigEndian: r.encoding == source.UTF16BE}
	}
	head := r.head
	r.head = nil
	return r.take(head)
}

func (r *Redactor) take(p []byte) error {
	if r.encoding == source.Binary {
		return ErrBinary
	}
	if r.utf16 != nil {
		p = r.utf16.Decode(p)
	}
	for len(p) > 0 && r.scan.err == nil {
		n := min(len(p), piece)
		r.scan.buf = append(r.scan.buf, p[:n]...)
		p = p[n:]
		r.scan.run(false)
		r.scan.drop()
	}
	return r.scan.err
}

// Close ends the log, writes what is left and returns the receipt.
func (r *Redactor) Close() (Receipt, error) {
	if !r.sniffed {
		if err := r.sniff(); err != nil {
			return Receipt{}, err
		}
	}
	if r.encoding == source.Binary {
		return Receipt{}, ErrBinary
	}
	if r.utf16 != nil {
		if err := r.take(r.utf16.Flush()); err != nil {
			return Receipt{}, err
		}
	}
	r.scan.run(true)
	r.scan.flush(len(r.scan.buf))
	return r.scan.receipt(r.bytes, r.encoding), r.scan.err
}

// label is the word a secret was given.
type label struct {
	kind   string
	number int
}

func (l label) String() string { return "redacted-" + l.kind + "-" + strconv.Itoa(l.number) }

// ledger keeps what the receipt tells.
type ledger struct {
	seed    maphash.Seed
	labels  map[uint64]label
	numbers map[string]int
	counts  map[string]*Count
	lines   int64 // newlines before counted
	counted int64 // offset up to which newlines were counted
	lineAt  int64 // offset of the beginning of the line there
}

// count moves the place of the ledger to an offset; text is what stands between.
func (l *ledger) count(text []byte, offset int64) {
	if n := source.Newlines(text); n > 0 {
		l.lines += int64(n)
		l.lineAt = offset - int64(len(text)-bytes.LastIndexByte(text, '\n')) + 1
	}
	l.counted = offset
}

var newline = []byte{'\n'}

// place is where the ledger stands.
func (l *ledger) place() Place {
	return Place{Line: l.lines + 1, Column: l.counted - l.lineAt + 1, Offset: l.counted}
}

// book notes a secret and gives its word.
func (l *ledger) book(kind string, at Place, hash uint64) label {
	have, ok := l.labels[hash]
	if !ok {
		have = label{kind: kind}
		if len(l.labels) < maxValues {
			l.numbers[kind]++
			have.number = l.numbers[kind]
			l.labels[hash] = have
		}
	}
	c := l.counts[have.kind]
	if c == nil {
		c = &Count{Kind: have.kind}
		l.counts[have.kind] = c
	}
	c.Count++
	if !ok {
		c.Distinct++
	}
	if len(c.Places) < maxPlaces {
		c.Places = append(c.Places, at)
	} else {
		c.Omitted++
	}
	return have
}

// taken makes later numbers of a kind greater than one that stands in the text already.
func (l *ledger) taken(kind string, number int) {
	if number < 1<<30 {
		l.numbers[kind] = max(l.numbers[kind], number)
	}
}

func (s *scan) receipt(size int64, encoding string) Receipt {
	l := &s.ledger
	end := s.base + int64(len(s.buf))
	l.count(s.buf[l.counted-s.base:], end)
	r := Receipt{Bytes: size, Lines: l.lines, Encoding: encoding, Kinds: []Count{}}
	if end > l.lineAt {
		r.Lines++
	}
	for _, c := range l.counts {
		r.Masked += c.Count
		r.Kinds = append(r.Kinds, *c)
	}
	slices.SortFunc(r.Kinds, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind, b.Kind)) })
	return r
}
