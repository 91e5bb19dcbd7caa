package main

import (
	"fmt"
	"io"

	"grantlens/internal/logparse/report"
)

// printer writes text for people, with colours if they are wanted.
type printer struct {
	w     io.Writer
	color bool
	width int
}

func newPrinter(w io.Writer, color bool) *printer {
	p := &printer{w: w, color: color, width: 100}
	if width, ok := terminal(w); ok {
		p.width = max(40, min(width, 110))
	}
	return p
}

func (p *printer) text(s string) { io.WriteString(p.w, s) }

func (p *printer) paint(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *printer) bold(s string) string { return p.paint("1", s) }
func (p *printer) dim(s string) string  { return p.paint("2", s) }

func (p *printer) severity(severity, s string) string {
	return p.paint(map[string]string{"error": "1;31", "warning": "1;33", "info": "1;36"}[severity], s)
}

func (p *printer) head(s string) { p.text(p.bold(s) + "\n") }

// wrap writes a paragraph in lines of the terminal's width, each behind indent.
func (p *printer) wrap(s, indent string) { p.hang(s, indent, indent) }

func (p *printer) hang(s, first, rest string) { p.text(report.Wrap(s, first, rest, p.width)) }

func (p *printer) list(title string, items []string) {
	switch len(items) {
	case 0:
	case 1:
		p.hang(p.bold(title+":")+" "+items[0], "  ", "    ")
	default:
		p.text("  " + p.bold(title+":") + "\n")
		for i, item := range items {
			p.hang(fmt.Sprintf("%d. %s", i+1, item), "    ", "       ")
		}
	}
}
