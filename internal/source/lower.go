package source

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unsafe"
)

// Lower is s with ASCII and Russian letters in lower case; every other byte stays, so offsets agree.
func Lower(s string) string {
	b := []byte(s)
	lower(b)
	return unsafe.String(unsafe.SliceData(b), len(b)) // nobody writes to b any more
}

func lower(b []byte) {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		// Eight bytes at a time: the high bit of each is set where it is one of A to Z.
		const ones = 0x0101010101010101
		v := binary.LittleEndian.Uint64(b[i:])
		ascii := v &^ (0x80 * ones)
		upper := (ascii + (0x80-'A')*ones) &^ (ascii + (0x80-'Z'-1)*ones) &^ v & (0x80 * ones)
		binary.LittleEndian.PutUint64(b[i:], v|upper>>2)
	}
	for ; i < len(b); i++ {
		if c := b[i]; c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	for i := bytes.IndexByte(b, 0xd0); i >= 0 && i+1 < len(b); {
		// А–П are two bytes, as а–п are; Р–Я and Ё have another first byte in lower case.
		switch c := b[i+1]; {
		case c >= 0x90 && c <= 0x9f:
			b[i+1] = c + 0x20
		case c >= 0xa0 && c <= 0xaf:
			b[i], b[i+1] = 0xd1, c-0x20
		case c == 0x81:
			b[i], b[i+1] = 0xd1, 0x91
		}
		next := bytes.IndexByte(b[i+2:], 0xd0)
		if next < 0 {
			break
		}
		i += 2 + next
	}
}

// longRun is the length from which a run of base64url characters is a token, a key or a hash: no word is that long.
// View.Lower keeps the beginning of such a run only.
const (
	longRun = 64
	keptRun = 24
)

// lowerWords is Lower of a text with its long runs blanked but for their beginning. In tokens, which are most of a dense log,
// no letter is made small.
func lowerWords(s string) string {
	b := []byte(s)
	done := 0
	for at := longRun - 1; at < len(b); at += longRun { // every long run holds one of these places
		if !base64URL[b[at]] {
			continue
		}
		start, end := at, at+1
		for start > done && base64URL[b[start-1]] {
			start--
		}
		for end+8 <= len(b) && allBase64URL((*[8]byte)(b[end:])) {
			end += 8
		}
		for end < len(b) && base64URL[b[end]] {
			end++
		}
		if end-start >= longRun {
			lower(b[done : start+keptRun])
			for i := start + keptRun; i < end; {
				i += copy(b[i:end], blankRun)
			}
			at += (end - at) / longRun * longRun
			done = end
		}
	}
	lower(b[done:])
	return unsafe.String(unsafe.SliceData(b), len(b)) // nobody writes to b any more
}

// allBase64URL goes over tokens in half the time.
func allBase64URL(b *[8]byte) bool {
	t := &base64URL
	return t[b[0]] && t[b[1]] && t[b[2]] && t[b[3]] && t[b[4]] && t[b[5]] && t[b[6]] && t[b[7]]
}

// blankRun is what stands in the place of the bytes of a long run: no literal holds it.
var blankRun = strings.Repeat("\x01", 256)

// base64URL marks the bytes of base64url.
var base64URL = func() (t [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
		t[c] = true
	}
	return t
}()
