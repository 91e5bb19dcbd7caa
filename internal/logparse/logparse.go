// Package logparse turns a pasted log into a report.
//
//	bytes ─source─▶ Text ─artifact─▶ Artifacts ─exchange─▶ Flow ─diagnose─▶ Findings ─report─▶ Report
package logparse

import (
	"time"

	"grantlens/internal/logparse/report"
)

// Options are the settings of a Parser. The zero value works.
type Options struct {
	Lang string    // "en" (default) or "ru": the language of what the report says
	Now  time.Time // judges tokens only where the log has no time of its own; zero means unknown
}

// Parser reads a log piece by piece.
type Parser struct {
	opts Options
	buf  []byte
}

// New returns a Parser.
func New(opts Options) *Parser { return &Parser{opts: opts} }

// Feed takes the next piece of the log. The report does not depend on where the pieces are cut.
func (p *Parser) Feed(chunk []byte) { p.buf = append(p.buf, chunk...) }

// Close ends the log and returns the report.
func (p *Parser) Close() *report.Report {
	return &report.Report{Schema: report.Schema, Exchanges: []report.Exchange{}, Findings: []report.Finding{}, Tokens: []report.Token{}, Secrets: []report.Span{}}
}
