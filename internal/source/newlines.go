package source

import (
	"encoding/binary"
	"math/bits"
)

// Newlines counts the newlines of a text, eight bytes at a time: WASM, which has no vectors in Go, counts ten times as fast
// as with bytes.Count.
func Newlines(b []byte) (n int) {
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
