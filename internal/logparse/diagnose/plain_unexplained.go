package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// unexplained says of an excerpt that reports a failure in words no rule knows that a login failed: nobody asks about such a
// text but for that.
func unexplained(f *exchange.Flow, have []Finding) []Finding {
	if !isExcerpt(f) || anyOf(f.Lower, notLogin) {
		return nil
	}
	if f.Claimed == exchange.Success || f.Looks || f.Issued() || wentWell(f) || slices.ContainsFunc(have, func(x Finding) bool { return x.Outcome == exchange.Issued }) {
		return nil
	}
	at, ok := f.ClaimedBy.Span, false
	if f.Claimed == exchange.Failure {
		line := wholeLine(f, at)
		ok = excerptOfLogin(f) && !strings.HasPrefix(line, "class ") && !(inRecord(f, at, "info") && !anyOf(line, failing))
	} else {
		at, ok = complaint(f)
	}
	if !ok {
		return nil
	}
	step := stepIn(withoutSettings(f.Lower))
	if step.rule == "refresh-token-dead" {
		step = failedSteps[len(failedSteps)-1] // an excerpt may name its refresh tokens
	}
	r := ruleOf(step.rule)
	v := Verdict{Evidence: []source.Span{at}, Title: step.title, Detail: step.detail, Causes: step.causes, Fixes: step.fixes, Confidence: Possible, Rank: ruleOf("login-failed").Rank}.filled(r)
	return []Finding{{Rule: r, Verdict: v.ofKind(f.Lower), plain: true}}
}

// complaint is the first line that says, in the words of a program, that something of a login was wrong.
func complaint(f *exchange.Flow) (source.Span, bool) {
	const most = 200
	at := 0
	for line := range strings.Lines(f.Lower) {
		s := f.View.Origin(source.Span{Start: at, End: at + min(len(strings.TrimRight(line, "\r\n")), most)})
		said := noError.Replace(withoutAddresses(line))
		wrong := anyOf(said, wrongs) && !(strings.Contains(said, "success") && !anyOf(said, failing))
		ofLogin := len(f.Providers) > 0 || anyOf(said, touchesLogin)
		printed := !exchange.IsCommand(strings.TrimLeft(line, " \t")) && !strings.Contains(said, " = ") && !personProse(line)
		if wrong && ofLogin && printed && !(inRecord(f, s, "info") && !anyOf(said, failing)) {
			return s, true
		}
		at += len(line)
	}
	return source.Span{}, false
}

// noError leaves out the fields by which a line says that there was no error.
var noError = strings.NewReplacer(`error="(none)"`, "", `error=""`, "", "error=none", "", "error=null", "", "error=<nil>", "", "error: null", "", "error: none", "", `"error":null`, "", `"error": null`, "")

// wrongs are all the words by which a line says that something is wrong with a thing.
var wrongs = slices.Concat(absent, differs, refused, failing, expired)
