package logparse

import (
	"bytes"
	"encoding/binary"
	"strings"

	"grantlens/internal/source"
)

// scanner finds in a long text the regions around words of the protocol.
type scanner struct {
	judge   func(data []byte, base, lines int64)
	buf     []byte // text that is still needed; its first byte is at offset base
	base    int64
	lines   int64 // newlines before buf[counted]
	counted int
	scanned int   // buf[:scanned] needs no search any more; may lie behind buf
	open    bool  // a region is open
	start   int   // of the open region, in buf
	last    int   // end of the last hit, in buf
	regions int64 // judged
	ended   bool
}

const (
	before     = 4 << 10   // context kept before a hit
	after      = 8 << 10   // context kept behind the last hit
	toLineEnd  = 4 << 10   // how far a region may go on to end with its line
	stride     = 1 << 10   // skipped behind a hit: it is of its region anyway
	maxRegion  = 256 << 10 // a longer region is judged in parts
	longestHit = 24        // no trigger is longer
)

// triggers are the literals by which a line is worth reading: words of the protocols and of the libraries that speak
// them, rare in any other log.
var triggers = []string{
	"access_token", "id_token", "refresh_token", "eyJ", "redirect_uri", "client_id", "client_secret", "grant_type", "oauth", "OAuth", "openid", "OpenID", "oidc", "OIDC",
	"invalid_grant", "invalid_client", "invalid_request", "invalid_token", "invalid_scope", "unauthorized_client", "AADSTS", "org.keycloak", "_ERROR\", realmId", "_ERROR, realmId",
	"IDX10", "IDX20", "IDX21", "JsonWebToken", "JWT", "PKCE", "code_verifier", "code_challenge", "errcode", "ID token", "ID Token", "Unauthorized", "Access-Control-Allow-Origin",
	"Аутентификац", "аутентификац", "авторизац", "Correlation failed", "MSAL", "invalid_session", "bad_verification_code", "login_required", "interaction_required",
}

// trigger is a literal and where in it stand two bytes by which it is looked for.
type trigger struct {
	literal string
	at      int
}

// pairs gives for a pair of bytes the index into byPair of the triggers it gives away; 0 for none. Of each trigger two
// pairs are known, the rarest at an even and at an odd place of it: so only every other place of the text is looked at.
var pairs, byPair = func() (*[1 << 16]uint8, [][]trigger) {
	var table [1 << 16]uint8
	by := [][]trigger{nil}
	for _, t := range triggers {
		for parity := range 2 {
			at := parity
			for i := at; i+1 < len(t); i += 2 {
				if commonness(t[i])*commonness(t[i+1]) < commonness(t[at])*commonness(t[at+1]) {
					at = i
				}
			}
			k := uint16(t[at]) | uint16(t[at+1])<<8
			if table[k] == 0 {
				table[k] = uint8(len(by))
				by = append(by, nil)
			}
			by[table[k]] = append(by[table[k]], trigger{t, at})
		}
	}
	return &table, by
}()

// letterOrder lists the letters, the most frequent ones first; of Cyrillic ones the last byte tells.
const letterOrder = "etaoinsrhldcumfpgwybvkxjqz"

const cyrillicOrder = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"

// commonness estimates how often a byte stands in logs: capitals, underscores and rare letters are rare.
func commonness(c byte) int {
	switch {
	case c >= 'a' && c <= 'z':
		return 30 - strings.IndexByte(letterOrder, c)
	case c >= 'A' && c <= 'Z':
		return 6
	case c == '_':
		return 4
	case c >= 0x80:
		if i := strings.IndexByte(cyrillicOrder, c); i%2 == 1 {
			return 1 + (len(cyrillicOrder)-i)/4
		}
		return 1
	}
	return 8
}

// take takes over the next piece of the text, or a part of it that is not too long, and returns the rest.
func (s *scanner) take(chunk []byte) (rest []byte) {
	n := min(len(chunk), 1<<20)
	s.buf = append(s.buf, chunk[:n]...)
	return chunk[n:]
}

// search looks for triggers in what is new, opens and closes regions, and drops what is no longer needed. Places that are
// even from the beginning of the text on are looked at: which trigger is found first does not depend on the pieces.
func (s *scanner) search() {
	limit := len(s.buf)
	if !s.ended {
		limit = max(limit-longestHit, 0) &^ 1
	}
	for i := s.scanned; i < limit; {
		j := next(s.buf, i, limit)
		if j < 0 {
			break
		}
		start, n := hit(s.buf, j)
		if n == 0 {
			i = j + 2
			continue
		}
		s.settle(start)
		if s.open && start-s.start > maxRegion {
			s.cut(s.start + maxRegion - toLineEnd)
		}
		if !s.open {
			s.open = true
			s.start = s.lineStart(start)
		}
		s.last = start + n
		i = (s.last + stride) &^ 1
		s.scanned = i
	}
	s.scanned = max(s.scanned, limit)
	s.settle(limit)
	s.drop()
}

// next is the first even place from i, which is even, where the pair of a trigger stands.
func next(buf []byte, i, limit int) int {
	table := pairs
	for ; i+8 <= limit && i+8 <= len(buf); i += 8 {
		v := binary.LittleEndian.Uint64(buf[i:])
		if table[uint16(v)]|table[uint16(v>>16)]|table[uint16(v>>32)]|table[uint16(v>>48)] == 0 {
			continue
		}
		for table[uint16(v)] == 0 {
			v >>= 16
			i += 2
		}
		return i
	}
	for ; i < limit && i+1 < len(buf); i += 2 {
		if table[uint16(buf[i])|uint16(buf[i+1])<<8] != 0 {
			return i
		}
	}
	return -1
}

// hit reads the trigger whose pair stands at j: where it starts and how long it is; 0 if there is none.
func hit(buf []byte, j int) (start, n int) {
	for _, t := range byPair[pairs[uint16(buf[j])|uint16(buf[j+1])<<8]] {
		start := j - t.at
		if start >= 0 && len(buf)-start >= len(t.literal) && string(buf[start:start+len(t.literal)]) == t.literal {
			return start, len(t.literal)
		}
	}
	return 0, 0
}

// lineStart is where the region of a hit begins: a few kilobytes before it, at the beginning of a line if there is one.
func (s *scanner) lineStart(at int) int {
	from := max(at-before, s.start0())
	if from == 0 && s.base == 0 {
		return 0
	}
	if i := bytes.IndexByte(s.buf[from:at], '\n'); i >= 0 {
		return from + i + 1
	}
	return from
}

// start0 is where the last region ended: regions do not overlap.
func (s *scanner) start0() int { return max(s.start, 0) }

// settle closes the open region if no trigger up to now belongs to it any more.
func (s *scanner) settle(now int) {
	if s.open && (now > s.last+after+toLineEnd || s.ended && now >= len(s.buf)) {
		s.cut(s.last + after)
		s.open = false
	}
}

// cut judges the open region up to about end, where a line ends. The region goes on if its last trigger stands behind.
func (s *scanner) cut(end int) {
	end = min(end, len(s.buf))
	if i := bytes.IndexByte(s.buf[end:min(len(s.buf), end+toLineEnd)], '\n'); i >= 0 {
		end += i + 1
	} else {
		end = min(len(s.buf), end+toLineEnd)
	}
	s.count(s.start)
	s.judge(s.buf[s.start:end], s.base+int64(s.start), s.lines)
	s.regions++
	s.start = end
	s.open = s.last > end
}

// drop lets go of the text before the context of the next hit.
func (s *scanner) drop() {
	keep := max(s.scanned-before, 0)
	if s.open {
		keep = min(keep, s.start)
	}
	keep &^= 1
	if keep < 256<<10 {
		return
	}
	s.count(max(s.counted, keep))
	s.buf = append(s.buf[:0], s.buf[keep:]...)
	s.base += int64(keep)
	s.scanned -= keep
	s.start = max(s.start-keep, 0)
	s.last -= keep
	s.counted -= keep
}

func (s *scanner) close() {
	s.ended = true
	s.search()
}

// count counts the newlines up to an offset of buf.
func (s *scanner) count(to int) {
	s.lines += int64(source.Newlines(s.buf[s.counted:to]))
	s.counted = to
}

func (s *scanner) totalLines() int64 {
	s.count(len(s.buf))
	n := s.lines
	if len(s.buf) > 0 && s.buf[len(s.buf)-1] != '\n' {
		n++
	}
	return n
}
