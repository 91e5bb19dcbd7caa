package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// keepMeSignedIn is the code of a question on the way to a login that goes on.
const keepMeSignedIn = "50140"

// shortestEntraCode is the length in digits of Entra's shortest code for a sign-in.
const shortestEntraCode = 5

// signInPage is what stands before a code on the page and in the exports, signInBehind what stands behind it.
var (
	signInPage   = findLiterals("error code: ", `"failure","`, "resulttype: ")
	signInBehind = [...]string{"request id: ", `","`, "resultdescription: "}
)

// signInPages reads what Entra shows and exports of one sign-in: the lines for the administrator on its error page, which are
// English in every language,
//
//	Error Code: 53003
//	Request Id: 5f2a7e77-…
//
// rows of its portal's exports (…,"Failure","53000","Device is not in required device state: …) and Azure Monitor's ResultType.
func (r *Reader) signInPages() {
	for _, h := range r.hits(signInPage) {
		code := r.digits(h.at + len(signInPage.texts[h.lit]))
		next := strings.TrimLeft(r.Lower[code.End:min(len(r.Lower), code.End+24)], " \r\n")
		if strings.HasPrefix(next, signInBehind[h.lit]) {
			r.addSignIn(code, source.Span{})
		}
	}
}

var signInRecord = findLiterals(`"failurereason"`)

// signInRecords reads the records of Entra's sign-in log, which write the number of its code alone:
//
//	"status":{"errorCode":50126,"failureReason":"Invalid username or password …"}
func (r *Reader) signInRecords() {
	const reach, code, between = 120, `"errorcode"`, ` :"`
	text := r.View.Text
	for _, h := range r.hits(signInRecord) {
		before := r.Lower[max(0, h.at-reach):h.at]
		i := strings.LastIndex(before, code)
		if i < 0 {
			continue
		}
		number := strings.TrimLeft(before[i+len(code):], between)
		name := h.at + len(signInRecord.texts[h.lit])
		line := text[name:r.lineEnd(name, 600)]
		reason, _, _ := strings.Cut(strings.TrimLeft(line, between), `"`)
		start := name + len(line) - len(strings.TrimLeft(line, between))
		r.addSignIn(r.digits(h.at-len(number)), source.Span{Start: start, End: start + len(reason)})
	}
}

// digits is the number that begins at an offset.
func (r *Reader) digits(at int) source.Span {
	s := source.Span{Start: at, End: at}
	for s.End < len(r.View.Text) && isDigit(r.View.Text[s.End]) {
		s.End++
	}
	return s
}

// addSignIn gives out the refusal of a sign-in, whose reason may be empty.
func (r *Reader) addSignIn(number, reason source.Span) {
	if number.Len() < shortestEntraCode || r.View.Text[number.Start:number.End] == keepMeSignedIn || !r.Free(number) {
		return
	}
	code := r.Value(number)
	code.Text = "AADSTS" + code.Text
	params, span := Params{{Name: "error", NameSpan: code.Span, Value: code, Type: 's'}}, number
	if !reason.Empty() {
		params = append(params, Param{Name: "error_description", NameSpan: code.Span, Value: r.Value(reason), Type: 's'})
		span.End = reason.End
	}
	r.Add(Artifact{Kind: Spoken, Format: "entra-sign-in", Span: r.View.Origin(span), Params: params})
}
