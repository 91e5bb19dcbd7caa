package engine

import (
	"grantlens/internal/logparse/report"
	"grantlens/internal/rpc"
)

// MarkdownParams are the parameters of report.markdown: a report and its language.
type MarkdownParams struct {
	Report report.Report `json:"report"`
	Lang   string        `json:"lang"`
}

// Rendered is the answer of report.markdown.
type Rendered struct {
	Markdown string `json:"markdown"`
}

// RegisterMarkdown adds report.markdown for the page, which holds a report and no renderer. The server does not offer it:
// it renders the reports that it makes, and what a stranger calls a report may be anything.
func RegisterMarkdown(m *rpc.Mux) {
	m.Register("report.markdown", rpc.Typed(func(p MarkdownParams) (any, error) {
		return Rendered{Markdown: string(report.Markdown(&p.Report, p.Lang))}, nil
	}))
}
