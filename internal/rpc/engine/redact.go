package engine

import "grantlens/internal/redact"

// RedactParams are the parameters of redact.
type RedactParams struct {
	Text       string `json:"text"`
	KeepClaims bool   `json:"keepClaims"` // leave the payload of JWTs readable
}

// Redacted is the answer of redact.
type Redacted struct {
	Text    string         `json:"text"`
	Receipt redact.Receipt `json:"receipt"`
}

func redactText(p RedactParams) (any, error) {
	if len(p.Text) > MaxInput {
		return nil, errTooLong
	}
	masked, receipt := redact.Text(p.Text, redact.Options{KeepClaims: p.KeepClaims})
	return Redacted{Text: masked, Receipt: receipt}, nil
}
