package waves

import "strings"

// Profile is one service that takes the password.
type Profile struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Endpoint string `json:"endpoint"`
	ClientID string `json:"clientId"`
	Scope    string `json:"scope"`
	Chain    string `json:"chain"`
	Source   string `json:"source"`
}

// Profiles lists the known services, the likeliest first. None was asked whether it still answers.
func Profiles() []Profile {
	return []Profile{
		{"waves.exchange", "Waves.Exchange", "https://api.waves.exchange/v1/oauth2/token", "waves.exchange", "general", "W", "Waves.Exchange documentation; older CCXT"},
		{"wx.network", "WX Network", "https://api.wx.network/v1/oauth2/token", "wx.network", "general", "W", "CCXT 4.5, urls.api.private"},
		{"wx.network-test", "WX Network, testnet", "https://api-testnet.wx.network/v1/oauth2/token", "wx.network", "general", "T", "CCXT 4.5, urls.test.private"},
		{"waves.exchange-test", "Waves.Exchange, testnet", "https://api-testnet.waves.exchange/v1/oauth2/token", "waves.exchange", "general", "T", "inferred from the two before"},
	}
}

// ProfileByID returns the profile of an id.
func ProfileByID(id string) (Profile, bool) {
	for _, p := range Profiles() {
		if p.ID == id {
			return p, true
		}
	}
	return Profile{}, false
}

// profileOfHost finds the profile whose endpoint is on a host.
func profileOfHost(host string) (Profile, bool) {
	for _, p := range Profiles() {
		if strings.HasPrefix(p.Endpoint, "https://"+strings.ToLower(host)+"/") {
			return p, true
		}
	}
	return Profile{}, false
}
