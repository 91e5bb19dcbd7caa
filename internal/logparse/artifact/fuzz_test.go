package artifact

import (
	"testing"

	"grantlens/internal/samples"

	"grantlens/internal/source"
)

// seeds are the inputs of all samples.
func seeds(f *testing.F) []string {
	f.Helper()
	var out []string
	for _, id := range readIDs() {
		for _, s := range samples.Read(f, "testdata/"+id+".txtar") {
			out = append(out, s.Input)
		}
	}
	return out
}

// readIDs lists the formats and shapes that are read.
func readIDs() []string {
	var ids []string
	for _, r := range recognisers {
		ids = append(ids, r.ID)
	}
	for _, s := range shapes {
		ids = append(ids, s.id)
	}
	return ids
}

// FuzzRead: every place that is named lies in the input, and the artifacts come in order.
func FuzzRead(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) {
		text := source.NewText(input, 0, 0)
		for _, a := range readAll(t, input) {
			checkSpans(t, "fuzz", text, a)
		}
	})
}

// FuzzObject: a value lies within the text and its members within it, one after the other; reading always ends.
func FuzzObject(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Add("{\"a\": {b: ['c', string(1) \"d\", e => f(g)]}, “h”: b'i' + 'j' … }")
	f.Fuzz(func(t *testing.T, input string) {
		o := objectReader{text: input, limit: maxNodes}
		n := o.value()
		if o.at > len(input) {
			t.Fatalf("read up to %d of %d bytes", o.at, len(input))
		}
		if n != nil {
			checkNode(t, input, n, source.Span{End: len(input)})
		}
	})
}

func checkNode(t *testing.T, input string, n *node, within source.Span) {
	t.Helper()
	if n.span.Start < within.Start || n.span.End > within.End || n.span.Start > n.span.End {
		t.Fatalf("%c %v does not lie in %v of %q", n.typ, n.span, within, input)
	}
	if n.typ == 's' && (n.inside.Start < n.span.Start || n.inside.End > n.span.End || n.inside.Start > n.inside.End) {
		t.Fatalf("the inside %v does not lie in %v of %q", n.inside, n.span, input)
	}
	last := n.span.Start
	for _, m := range n.members {
		if m.keySpan.Start > m.keySpan.End || m.keySpan.End > len(input) {
			t.Fatalf("key %v of %q", m.keySpan, input)
		}
		if m.val.span.Start < last {
			t.Fatalf("member %v begins before %d in %q", m.val.span, last, input)
		}
		last = m.val.span.Start
		checkNode(t, input, m.val, n.span)
	}
}
