package logparse

import "bytes"

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
	partial bool // the text does not end in a newline
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

// starts marks the first two bytes of every trigger; seconds lists the triggers by them.
var starts, byStart = func() (*[1 << 16]bool, map[uint16][]string) {
	var table [1 << 16]bool
	by := map[uint16][]string{}
	for _, t := range triggers {
		k := uint16(t[0]) | uint16(t[1])<<8
		table[k] = true
		by[k] = append(by[k], t)
	}
	return &table, by
}()

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
		n := hit(s.buf[j:])
		if n == 0 {
			i = j + 1
			continue
		}
		if !s.open {
			s.open = true
			s.start = s.lineStart(j)
		}
		s.last = j + n
		i = j + n
		s.scanned = i
	}
	s.scanned = max(s.scanned, limit, 0)
	s.drop()
}

// next is the first place from i where a trigger may start.
func next(buf []byte, i, limit int) int {
	end := min(limit, len(buf)-1)
	for ; i < end; i++ {
		if starts[uint16(buf[i])|uint16(buf[i+1])<<8] {
			return i
		}
	}
	return -1
}

func hit(b []byte) int {
	for _, t := range byStart[uint16(b[0])|uint16(b[1])<<8] {
		if len(b) >= len(t) && string(b[:len(t)]) == t {
			return len(t)
		}
	}
	return 0
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
