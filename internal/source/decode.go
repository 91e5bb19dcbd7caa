package source

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Names of encodings, as Stats.Encoding gives them. UTF-8 has the empty name.
const (
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1251 = "windows-1251"
	IBM866      = "ibm866" // of the Russian console of Windows
	InvalidUTF8 = "utf-8 with invalid bytes"
	Binary      = "binary"
)

// Sniff judges from the first bytes of an input how it is encoded: "" for UTF-8 or anything like it.
func Sniff(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return UTF16LE
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return UTF16BE
	}
	n := min(len(head), 4096)
	var even, odd, control int
	for i, c := range head[:n] {
		switch {
		case c == 0 && i%2 == 0:
			even++
		case c == 0:
			odd++
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1b && c != '\f' && c != '\b':
			control++
		}
	}
	switch {
	case n >= 4 && odd > n/4 && even <= n/64:
		return UTF16LE
	case n >= 4 && even > n/4 && odd <= n/64:
		return UTF16BE
	case even+odd > n/64 && even+odd > 1, control > n/16 && control > 4:
		return Binary
	}
	return ""
}

// codePages are the characters of the bytes 128 to 255 (WHATWG Encoding, windows-1251 and ibm866).
var codePages = map[string][]rune{
	Windows1251: []rune("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"),
	IBM866:      []rune("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00A0"),
}

// CodePage tells from the beginning of an input that is no UTF-8 which code page Russian words in it are written in: "" for
// none.
func CodePage(head []byte) string {
	if utf8.Valid(head) {
		return ""
	}
	characters, high, windows, console, lower := 0, 0, 0, 0, 0
	for i := 0; i < len(head); {
		c := head[i]
		_, n := utf8.DecodeRune(head[i:])
		i += n
		if n > 1 {
			characters++
		}
		if n > 1 || c < 0x80 {
			continue
		}
		high++
		if at := i - 1; (at == 0 || head[at-1] < 0x80) && (i == len(head) || head[i] < 0x80) {
			continue // alone among Latin letters
		}
		if c >= 0xc0 || c == 0xa8 || c == 0xb8 {
			windows++
		}
		if c >= 0xe0 {
			lower++
		}
		if c < 0xb0 || c >= 0xe0 && c <= 0xf1 {
			console++
		}
	}
	const few = 8
	switch sure := max(few, high-high/8); {
	case characters > high/2: // two letters of the console after another may look like one character
		return ""
	case console >= sure && console > windows:
		return IBM866
	case windows >= sure && lower > windows/2:
		return Windows1251
	}
	return ""
}

// FromCodePage turns bytes of a code page into UTF-8.
func FromCodePage(name string, chunk []byte) []byte {
	page := codePages[name]
	out := make([]byte, 0, len(chunk)+len(chunk)/2)
	for _, c := range chunk {
		if c < 0x80 {
			out = append(out, c)
		} else {
			out = utf8.AppendRune(out, page[c-0x80])
		}
	}
	return out
}

// UTF16Decoder turns UTF-16 bytes, fed in any pieces, into UTF-8.
type UTF16Decoder struct {
	BigEndian bool
	rest      []byte // an odd byte, or a high surrogate that waits for its other half
	begun     bool
}

// Decode converts the next piece; an unpaired surrogate becomes U+FFFD.
func (d *UTF16Decoder) Decode(chunk []byte) []byte {
	in := append(d.rest, chunk...)
	d.rest = nil
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); {
		if i+2 > len(in) {
			d.rest = append([]byte{}, in[i:]...)
			break
		}
		r := rune(d.unit(in[i:]))
		if utf16.IsSurrogate(r) && r < 0xdc00 {
			if i+4 > len(in) {
				d.rest = append([]byte{}, in[i:]...)
				break
			}
			if pair := utf16.DecodeRune(r, rune(d.unit(in[i+2:]))); pair != utf8.RuneError {
				out = utf8.AppendRune(out, pair)
				i += 4
				continue
			}
			r = utf8.RuneError
		}
		if r != 0xfeff || d.begun {
			out = utf8.AppendRune(out, r)
		}
		d.begun = true
		i += 2
	}
	return out
}

func (d *UTF16Decoder) unit(b []byte) uint16 {
	if d.BigEndian {
		return uint16(b[0])<<8 | uint16(b[1])
	}
	return uint16(b[1])<<8 | uint16(b[0])
}

// Flush ends the input: what was left over was half a character.
func (d *UTF16Decoder) Flush() []byte {
	if len(d.rest) == 0 {
		return nil
	}
	d.rest = nil
	return []byte("\uFFFD")
}
