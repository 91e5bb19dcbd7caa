package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of .NET: Microsoft.IdentityModel (IDX), Microsoft.Identity.Web (IDW), the OpenID Connect handler, OpenIddict.

// idx gives a saying for each code: the numbers 213xx of the protocol's validator were 103xx before version 5.
func idx(o exchange.Outcome, judge exchange.Outcome, numbers ...string) []Saying {
	var out []Saying
	for _, n := range numbers {
		names := []string{n}
		if len(n) == 5 && n[:3] == "213" {
			names = append(names, "103"+n[3:])
		}
		for _, name := range names {
			out = append(out, Saying{All: []string{"idx" + name}, Lines: 2, Outcome: o, Judge: judge, Codes: []string{"IDX" + name}})
		}
	}
	return out
}

var (
	_ = also("state-lost", idx(exchange.NotAsked, "", "21329")...)
	_ = also("state-missing-in-callback", idx(exchange.NotAsked, "", "21330")...)
	_ = also("state-mismatch", idx(exchange.NotAsked, "", "21331")...)
	_ = also("callback-without-code", idx(exchange.NotAsked, "", "21333", "21334", "21332")...)
	_ = also("token-missing-in-answer", idx("", "", "21336")...)
	_ = also("subject-mismatch", idx(exchange.Issued, "", "21338")...)
	_ = also("token-hash-mismatch", idx(exchange.Issued, "", "21304", "21305", "21306", "21307", "21309", "21310", "21312", "21347", "21348", "21349", "21350")...)
	_ = also("id-token-claim-refused", idx(exchange.Issued, "", "21313", "21314", "21315", "21316", "21317", "21318", "21340", "21345")...)
	_ = also("nonce-cookie-missing", idx(exchange.Issued, "", "21311")...)
	_ = also("nonce-mismatch", idx(exchange.Issued, "", "21320", "21322")...)
	_ = also("token-audience", idx("", exchange.Rejected, "10207", "10209", "10215")...)
	_ = also("token-issuer", idx("", exchange.Rejected, "10212", "10213")...)
	_ = also("token-expired", idx("", exchange.Rejected, "10224", "10225", "10230")...)
	_ = also("token-signature", idx("", exchange.Rejected, "10502", "10504", "10505", "10506", "10507", "10508", "10509", "10512", "10513", "10515")...)
	_ = also("token-algorithm", idx("", exchange.Rejected, "10630", "10638", "10640", "10652", "10653", "10720", "10721")...)
	_ = also("token-encrypted", idx("", exchange.Rejected, "10604", "10607", "10608", "10610", "10611", "10615", "10616", "10617")...)
	_ = also("jwt-malformed", idx("", exchange.Rejected, "12720", "12721", "12723", "12729", "12740", "12742", "14101", "14102", "14107", "14120", "14121", "14122")...)
	_ = also("discovery-failed", idx(exchange.NotAsked, "", "20805", "20806", "20810", "21815", "21817")...)
)

var _ = also("client-setting-required",
	Saying{All: []string{"idw10106"}, Codes: []string{"IDW10106"}},
	Saying{All: []string{"idw10104"}, Codes: []string{"IDW10104"}},
	Saying{All: []string{"both client secret and client certificate cannot be null"}},
	Saying{All: []string{"option must be provided"}, Any: []string{"clientid", "clientsecret", "authority", "metadataaddress", "callbackpath"}},
	Saying{All: []string{"provide authority, metadataaddress, configuration, or configurationmanager"}},
	Saying{All: []string{"no clientid was specified"}},
)

var _ = also("scope-missing",
	Saying{All: []string{"idw10201"}, Codes: []string{"IDW10201"}, Outcome: exchange.Rejected},
	Saying{All: []string{"idw10203"}, Codes: []string{"IDW10203"}, Outcome: exchange.Rejected},
)

var _ = also("token-issuer",
	Saying{All: []string{"idw10303"}, Codes: []string{"IDW10303"}, Judge: exchange.Rejected},
	Saying{All: []string{"does not match any of the valid issuers"}, Judge: exchange.Rejected},
)

var _ = also("id-token-missing",
	Saying{All: []string{"unable to validate the 'id_token'", "was found for: ''"}},
	Saying{All: []string{"unable to validate the 'id_token'", "was found for:'.'"}},
)

var _ = also("state-unreadable",
	Saying{All: []string{"was not found in the key ring"}, With: []string{"authentication", "openidconnect", "oauth", "cookie", "correlation"}},
	Saying{All: []string{"the antiforgery token could not be decrypted"}, With: []string{"signin", "openidconnect", "login"}},
)
