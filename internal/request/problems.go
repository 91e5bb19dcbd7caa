package request

// Problem is something wrong, or noteworthy, in what was filled in.
type Problem struct {
	Field    string `json:"field"`
	Severity string `json:"severity"` // error, warning, info
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func (pl *plan) problems(step string, params []Pair) []Problem { return []Problem{} }
