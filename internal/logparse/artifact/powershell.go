package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// PowerShell's errors of Invoke-RestMethod and Invoke-WebRequest: the body of the answer stands behind the name of the
// command, wrapped at the width of the console, in the middle of words.
//
//	Invoke-RestMethod : {"error":"invalid_request","error_description":"AADSTS90002: Tenant 'exam
//	ple' not found."}
//	At C:\login.ps1:12 char:13

var _ = register(Recogniser{ID: "powershell", Rank: 8, Read: readPowerShell})

var powershellLiterals = findLiterals("invoke-restmethod : ", "invoke-webrequest : ", "irm : ", "iwr : ")

func readPowerShell(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(powershellLiterals) {
		start := h.at + len(powershellLiterals.texts[h.lit])
		if h.at < last || r.Opened(source.Span{Start: h.at, End: start}) {
			continue
		}
		b := source.NewBuilder(r.View)
		lines, at := 0, start
		for at < len(text) && at-start < 16<<10 {
			line := source.Span{Start: at, End: r.lineEnd(at, 4096)}
			if lines > 0 && endsWrapping(text[line.Start:line.End]) {
				break
			}
			b.Keep(line)
			lines++
			at = line.End + 1
			if line.End >= len(text) {
				break
			}
		}
		last = min(at, len(text))
		if lines < 2 || b.Len() < 12 {
			continue
		}
		r.rereadView(b.View(), r.marks)
		r.open(source.Span{Start: start, End: last})
	}
}

// endsWrapping: the line that follows the message says where it was raised.
func endsWrapping(line string) bool {
	t := strings.TrimSpace(line)
	return t == "" || strings.HasPrefix(t, "At ") && strings.Contains(t, "char:") || strings.HasPrefix(t, "+ ") || strings.HasPrefix(t, "PS ")
}
