package request

import (
	"maps"
	"slices"
)

// Hidden is the request with every secret masked, those of the form it fills too.
func (i Imported) Hidden() Imported {
	i.HTTP = i.Masked()
	i.Values = maps.Clone(i.Values)
	for name, value := range i.Values {
		if IsSecret(name) && value != "" {
			i.Values[name] = Mask
		}
	}
	i.Extra = hidePairs(i.Extra)
	headers := HTTP{Headers: i.MoreHeaders}
	i.MoreHeaders = headers.Masked().Headers
	if i.Assertion != "" {
		i.Assertion = Mask
	}
	return i
}

// Hidden is the callback with its code and tokens masked.
func (c Callback) Hidden() Callback {
	c.Params = hidePairs(c.Params)
	c.Tokens = slices.Clone(c.Tokens)
	for i := range c.Tokens {
		c.Tokens[i].Value = Mask
	}
	if c.Code != "" {
		c.Code = Mask
	}
	c.Text = masked(c.Text, formSecrets(c.Text, 0))
	return c
}

func hidePairs(pairs []Pair) []Pair {
	out := slices.Clone(pairs)
	for i := range out {
		if IsSecret(out[i][0]) && out[i][1] != "" {
			out[i][1] = Mask
		}
	}
	return out
}
