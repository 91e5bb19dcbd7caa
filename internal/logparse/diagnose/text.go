package diagnose

import (
	"strings"

	"grantlens/internal/providers"
)

// Text is one message in both languages. {name} stands for a value that With fills in.
type Text struct{ EN, RU string }

// ofFact is a text of the catalogue.
func ofFact(t providers.Text) Text { return Text{t.EN, t.RU} }

// In gives the text in a language, English unless it is "ru".
func (t Text) In(lang string) string {
	if lang == "ru" && t.RU != "" {
		return t.RU
	}
	return t.EN
}

// With fills {name} with a value: With("name", value, …). Values are shown to the user: never secrets.
func (t Text) With(pairs ...string) Text {
	for i := 0; i+1 < len(pairs); i += 2 {
		t = t.fill(pairs[i], Text{pairs[i+1], pairs[i+1]})
	}
	return t
}

// fill puts a text in the place of {name}, each language into its own.
func (t Text) fill(name string, with Text) Text {
	return Text{strings.ReplaceAll(t.EN, "{"+name+"}", with.EN), strings.ReplaceAll(t.RU, "{"+name+"}", with.RU)}
}

// OK reports whether there is a text.
func (t Text) OK() bool { return t.EN != "" }

// plus appends the same words in both languages: names and values.
func (t Text) plus(s string) Text { return Text{t.EN + s, t.RU + s} }

// fillAll fills the same place in all texts of a list.
func fillAll(list []Text, name string, with Text) []Text {
	out := make([]Text, len(list))
	for i, t := range list {
		out[i] = t.fill(name, with)
	}
	return out
}

// joinTexts puts sentences one after the other.
func joinTexts(sep string, list ...Text) Text {
	var out Text
	for i, t := range list {
		if i > 0 {
			out = out.plus(sep)
		}
		out = Text{out.EN + t.EN, out.RU + t.RU}
	}
	return out
}
