package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Vault's and OpenBao's command line, on an answer of their API:
//
//	URL: PUT https://vault.example.com/v1/auth/oidc/config
//	Code: 400. Errors:
//
//	* error checking oidc discovery URL

var _ = register(Recogniser{ID: "vault", Rank: 27, Read: readVault})

var vaultLiterals = findLiterals(". errors:", ". raw message:")

func readVault(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(vaultLiterals) {
		status, code := statusAt(text, max(h.at-3, 0), false)
		start := r.lineStart(h.at, 40)
		if code == 0 || strings.TrimLeft(text[start:status.Start], " \t") != "Code: " {
			continue
		}
		a := Artifact{Kind: Response, Format: "vault", Client: "Vault API", Status: r.Value(status), Code: code}
		a.Label, _ = r.wordsBefore(status.Start)
		end := h.at + len(vaultLiterals.texts[h.lit])
		body := source.Span{Start: end, End: end}
		for at := end; at < len(text) && at-end < 4096; {
			line := trim(text, source.Span{Start: at, End: r.lineEnd(at, 4096)})
			at = r.lineEnd(at, 4096) + 1
			if line.Empty() {
				continue
			}
			if text[line.Start] != '*' && !(body.Empty() && h.lit == 1) {
				break
			}
			if body.Empty() {
				body.Start = line.Start
			}
			body.End = line.End
		}
		if body = trim(text, body); !body.Empty() {
			a.Body = &Content{Kind: BodyText, Span: r.View.Origin(body), Text: clip(text[body.Start:body.End], 400)}
			end = body.End
		}
		if start > 0 { // the line above: URL: PUT https://…
			above := source.Span{Start: r.lineStart(start-1, 600), End: start - 1}
			if method, url := r.addressOn(above); url.OK() && method.OK() {
				a.Pair = r.NextPair()
				r.Add(Artifact{Kind: Request, Format: "vault", Client: "Vault API", Span: r.View.Origin(trim(text, above)), Method: method, URL: url, Pair: a.Pair})
			}
		}
		s := source.Span{Start: status.Start, End: end}
		a.Span = r.View.Origin(s)
		r.Add(a)
		r.Take(status)
	}
}
