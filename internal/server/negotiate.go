package server

import (
	"net/http"
	"strconv"
	"strings"
)

// preferred returns which of offers a header of ranges with weights likes best (RFC 9110 section 12.4.2): Accept,
// Accept-Language or Accept-Encoding. Offers stand in the server's own order, which decides between equals. It returns
// "" when the header accepts none, and the first offer when the header is absent.
func preferred(header http.Header, name string, offers ...string) string {
	ranges := strings.Join(header.Values(name), ",")
	if strings.TrimSpace(ranges) == "" {
		return offers[0]
	}
	best, bestWeight := "", 0.0
	for _, offer := range offers {
		weight, closest := 0.0, 0
		for item := range strings.SplitSeq(ranges, ",") {
			pattern, params, _ := strings.Cut(item, ";")
			if match := closeness(strings.ToLower(strings.TrimSpace(pattern)), offer); match > closest {
				weight, closest = quality(params), match
			}
		}
		if weight > bestWeight {
			best, bestWeight = offer, weight
		}
	}
	return best
}

// closeness says how exactly a range names an offer: 3 itself, 2 its group (text/*, or ru-RU for ru), 1 anything, 0 not.
func closeness(pattern, offer string) int {
	group, isGroup := strings.CutSuffix(pattern, "*")
	switch {
	case pattern == offer:
		return 3
	case isGroup && strings.HasSuffix(group, "/") && group != "*/" && strings.HasPrefix(offer, group):
		return 2
	case strings.HasPrefix(pattern, offer+"-"):
		return 2
	case pattern == "*" || pattern == "*/*":
		return 1
	}
	return 0
}

// quality reads the weight among the parameters of a range: 1 when it has none, 0 when it is malformed.
func quality(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		if strings.EqualFold(name, "q") {
			q, err := strconv.ParseFloat(value, 64)
			if err != nil || q < 0 || q > 1 {
				return 0
			}
			return q
		}
	}
	return 1
}

// language returns the language an answer should be in: the query's lang, or else the browser's, or else English.
func language(r *http.Request) string {
	switch lang := r.URL.Query().Get("lang"); lang {
	case "en", "ru":
		return lang
	}
	if lang := preferred(r.Header, "Accept-Language", "en", "ru"); lang != "" {
		return lang
	}
	return "en"
}
