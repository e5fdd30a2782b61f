package analyzer

import (
	"opaudit/analyzer/finding"
	"opaudit/config"
)

// Suppress marks the findings of a run that somebody has set aside, and those for
// which that has expired: a suppression holds through its expiry, compared with the
// as-of day. It hides none and changes no verdict. Of several the one that holds
// longest counts. It returns the suppressions that no finding is meant by.
func Suppress(run *finding.Run, list []config.Suppression) (unmet []config.Suppression) {
	met := make([]bool, len(list))
	for i := range run.Findings {
		f := &run.Findings[i]
		f.Suppressed, f.Suppression = false, nil // what a run before says of it does not hold any more
		for at, s := range list {
			if !means(s, *f) {
				continue
			}
			met[at] = true
			if f.Suppression == nil || s.Expiry > f.Suppression.Expiry {
				f.Suppression = &finding.Suppression{Owner: s.Owner, Reason: s.Reason, Expiry: s.Expiry}
				f.Suppressed = run.AsOf <= s.Expiry
			}
		}
	}
	for at, s := range list {
		if !met[at] {
			unmet = append(unmet, s)
		}
	}
	return unmet
}

// means reports whether a finding is one that a suppression sets aside.
func means(s config.Suppression, f finding.Finding) bool {
	if s.Fingerprint != "" {
		return s.Fingerprint == f.Fingerprint
	}
	return s.Rule == f.Rule &&
		(s.App == "" || f.AppKey != nil && *f.AppKey == s.App) &&
		(s.Shop == nil || f.SellerID != nil && *f.SellerID == *s.Shop) &&
		(s.Subject == nil || f.Subject == *s.Subject)
}
