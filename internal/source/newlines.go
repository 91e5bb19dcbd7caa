package source

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"runtime"
)

// Newlines counts the newlines of a text: where Go has no vectors, in WASM, eight bytes at a time.
func Newlines(b []byte) (n int) {
	if runtime.GOARCH != "wasm" {
		return bytes.Count(b, []byte{'\n'})
	}
	return newlinesInWords(b)
}

func newlinesInWords(b []byte) (n int) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; len(b) >= 8; b = b[8:] {
		v := binary.LittleEndian.Uint64(b) ^ '\n'*ones                    // newlines are zero now
		n += bits.OnesCount64(^((v&^highs + ^uint64(highs)) | v) & highs) // the high bit of each zero
	}
	for _, c := range b {
		if c == '\n' {
			n++
		}
	}
	return n
}
