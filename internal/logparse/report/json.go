package report

import (
	"bytes"
	"encoding/json"
)

// JSON renders the report as indented JSON ending in a newline: the same bytes on every face of the engine.
func JSON(r *Report) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		panic("report: the schema holds only what JSON can carry: " + err.Error())
	}
	return b.Bytes()
}
