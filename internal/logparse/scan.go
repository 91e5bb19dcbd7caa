package logparse

import (
	"bytes"
	"strings"
)

// scanner finds in a long text the regions around words of the protocol.
type scanner struct {
	judge   func(data []byte, base, lines int64)
	buf     []byte // text that is still needed; its first byte is at offset base
	base    int64
	lines   int64 // newlines before buf
	scanned int   // buf[:scanned] has been searched
	open    bool  // a region is open
	start   int   // of the open region, in buf
	last    int   // end of the last hit, in buf
	count   int64
	ended   bool
}

const (
	before     = 4 << 10   // context kept before a hit
	after      = 8 << 10   // context kept behind the last hit
	toLineEnd  = 4 << 10   // how far a region may go on to end with its line
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

// trigger is a literal and where in it stand the two bytes by which it is looked for: the pair that is rarest in logs.
type trigger struct {
	literal string
	at      int
}

// pairs gives for a pair of bytes the index into byPair of the triggers it gives away; 0 for none.
var pairs, byPair = func() (*[1 << 16]uint8, [][]trigger) {
	var table [1 << 16]uint8
	by := [][]trigger{nil}
	for _, t := range triggers {
		at := 0
		for i := 0; i+1 < len(t); i++ {
			if commonness(t[i], t[i+1]) < commonness(t[at], t[at+1]) {
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
	return &table, by
}()

// letterOrder lists the letters, the most frequent in English first.
const letterOrder = "etaoinsrhldcumfpgwybvkxjqz"

// commonness estimates how often a pair of bytes stands in logs: capitals, underscores and rare letters make it rare.
func commonness(a, b byte) int {
	one := func(c byte) int {
		switch {
		case c >= 'a' && c <= 'z':
			return 30 - strings.IndexByte(letterOrder, c)
		case c >= 'A' && c <= 'Z':
			return 6
		case c == '_':
			return 4
		case c >= 0x80:
			return 1
		}
		return 8
	}
	return one(a) * one(b)
}

func (s *scanner) feed(chunk []byte) {
	for len(chunk) > 0 {
		n := min(len(chunk), 1<<20)
		s.buf = append(s.buf, chunk[:n]...)
		chunk = chunk[n:]
		s.search()
	}
}

// search looks for triggers in what is new, opens and closes regions, and drops what is no longer needed.
func (s *scanner) search() {
	limit := len(s.buf)
	if !s.ended {
		limit -= longestHit
	}
	for i := s.scanned; i < limit; {
		j := next(s.buf, i, limit)
		if j < 0 {
			j = limit
		}
		s.settle(j)
		if j >= limit {
			break
		}
		start, n := hit(s.buf, j)
		if n == 0 {
			i = j + 1
			continue
		}
		if !s.open {
			s.open = true
			s.start = s.lineStart(start)
		}
		s.last = start + n
		i = max(s.last, j+1)
		s.scanned = i
	}
	s.scanned = max(s.scanned, limit, 0)
	s.drop()
}

// next is the first place from i where the pair of a trigger stands.
func next(buf []byte, i, limit int) int {
	end := min(limit, len(buf)-1)
	if i >= end {
		return -1
	}
	w := uint16(buf[i]) << 8
	for j, c := range buf[i+1 : end+1] {
		w = w>>8 | uint16(c)<<8
		if pairs[w] != 0 {
			return i + j
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

// settle closes the open region if what is known up to now ends it.
func (s *scanner) settle(now int) {
	for s.open && (now > s.last+after+toLineEnd || s.ended && now >= len(s.buf) || now-s.start > maxRegion) {
		end := min(s.last+after, len(s.buf))
		if now-s.start > maxRegion && s.last+after+toLineEnd >= now {
			end = min(s.start+maxRegion-toLineEnd, len(s.buf))
		}
		if i := bytes.IndexByte(s.buf[end:min(len(s.buf), end+toLineEnd)], '\n'); i >= 0 {
			end += i + 1
		} else {
			end = min(len(s.buf), end+toLineEnd)
		}
		s.judge(s.buf[s.start:end], s.base+int64(s.start), s.lines+int64(bytes.Count(s.buf[:s.start], newline)))
		s.count++
		more := s.last > end
		s.start = end
		s.open = more
		if !more {
			return
		}
	}
}

var newline = []byte{'\n'}

// drop lets go of the text before the context of the next hit.
func (s *scanner) drop() {
	keep := max(s.scanned-before, 0)
	if s.open {
		keep = min(keep, s.start)
	}
	if keep < 256<<10 {
		return
	}
	s.lines += int64(bytes.Count(s.buf[:keep], newline))
	s.buf = append(s.buf[:0], s.buf[keep:]...)
	s.base += int64(keep)
	s.scanned -= keep
	s.start = max(s.start-keep, 0)
	s.last -= keep
}

func (s *scanner) close() {
	s.ended = true
	s.search()
	s.settle(len(s.buf))
}

func (s *scanner) totalLines() int64 {
	n := s.lines + int64(bytes.Count(s.buf, newline))
	if len(s.buf) > 0 && s.buf[len(s.buf)-1] != '\n' {
		n++
	}
	return n
}
