// Package logparse turns a pasted log, fed in pieces of any size, into a report.
//
//	bytes ─source─▶ Text ─artifact─▶ Artifacts ─exchange─▶ Flow ─diagnose─▶ Findings ─report─▶ Report
//
// A text of up to a megabyte is read whole. Of a longer one only the regions around words of the protocol are read
// closely, so memory stays bounded; which regions these are does not depend on how the input was cut into pieces.
package logparse

import (
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/logparse/report"
	"grantlens/internal/source"
)

// Options are the settings of a Parser. The zero value works.
type Options struct {
	Lang  string    // "en" (default) or "ru": the language of what the report says
	Now   time.Time // judges tokens only where the log has no time of its own; zero means unknown
	Clock time.Time // stands in for Now where the text is a token and nothing else: of that one asks whether it is valid today
}

// wholeLimit is the size, in bytes of UTF-8, up to which a text is read whole.
const wholeLimit = 1 << 20

// Parser reads a log piece by piece.
type Parser struct {
	opts     Options
	head     []byte // until the encoding is known
	sniffed  bool
	encoding string
	utf16    *source.UTF16Decoder
	builder  *report.Builder
	buf      []byte // UTF-8 not yet judged
	bytes    int64  // fed
	invalid  bool
	regions  *scanner
	busy     chan any  // the search of the last piece, while it goes on: gives what it panicked with
	judging  []*region // being judged, in the order of the text
	ahead    int       // how many of them at once; 0: every region is judged when it is found
}

// New returns a Parser.
func New(opts Options) *Parser {
	if opts.Lang != "ru" {
		opts.Lang = "en"
	}
	p := &Parser{opts: opts, builder: report.NewBuilder(opts.Lang)}
	if n := min(runtime.GOMAXPROCS(0), maxAhead); n > 1 {
		p.ahead = n
	}
	return p
}

// maxAhead bounds the regions of one log that are judged at once: each may take a few megabytes.
const maxAhead = 4

// Feed takes the next piece of the log. The report does not depend on where the pieces are cut.
func (p *Parser) Feed(chunk []byte) {
	p.bytes += int64(len(chunk))
	if !p.sniffed {
		p.head = append(p.head, chunk...)
		if len(p.head) < sniffLen {
			return
		}
		chunk = p.sniff()
	}
	p.decode(chunk)
}

// sniffLen is how many bytes are looked at to tell the encoding: a log of English words may come to a Russian one late.
const sniffLen = 64 << 10

func (p *Parser) sniff() []byte {
	p.sniffed = true
	begin := p.head[:min(len(p.head), sniffLen)]
	if p.encoding = source.Sniff(begin); p.encoding == "" {
		p.encoding = source.CodePage(begin)
	}
	if p.encoding == source.UTF16LE || p.encoding == source.UTF16BE {
		p.utf16 = &source.UTF16Decoder{BigEndian: p.encoding == source.UTF16BE}
	}
	chunk := p.head
	p.head = nil
	if len(chunk) >= 3 && string(chunk[:3]) == "\xef\xbb\xbf" {
		// A byte order mark stays in the text as a space would: offsets must not move.
		copy(chunk, "   ")
	}
	return chunk
}

func (p *Parser) decode(chunk []byte) {
	if p.encoding == source.Binary {
		return
	}
	switch p.encoding {
	case source.UTF16LE, source.UTF16BE:
		chunk = p.utf16.Decode(chunk)
	case source.Windows1251, source.IBM866:
		chunk = source.FromCodePage(p.encoding, chunk)
	}
	p.take(chunk)
}

func (p *Parser) take(chunk []byte) {
	if p.regions != nil {
		p.scan(chunk)
		return
	}
	p.buf = append(p.buf, chunk...)
	if len(p.buf) > wholeLimit {
		p.regions = &scanner{judge: p.judge}
		p.scan(p.buf)
		p.buf = nil
	}
}

// scan searches a piece. With several processors the search goes on while the next piece is being read.
func (p *Parser) scan(chunk []byte) {
	p.wait()
	for len(chunk) > 0 {
		chunk = p.regions.take(chunk)
		if len(chunk) > 0 || p.ahead == 0 {
			p.regions.search()
			continue
		}
		done := make(chan any, 1)
		p.busy = done
		go func() {
			defer func() { done <- recover() }()
			p.regions.search()
		}()
	}
}

// wait waits for the search that goes on, if one does.
func (p *Parser) wait() {
	if p.busy == nil {
		return
	}
	failed := <-p.busy
	p.busy = nil
	if failed != nil {
		panic(failed) // to be recovered by whoever feeds the parser
	}
}

// region is a piece of the text and what the engine makes of it.
type region struct {
	text   *source.Text
	tokens int  // limit of the tokens decoded
	part   bool // of a longer text
	flow   *exchange.Flow
	out    diagnose.Outcome
	done   chan any // gives what the judgment panicked with
}

// judge runs the engine over one piece of the text.
func (p *Parser) judge(data []byte, base int64, lines int64) {
	if !p.invalid && !utf8.Valid(data) {
		p.invalid = true
	}
	r := &region{text: source.NewText(string(data), int(base), int(lines)), tokens: p.tokensLeft(), part: p.regions != nil}
	if p.ahead == 0 || p.regions == nil {
		r.judge(p.opts.Now)
		p.builder.Add(r.flow, r.out)
		return
	}
	for len(p.judging) >= p.ahead {
		p.add()
	}
	r.done = make(chan any, 1)
	p.judging = append(p.judging, r)
	go func() {
		defer func() { r.done <- recover() }()
		r.judge(p.opts.Now)
	}()
}

func (r *region) judge(now time.Time) {
	r.flow = exchange.Build(r.text, now, exchange.Limits{Tokens: r.tokens, Part: r.part})
	r.out = diagnose.Run(r.flow)
}

// add adds the first of the regions that are being judged to the report: they are added in the order of the text.
func (p *Parser) add() {
	r := p.judging[0]
	p.judging = p.judging[1:]
	if failed := <-r.done; failed != nil {
		panic(failed)
	}
	// How many tokens may be decoded depends on the regions before. Where that was not known yet and would have counted,
	// the region is judged again.
	if left := p.tokensLeft(); left != r.tokens && len(r.flow.Tokens) >= left {
		r.tokens = left
		r.judge(p.opts.Now)
	}
	p.builder.Add(r.flow, r.out)
}

// tokensLeft is how many more tokens may be decoded; -1: none.
func (p *Parser) tokensLeft() int {
	if n := p.builder.TokensLeft(); n > 0 {
		return n
	}
	return -1
}

// Close ends the log and returns the report.
func (p *Parser) Close() *report.Report {
	if !p.sniffed {
		p.decode(p.sniff())
	}
	if p.utf16 != nil {
		p.take(p.utf16.Flush())
	}
	stats := report.Stats{Bytes: p.bytes, Encoding: p.encoding}
	kind := ""
	switch {
	case p.regions != nil:
		p.wait()
		p.regions.close()
		for len(p.judging) > 0 {
			p.add()
		}
		stats.Lines, stats.RegionsRead = p.regions.totalLines(), p.regions.regions
		kind = "log"
	case p.encoding == source.Binary:
		kind = "binary"
	case strings.TrimSpace(string(p.buf)) == "":
		kind = "empty"
	default:
		kind = kindOf(string(p.buf))
		if kind == "token" && p.opts.Now.IsZero() {
			p.opts.Now = p.opts.Clock
		}
		p.judge(p.buf, 0, 0)
		stats.Lines = int64(strings.Count(string(p.buf), "\n"))
		if n := len(p.buf); n > 0 && p.buf[n-1] != '\n' {
			stats.Lines++
		}
	}
	if p.invalid && stats.Encoding == "" {
		stats.Encoding = source.InvalidUTF8
	}
	p.builder.Meta(stats, kind)
	return p.builder.Report()
}

// kindOf says what a paste was taken for.
func kindOf(text string) string {
	t := strings.TrimSpace(text)
	oneLine := !strings.Contains(t, "\n")
	switch {
	case isToken(t):
		return "token"
	case strings.HasPrefix(strings.TrimPrefix(t, "$ "), "curl "), strings.ContainsAny(t[:1], "*<>") && strings.Contains("\n"+t, "\n< HTTP/"):
		return "curl"
	case oneLine && (strings.HasPrefix(t, "http://") || strings.HasPrefix(t, "https://")):
		return "redirect_url"
	case strings.HasPrefix(t, "{") && strings.Contains(t[:min(len(t), 400)], `"log"`) && strings.Contains(t, `"entries"`):
		return "har"
	case strings.HasPrefix(t, "{"):
		return "json"
	}
	return "log"
}

// isToken reports whether a text is a token and nothing else but the name it was copied with.
func isToken(text string) bool {
	t := strings.Trim(text, "\"';, \t")
	at := strings.Index(t, "eyJ")
	if at < 0 {
		scheme, rest, _ := strings.Cut(t, " ")
		return strings.EqualFold(scheme, "Bearer") && rest != "" && !strings.ContainsAny(strings.TrimRight(rest, "="), " =\"\n")
	}
	name := strings.FieldsFunc(t[:at], func(r rune) bool { return strings.ContainsRune(" :=\"'", r) })
	named := len(name) < 2 || len(name) == 2 && strings.EqualFold(name[1], "Bearer")
	return named && !strings.ContainsAny(t[:at], "{/?&\n") && !strings.ContainsAny(t[at:], " {\"")
}
